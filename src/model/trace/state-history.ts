import type { BlockReason } from '../gate/outcome.ts';
import type { RecordEntry } from '../record/record-event.ts';
import type { SessionCause } from '../session/session-event.ts';
import type { SessionState } from '../session/session-state.ts';

/** One change of the state or of the permit, with what the other one was then. */
export interface StateChange {
  readonly atMs: number;
  readonly wallMs: number;
  readonly type: 'state' | 'gate';
  /** The same as `to` where only the permit changed. */
  readonly from: SessionState;
  readonly to: SessionState;
  /** null where only the permit changed. */
  readonly cause: SessionCause | null;
  /** Why presses are held back from then on; null: they are not. */
  readonly blocked: BlockReason | null;
}

/** The changes of state and permit among the facts of a record. A session begins idle, and open until told else. */
export function historyOf(entries: readonly RecordEntry[]): readonly StateChange[] {
  const history: StateChange[] = [];
  let state: SessionState = 'idle';
  let blocked: BlockReason | null = null;
  for (const { atMs, wallMs, event } of entries) {
    if (event.type === 'state') {
      state = event.to;
      history.push({ atMs, wallMs, type: 'state', from: event.from, to: state, cause: event.cause, blocked });
    } else if (event.type === 'gate') {
      blocked = event.blocked;
      history.push({ atMs, wallMs, type: 'gate', from: state, to: state, cause: null, blocked });
    }
  }
  return history;
}
