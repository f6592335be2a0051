import type { JSX } from 'preact';
import { PressButton } from '../safety/press-button.tsx';
import type { Messages } from '../surroundings.ts';

export interface QualityOfferProps {
  readonly messages: Messages;
  readonly nowMs: () => number;
  readonly onYes: () => void;
  readonly onNotNow: () => void;
}

/** The question whether the quality may follow the network on this site. Nothing changes before it is answered. */
export function QualityOffer({ messages, nowMs, onYes, onNotNow }: QualityOfferProps): JSX.Element {
  return (
    // The picture keeps the keyboard: a pressed mouse button must not move the focus here.
    <section
      class="quality-offer"
      // In the panel it stands beside the part of that name: landmarks are told apart by their names.
      aria-labelledby="quality-question"
      onMouseDown={(event) => event.preventDefault()}
    >
      <p id="quality-question">{messages('uiQualityOffer')}</p>
      <PressButton text={messages('uiQualityOfferYes')} nowMs={nowMs} onPress={onYes} />
      <PressButton text={messages('uiQualityOfferNo')} nowMs={nowMs} onPress={onNotNow} />
    </section>
  );
}
