import type { TestExtension, TestPage } from '../browsers/test-browser.ts';
import { type HistoryEntry, readHistory, recordHistory, untilHistory } from '../session-history.ts';
import { seenBanners, watchBanners } from './banner-watch.ts';

/** Recovery holds for up to 16 s, and longer while the machine itself stalls. */
const OPEN_WITHIN_MS = 60_000;

/** What the extension told its user about the sessions of one arm, over all documents of the bench. */
export class GateView {
  readonly #extension: TestExtension;
  #page: TestPage;
  #past: readonly HistoryEntry[] = [];
  #pastBanners: readonly string[] = [];

  private constructor(extension: TestExtension, page: TestPage) {
    this.#extension = extension;
    this.#page = page;
  }

  static async watch(extension: TestExtension, page: TestPage): Promise<GateView> {
    const view = new GateView(extension, page);
    await view.follow(page);
    return view;
  }

  /** Watches a document that was loaded since. */
  async follow(page: TestPage): Promise<void> {
    this.#page = page;
    await recordHistory(this.#extension, page);
    await watchBanners(this.#extension, page);
  }

  /** Call before the document goes away: what it knows goes with it. */
  async keep(): Promise<void> {
    [this.#past, this.#pastBanners] = [await this.entries(), await this.banners()];
  }

  async entries(): Promise<readonly HistoryEntry[]> {
    return [...this.#past, ...(await readHistory(this.#extension, this.#page))];
  }

  async banners(): Promise<readonly string[]> {
    return [...this.#pastBanners, ...(await seenBanners(this.#extension, this.#page))];
  }

  /** Resolves once presses pass, by a picture younger than `afterWallMs`, with the time of that. */
  async untilOpen(afterWallMs: number): Promise<number> {
    const isOpen = (entry: HistoryEntry | undefined) =>
      entry !== undefined &&
      entry.atWallMs > afterWallMs &&
      entry.guarding === 'guarded' &&
      entry.blocked === null;
    const settled = (all: readonly HistoryEntry[]) => isOpen(all.at(-1)) && all.at(-1)?.roundTripMs !== null;
    const entries = await untilHistory(this.#extension, this.#page, settled, OPEN_WITHIN_MS);
    return entries.find(isOpen)?.atWallMs ?? Number.NaN;
  }
}

/** From `fromWallMs` to the first closed gate before `untilWallMs`; null: it stayed open. */
export function closedAfterMs(
  entries: readonly HistoryEntry[],
  fromWallMs: number,
  untilWallMs: number,
): number | null {
  const closed = entries.find(
    ({ atWallMs, blocked, guarding }) =>
      atWallMs >= fromWallMs && atWallMs <= untilWallMs && (blocked !== null || guarding === 'closed'),
  );
  return closed === undefined ? null : closed.atWallMs - fromWallMs;
}

/** For how long presses were held back between the two times. */
export function gatedMs(entries: readonly HistoryEntry[], fromWallMs: number, untilWallMs: number): number {
  return entries.reduce((sumMs, entry, index) => {
    if (entry.blocked === null) return sumMs;
    const startMs = Math.max(entry.atWallMs, fromWallMs);
    const endMs = Math.min(entries[index + 1]?.atWallMs ?? untilWallMs, untilWallMs);
    return sumMs + Math.max(0, endMs - startMs);
  }, 0);
}

/** The most presses that could be unacknowledged between the two times. */
export function creditBetween(
  entries: readonly HistoryEntry[],
  fromWallMs: number,
  untilWallMs: number,
): number | null {
  const before = entries.filter(({ atWallMs }) => atWallMs <= fromWallMs).slice(-1);
  const within = entries.filter(({ atWallMs }) => atWallMs > fromWallMs && atWallMs <= untilWallMs);
  const limits = [...before, ...within].map(({ normalCreditLimit }) => normalCreditLimit);
  return limits.length === 0 ? null : Math.max(...limits);
}
