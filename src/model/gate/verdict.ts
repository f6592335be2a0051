import type { RecordEvent } from '../record/record-event.ts';
import type { BlockReason, ClientOutcome } from './outcome.ts';

/** What the message was to the measures: a press, a press repeated into silence, or anything that moves. */
export type InputNature = 'action' | 'retry' | 'motion';

export interface Verdict {
  readonly outcome: ClientOutcome;
  readonly nature: InputNature;
  /** A press that was sent (true) or dropped (false); null: no press. */
  readonly pressSent: boolean | null;
  /** What the profile calls what the press does; null: not marked, or no press. */
  readonly function: string | null;
  /** For the record; null: nothing worth it. */
  readonly fact: RecordEvent | null;
}

export const SEND: ClientOutcome = { type: 'send' };

/** It goes out and is no press. */
export function passed(outcome: ClientOutcome): Verdict {
  return { outcome, nature: 'motion', pressSent: null, function: null, fact: null };
}

/** It is left out, and nobody misses it. */
export function leftOut(reason: BlockReason | 'coalesced', nature: InputNature = 'motion'): Verdict {
  return { outcome: { type: 'drop', reason }, nature, pressSent: null, function: null, fact: null };
}
