import { Component, createRef, type JSX } from 'preact';
import type { OverrideReason } from '../../model/record/record-event.ts';
import type { Amounts } from '../amounts.ts';
import type { Messages } from '../surroundings.ts';
import { keyOf } from '../verdict-words.ts';
import { HOLD_MS } from './hold.ts';
import { HoldButton } from './hold-button.tsx';
import { PressButton } from './press-button.tsx';

export const REASONS = [
  'stop-motion',
  'protect-sample',
  'staff-instruction',
  'other',
] as const satisfies readonly OverrideReason[];

const STEP_WORDS = {
  begun: 'uiHoldOn',
  half: 'uiHoldHalf',
  early: 'uiHoldEarly',
  done: 'uiHoldDone',
} as const;

export interface OverridePartProps {
  readonly messages: Messages;
  readonly amounts: Amounts;
  readonly nowMs: () => number;
  readonly onOverride: (reason: OverrideReason) => void;
  /** A key of _locales for the screen reader. */
  readonly onSay: (key: string) => void;
}

interface OverridePartState {
  readonly open: boolean;
  /** None by default: a reason that nobody chose would be worth nothing in the record. */
  readonly reason: OverrideReason | null;
}

/** The way past the gate: a reason, then a button that must be held. */
export class OverridePart extends Component<OverridePartProps, OverridePartState> {
  override state: OverridePartState = { open: false, reason: null };
  readonly #box = createRef<HTMLDivElement>();

  override render(): JSX.Element {
    const { messages, amounts, nowMs } = this.props;
    const { open, reason } = this.state;
    return (
      <div ref={this.#box} class="safety-row override" data-tone="caution">
        <p>{messages('uiOverrideOffer')}</p>
        {!open && <PressButton text={messages('uiOverrideOpen')} nowMs={nowMs} onPress={this.#open} />}
        {open && (
          <>
            <fieldset>
              <legend>{messages('uiOverrideWhy')}</legend>
              {REASONS.map((each) => (
                <label key={each}>
                  <input
                    type="radio"
                    name="safety-reason"
                    checked={reason === each}
                    onChange={() => this.setState({ reason: each })}
                  />
                  <span>{messages(keyOf('uiReason', each))}</span>
                </label>
              ))}
            </fieldset>
            <HoldButton
              text={messages('uiHold', amounts.duration(HOLD_MS))}
              obstacle={reason === null ? messages('uiHoldReason') : null}
              nowMs={nowMs}
              onStep={this.#step}
            />
          </>
        )}
      </div>
    );
  }

  readonly #open = (): void => {
    const box = this.#focusedBox();
    // The button that had the keyboard is gone then; the first reason is what comes next.
    this.setState({ open: true }, () => box?.querySelector('input')?.focus());
  };

  readonly #step = (step: keyof typeof STEP_WORDS): void => {
    const { reason } = this.state;
    this.props.onSay(STEP_WORDS[step]);
    if (step !== 'done' || reason === null) return;
    this.props.onOverride(reason);
    this.#focusedBox()?.closest<HTMLElement>('.panel')?.focus();
    // The next one needs a reason of its own.
    this.setState({ open: false, reason: null });
  };

  /** The element of all this, if it has the keyboard. */
  #focusedBox(): HTMLElement | null {
    const box = this.#box.current;
    return box?.matches(':focus-within') === true ? box : null;
  }
}
