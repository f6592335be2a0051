import type { RoomStatus } from '../../model/port/room-view.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { DrawInterruption } from '../../ui/draw/surroundings.ts';

/** A spike is over before; whoever draws presses nothing on the instrument, so there is nothing to lose meanwhile. */
export const BLOCKED_FOR_MS = 1000;

/** What speaks against drawing on, if it was not so when the drawing began. */
type Needs = Readonly<Record<DrawInterruption, boolean>>;

const NONE: Needs = { control: false, attention: false, closed: false };
/** The gravest first. */
const ORDER: readonly DrawInterruption[] = ['closed', 'control', 'attention'];

/** Notices what needs whoever draws, and what was there already does not count. */
export class InterruptionWatch {
  #before: Needs = NONE;

  /** Drawing begins: what is so now was seen. */
  begin(snapshots: readonly Snapshot[], status: RoomStatus | null): void {
    this.#before = needsOf(snapshots, status);
  }

  /** null: nothing new. */
  look(snapshots: readonly Snapshot[], status: RoomStatus | null): DrawInterruption | null {
    const before = this.#before;
    const now = needsOf(snapshots, status);
    this.#before = now;
    return ORDER.find((each) => now[each] && !before[each]) ?? null;
  }
}

function needsOf(snapshots: readonly Snapshot[], status: RoomStatus | null): Needs {
  const open = snapshots.filter(({ guarding }) => guarding !== 'closed');
  return {
    control: status !== null && isGiven(status),
    attention: open.some(asks),
    closed: open.length === 0,
  };
}

/** Control is here, or waits to be taken. */
function isGiven(status: RoomStatus): boolean {
  if (status.type !== 'in') return false;
  const { self, lock } = status.room;
  return (
    (lock.phase.type === 'held' && lock.phase.holder === self) ||
    (lock.phase.type === 'offered' && lock.phase.to === self)
  );
}

function asks({ state, blocked, blockedMs, confirm, waitingMs, cutBurst, stuckButtons }: Snapshot): boolean {
  if (state === 'breakdown' || confirm !== null || waitingMs !== null) return true;
  if (cutBurst !== null || stuckButtons !== 0) return true;
  // Without control nothing is wrong, and a tab that was hidden has no data for a moment.
  const isTrouble = blocked !== null && blocked !== 'no-control' && blocked !== 'no-data';
  return isTrouble && blockedMs >= BLOCKED_FOR_MS;
}
