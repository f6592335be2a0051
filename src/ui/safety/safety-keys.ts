import { keyOf } from '../verdict-words.ts';
import { REASONS } from './override-part.tsx';

/** Every key the safety part may ever need: they are looked up while the extension is there. */
export function safetyKeys(): readonly string[] {
  return [
    ...['uiSafety', 'uiOverrideOffer', 'uiOverrideOpen', 'uiOverrideWhy', 'uiOverrideLeft', 'uiOverrideStop'],
    ...['forbidden', 'impossible', 'spent'].map((state) => keyOf('uiOverride', state)),
    ...REASONS.map((reason) => keyOf('uiReason', reason)),
    ...['uiHold', 'uiHoldReason', 'uiHoldOn', 'uiHoldHalf', 'uiHoldEarly', 'uiHoldDone'],
    ...['uiRearmTitle', 'uiRearmDoing', 'uiRearm', 'uiConfirmPress', 'uiWaiting'],
    ...['uiStuckTitle', 'uiStuckDoing', 'uiStuckWait', 'uiUnstick', 'uiStuckDismiss'],
    ...['uiButtonLeft', 'uiButtonMiddle', 'uiButtonRight', 'uiButtonNumber'],
  ];
}
