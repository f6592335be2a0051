import type { Bin } from '../../../src/model/measure/bin.ts';
import { SessionModel } from '../../../src/model/measure/quantities/session-model.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import type { ObservedRun, Trouble } from '../observed-run.ts';
import type { UserName } from '../plan.ts';

type GuardFacts = Pick<ObservedRun, 'bins' | 'closed' | 'alarmsMs' | 'creditAtTrouble' | 'qualities'>;

interface Moment {
  readonly atMs: number;
  readonly isClosed: boolean;
  readonly isBad: boolean;
  readonly credit: number;
}

/** What is sent so shortly before a trouble can be late because of it. */
const BEFORE_TROUBLE_MS = 1000;

/** What the guard said, tick by tick; times from the begin of the run. */
export class GuardHistory {
  readonly #hasGate: boolean;
  readonly #moments: Moment[] = [];
  readonly #bins: Bin[] = [];

  constructor(hasGate: boolean) {
    this.#hasGate = hasGate;
  }

  add({ blocked, path, normalCredit }: Snapshot, atMs: number): void {
    const isClosed = this.#hasGate && blocked !== null;
    const isBad = path.level === 'bad' || path.level === 'stall';
    const credit = normalCredit.limit;
    const last = this.#moments.at(-1);
    if (last?.isClosed === isClosed && last.isBad === isBad && last.credit === credit) return;
    this.#moments.push({ atMs, isClosed, isBad, credit });
  }

  bin(bin: Bin, atMs: number): void {
    this.#bins.push({ ...bin, atMs });
  }

  facts(troubles: readonly Trouble[], user: UserName, endedAtMs: number): GuardFacts {
    const bins = this.#bins.filter(({ atMs }) => atMs > 0 && atMs <= endedAtMs);
    const creditAt = ({ fromMs }: Trouble): number | null =>
      this.#hasGate ? this.#creditBetween(fromMs - BEFORE_TROUBLE_MS, fromMs) : null;
    return {
      bins,
      closed: this.#closed(endedAtMs),
      alarmsMs: this.#alarms(endedAtMs),
      creditAtTrouble: troubles.map(creditAt),
      qualities: qualitiesOf(bins, user),
    };
  }

  #closed(endedAtMs: number): ObservedRun['closed'] {
    const stretches: { fromMs: number; untilMs: number }[] = [];
    for (const [index, { atMs, isClosed }] of this.#moments.entries()) {
      const fromMs = Math.max(0, atMs);
      const untilMs = Math.min(this.#moments[index + 1]?.atMs ?? endedAtMs, endedAtMs);
      if (!isClosed || untilMs <= fromMs) continue;
      const last = stretches.at(-1);
      if (last?.untilMs === fromMs) last.untilMs = untilMs;
      else stretches.push({ fromMs, untilMs });
    }
    return stretches;
  }

  #alarms(endedAtMs: number): readonly number[] {
    return this.#moments
      .filter(({ isBad }, index) => isBad && this.#moments[index - 1]?.isBad !== true)
      .map(({ atMs }) => atMs)
      .filter((atMs) => atMs >= 0 && atMs <= endedAtMs);
  }

  #creditBetween(fromMs: number, untilMs: number): number | null {
    const before = this.#moments.filter(({ atMs }) => atMs <= fromMs).slice(-1);
    const within = this.#moments.filter(({ atMs }) => atMs > fromMs && atMs <= untilMs);
    const limits = [...before, ...within].map(({ credit }) => credit);
    return limits.length === 0 ? null : Math.max(...limits);
  }
}

/** q_mos second by second; an expert's work is judged by the tight one. */
function qualitiesOf(bins: readonly Bin[], user: UserName): readonly number[] {
  const model = new SessionModel();
  for (const bin of bins) model.add(bin);
  return model.rows().flatMap(({ tight, loose }) => (user === 'expert' ? tight : loose) ?? []);
}
