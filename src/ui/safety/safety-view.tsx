import type { JSX } from 'preact';
import type { GuardCommand } from '../../model/gate/command.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Amounts } from '../amounts.ts';
import type { Messages } from '../surroundings.ts';
import { keyOf } from '../verdict-words.ts';
import { isEmpty, type SafetyOffer } from './offer.ts';
import { OverridePart } from './override-part.tsx';
import { PressButton } from './press-button.tsx';

export interface SafetyViewProps {
  readonly messages: Messages;
  readonly amounts: Amounts;
  readonly snapshot: Snapshot;
  readonly offer: SafetyOffer;
  /** How old the snapshot is, for what ages while it is shown. */
  readonly ageMs: number;
  readonly nowMs: () => number;
  readonly onCommand: (command: GuardCommand) => void;
  readonly onDismissStuck: () => void;
  readonly onSay: (key: string) => void;
}

/** Buttons of a mouse by their bit; noVNC's wheel bits are none that stay down. */
const BUTTONS = ['uiButtonLeft', 'uiButtonMiddle', 'uiButtonRight'];

/** What the user may decide now, one row each. Empty when there is nothing. */
export function SafetyView(props: SafetyViewProps): JSX.Element | null {
  const { messages, amounts, snapshot, offer, ageMs, nowMs, onCommand } = props;
  if (isEmpty(offer)) return null;
  const button = (text: string, onPress: () => void, disabled = false): JSX.Element => (
    <PressButton text={messages(text)} nowMs={nowMs} onPress={onPress} disabled={disabled} />
  );
  return (
    // The picture keeps the keyboard: a pressed mouse button must not move the focus here.
    <section class="safety" aria-label={messages('uiSafety')} onMouseDown={(event) => event.preventDefault()}>
      <h3>{messages('uiSafety')}</h3>
      {offer.waitingMs !== null && (
        <div class="safety-row" data-tone="notice">
          <p>{messages('uiWaiting', amounts.duration(offer.waitingMs + ageMs))}</p>
        </div>
      )}
      {offer.confirm !== null && (
        <div class="safety-row" data-tone="caution">
          <p>{messages('uiConfirmPress', offer.confirm)}</p>
        </div>
      )}
      {offer.override === 'active' && (
        <div class="safety-row" data-tone="danger">
          <p>{messages('uiOverrideLeft', amounts.seconds(leftMs(snapshot, ageMs)))}</p>
          {button('uiOverrideStop', () => onCommand({ type: 'end-override' }))}
        </div>
      )}
      {offer.rearm && (
        <div class="safety-row" data-tone="caution">
          <p>
            <strong>{messages('uiRearmTitle')}</strong> {messages('uiRearmDoing')}
          </p>
          {button('uiRearm', () => onCommand({ type: 're-arm' }))}
        </div>
      )}
      {offer.stuckButtons !== 0 && (
        <div class="safety-row" data-tone="caution">
          <p>
            <strong>{messages('uiStuckTitle', buttonNames(offer.stuckButtons, messages, amounts))}</strong>{' '}
            {messages(offer.unstick ? 'uiStuckDoing' : 'uiStuckWait')}
          </p>
          {button('uiUnstick', () => onCommand({ type: 'unstick' }), !offer.unstick)}
          {button('uiStuckDismiss', props.onDismissStuck)}
        </div>
      )}
      {offer.override === 'choose' && (
        <OverridePart
          key={snapshot.connection}
          messages={messages}
          amounts={amounts}
          nowMs={nowMs}
          onOverride={(reason) => onCommand({ type: 'override', reason })}
          onSay={props.onSay}
        />
      )}
      {offer.override !== null && offer.override !== 'choose' && offer.override !== 'active' && (
        <div class="safety-row">
          <p class="quiet">{messages(keyOf('uiOverride', offer.override))}</p>
        </div>
      )}
    </section>
  );
}

/** Counted up, so that the last second is not shown as none. */
function leftMs({ override }: Snapshot, ageMs: number): number {
  return Math.max(0, Math.ceil((override.remainingMs - ageMs) / 1000) * 1000);
}

function buttonNames(mask: number, messages: Messages, amounts: Amounts): string {
  const names: string[] = [];
  for (let bit = 0; bit < 16; bit++) {
    if ((mask & (1 << bit)) === 0) continue;
    names.push(messages(BUTTONS[bit] ?? 'uiButtonNumber', amounts.count(bit + 1)));
  }
  return new Intl.ListFormat(messages('uiLanguage') || undefined, { style: 'narrow' }).format(names);
}
