import type { Snapshot } from '../model/snapshot.ts';
import { type Announcer, announce, SILENT_ANNOUNCER } from './announcer.ts';
import { History } from './history.ts';
import { advance, dismiss, EMPTY_DESK, type NoticeDesk } from './notice-desk.ts';
import type { Port } from './surroundings.ts';
import { type DisplayFacts, QUIET_DISPLAY, type Verdict, verdict, worst } from './verdict.ts';

/**
 * With no picture for this long the newest one is not the truth any more. The port sends 5 per second; a page
 * busy for a second or two is not news.
 */
export const SILENT_AFTER_MS = 3_000;
/** All well for this long: the badge makes itself small. */
export const SMALL_AFTER_MS = 6_000;
/** Between two looks at the clock, for what ends without a new picture. */
const LOOK_EVERY_MS = 500;

/** Everything the overlay draws at one instant. */
export interface OverlayPicture {
  /** The connection that needs attention first; null before the first one. */
  readonly snapshot: Snapshot | null;
  readonly verdict: Verdict | null;
  readonly desk: NoticeDesk;
  readonly announcer: Announcer;
  readonly display: DisplayFacts;
  /** All has been well for a while. */
  readonly settled: boolean;
  readonly connections: number;
}

const EMPTY_PICTURE: OverlayPicture = {
  snapshot: null,
  verdict: null,
  desk: EMPTY_DESK,
  announcer: SILENT_ANNOUNCER,
  display: QUIET_DISPLAY,
  settled: false,
  connections: 0,
};

export interface Clocks {
  /** Monotonic, for how long things stay on the screen. */
  readonly nowMs: () => number;
  /** Wall clock, for the table of states. */
  readonly epochMs: () => number;
}

/** Turns the port's snapshots into what the overlay draws, and remembers their history. */
export class OverlayStore {
  readonly history = new History();
  #picture = EMPTY_PICTURE;
  #snapshots: readonly Snapshot[] = [];
  #heardAtMs: number;
  #calmSinceMs: number;
  #interfered = false;
  #outOfReach = false;
  /** One listener per view: the overlay and the panel. */
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly port: Port,
    private readonly clocks: Clocks,
  ) {
    this.#heardAtMs = clocks.nowMs();
    this.#calmSinceMs = this.#heardAtMs;
  }

  get picture(): OverlayPicture {
    return this.#picture;
  }

  get snapshots(): readonly Snapshot[] {
    return this.#snapshots;
  }

  /** Begins to listen. Returns the way to stop. */
  start(): () => void {
    const unsubscribe = this.port.subscribe((snapshots) => {
      this.#snapshots = snapshots;
      this.#heardAtMs = this.clocks.nowMs();
      this.#look();
    });
    const timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      unsubscribe();
    };
  }

  /** Calls the listener after every change. Returns the way to stop. */
  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  setInterfered(interfered: boolean): void {
    if (this.#interfered === interfered) return;
    this.#interfered = interfered;
    this.#look();
  }

  /** The extension did not answer: it may have been updated or switched off under this page. */
  setOutOfReach(outOfReach: boolean): void {
    if (this.#outOfReach === outOfReach) return;
    this.#outOfReach = outOfReach;
    this.#look();
  }

  dismissNotice(): void {
    this.#picture = { ...this.#picture, desk: dismiss(this.#picture.desk, this.clocks.nowMs()) };
    this.#tell();
  }

  #look(): void {
    const nowMs = this.clocks.nowMs();
    const display: DisplayFacts = {
      detached: this.port.detached || this.#outOfReach,
      interfered: this.#interfered,
      silent: nowMs - this.#heardAtMs >= SILENT_AFTER_MS,
    };
    this.history.record(this.#snapshots, display, this.clocks.epochMs());
    const snapshot = worst(this.#snapshots, display);
    const judged = snapshot === undefined ? null : verdict(snapshot, display);
    const desk = advance(this.#picture.desk, snapshot, display, nowMs);
    if (judged?.calm !== true || desk.shown !== null) this.#calmSinceMs = nowMs;
    this.#picture = {
      snapshot: snapshot ?? null,
      verdict: judged,
      desk,
      announcer: announce(this.#picture.announcer, judged, desk.shown, nowMs),
      display,
      settled: nowMs - this.#calmSinceMs >= SMALL_AFTER_MS,
      connections: this.#snapshots.length,
    };
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
