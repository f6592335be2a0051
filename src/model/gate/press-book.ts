import type { RecordEvent } from '../record/record-event.ts';
import { Admission, type Attempt, sentKind } from './admission.ts';
import type { Key } from './encode.ts';
import { Held } from './held.ts';
import { Locks } from './locks.ts';
import type { BlockReason, ClientOutcome } from './outcome.ts';
import { Unacknowledged } from './unacknowledged.ts';
import type { InputNature, Verdict } from './verdict.ts';

/** What keys and pointer share: what is down, what is under way, and what became of every press. */
export class PressBook {
  readonly held = new Held();
  readonly unacknowledged = new Unacknowledged();
  readonly locks = new Locks();
  readonly admission = new Admission(this.unacknowledged);
  #droppedPresses = 0;

  /** Presses dropped since the connection began; repeats of a held key are not counted. */
  get droppedPresses(): number {
    return this.#droppedPresses;
  }

  sent(attempt: Attempt, outcome: ClientOutcome, nature: InputNature, nowMs: number): Verdict {
    this.unacknowledged.acted(sentKind(attempt), nowMs);
    if (attempt.kind !== 'carrier' && attempt.class !== 'stop') this.admission.burst.sent();
    const fact: RecordEvent | null =
      attempt.class === 'stop' ? { type: 'stop', function: attempt.zone?.name ?? '' } : null;
    return { outcome, nature, pressSent: true, function: attempt.zone?.function ?? null, fact };
  }

  /** @param counts whether a person would count it as a press that was lost */
  dropped(
    attempt: Attempt,
    reason: BlockReason,
    nature: InputNature,
    counts: boolean,
    nowMs: number,
  ): Verdict {
    // A stop that waits for its receipt, or a question, is no hole in what the user typed.
    if (attempt.class !== 'stop') this.admission.burst.dropped(counts ? 1 : 0, nowMs);
    if (counts) this.#droppedPresses += 1;
    const fact: RecordEvent | null = counts
      ? { type: 'block', reason, inputClass: attempt.class, function: attempt.zone?.name ?? null, count: 1 }
      : null;
    return {
      outcome: { type: 'drop', reason },
      nature,
      pressSent: false,
      function: attempt.zone?.function ?? null,
      fact,
    };
  }

  /** Modifiers that go out together with a press: those the server lacks, in order of their press. */
  takeModifiers(attempt: Attempt): readonly Key[] {
    const keys = attempt.class === 'stop' ? this.held.missingModifiers : this.held.withheld;
    this.held.modifiersUsed();
    return keys;
  }
}
