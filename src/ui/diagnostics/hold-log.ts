import type { BlockReason } from '../../model/gate/outcome.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { SPIKE_MS } from '../notice.ts';

/** Holds that are remembered; the oldest is forgotten. */
export const MAX_HOLDS = 50;
/** Reasons one after the other in the same hold; what comes after them is not told apart. */
const MAX_REASONS = 8;

/** A time during which presses of a connection were held back. */
export interface Hold {
  readonly connection: string;
  /** In the order in which they came; the first is what began it. Never empty. */
  readonly reasons: readonly [BlockReason, ...BlockReason[]];
  /** Wall clock at the start. */
  readonly startEpochMs: number;
  readonly lastedMs: number;
  /** Presses that were not sent. */
  readonly dropped: number;
  /** It is over: presses pass again, or the connection ended. */
  readonly isOver: boolean;
}

/** Remembers when and why presses were held back in this document, from the first session on. */
export class HoldLog {
  #holds: readonly Hold[] = [];

  /** Oldest first, at most MAX_HOLDS. */
  get holds(): readonly Hold[] {
    return this.#holds;
  }

  /** @param epochMs the wall clock */
  record(snapshots: readonly Snapshot[], epochMs: number): void {
    for (const snapshot of snapshots) this.#add(snapshot, epochMs);
  }

  /** The newest one that is over, of this connection; null: there was none. */
  lastOf(connection: string): Hold | null {
    return this.#holds.filter((each) => each.connection === connection && each.isOver).at(-1) ?? null;
  }

  #add({ connection, guarding, blocked, blockedMs, droppedPresses }: Snapshot, epochMs: number): void {
    const running = this.#holds.find((each) => each.connection === connection && !each.isOver);
    if (blocked === null || guarding === 'closed') {
      if (running !== undefined) this.#end(running);
      return;
    }
    const known: Hold = running ?? {
      ...{ connection, reasons: [blocked], isOver: false, lastedMs: 0, dropped: 0 },
      startEpochMs: epochMs - blockedMs,
    };
    const isNew = known.reasons.at(-1) !== blocked && known.reasons.length < MAX_REASONS;
    const hold: Hold = {
      ...known,
      reasons: isNew ? [...known.reasons, blocked] : known.reasons,
      lastedMs: Math.max(known.lastedMs, blockedMs),
      dropped: Math.max(known.dropped, droppedPresses),
    };
    this.#holds = [...this.#holds.filter((each) => each !== running), hold].slice(-MAX_HOLDS);
  }

  /** What lasted a moment and cost nothing was no hold for anybody. */
  #end(running: Hold): void {
    const isWorth = running.lastedMs >= SPIKE_MS || running.dropped > 0;
    this.#holds = this.#holds.flatMap((each) =>
      each !== running ? [each] : isWorth ? [{ ...each, isOver: true }] : [],
    );
  }
}
