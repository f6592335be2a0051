import { run } from '../../model/decode/decode.ts';
import type { Bin } from '../../model/measure/bin.ts';
import type { SeriesRow } from '../../model/measure/quantities/model-reading.ts';
import type { ToBackground } from '../../model/port/extension-message.ts';
import { modelTakenDecoder } from '../../model/port/report-message-decoder.ts';
import { type KeptSession, keptSessionDecoder } from '../../model/report/kept-session.ts';
import type { RatingValue } from '../../model/report/rating.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { Port } from '../surroundings.ts';
import { AnalystSession, type Model } from './analyst-session.ts';
import type { Analysis, AnalystView } from './analyst-view.ts';
import type { BinListener } from './bin-feed.ts';

/** Connections of one document under the model; a further one takes the place of the oldest, a closed one first. */
export const MAX_ANALYSED = 8;
/** Between two messages about one session. */
export const SEND_EVERY_MS = 10_000;
/** How long the question about a session stays. */
export const ASK_FOR_MS = 60_000;

/** Where the desk hears of its sessions. */
export interface AnalystLink extends Pick<Port, 'subscribe' | 'detached'> {
  /** One listener, which also gets the first bins. Returns the way to stop. */
  onBins(listener: BinListener): () => void;
  /** The name under which a connection is recorded; null: not, or not any more. */
  recordName(connection: string): string | null;
}

export interface AnalystOptions {
  readonly link: AnalystLink;
  readonly newModel: () => Model;
  readonly send: (message: ToBackground) => Promise<unknown>;
  readonly epochMs: () => number;
  /** Calls back once after `delayMs`. Returns the way to stop. */
  readonly later: (delayMs: number, callback: () => void) => () => void;
}

/** Runs the session model over every connection of this document, and has the background keep what it says. */
export class AnalystDesk implements AnalystView {
  readonly #options: AnalystOptions;
  readonly #sessions = new Map<string, AnalystSession>();
  readonly #listeners = new Set<() => void>();
  /** Timers that run; each forgets itself. */
  readonly #waits = new Set<() => void>();
  #asked: string | null = null;

  constructor(options: AnalystOptions) {
    this.#options = options;
  }

  /** Begins to listen. Returns the way to stop. */
  start(): () => void {
    const { link } = this.#options;
    const stops = [
      link.onBins((connection, bins) => this.#onBins(connection, bins)),
      link.subscribe((snapshots) => this.#onSnapshots(snapshots)),
    ];
    return () => {
      for (const stop of [...stops, ...this.#waits]) stop();
    };
  }

  get asked(): string | null {
    return this.#asked;
  }

  analysis(connection: string): Analysis | null {
    return this.#sessions.get(connection)?.analysis() ?? null;
  }

  rows(connection: string): readonly SeriesRow[] {
    return this.#sessions.get(connection)?.model.rows() ?? [];
  }

  wallOffsetMs(connection: string): number {
    return this.#sessions.get(connection)?.wallOffsetMs ?? 0;
  }

  rate(connection: string, value: RatingValue): void {
    const session = this.#sessions.get(connection);
    if (session === undefined) return;
    session.rating = { value, wallMs: this.#options.epochMs() };
    session.ratingIsKept = false;
    session.analysis(true);
    if (this.#asked === connection) this.#asked = null;
    this.#tell();
    void this.#send(session);
  }

  async facts(connection: string): Promise<KeptSession | null> {
    const name = this.#sessions.get(connection)?.name ?? null;
    if (name === null) return null;
    const answer = await this.#options.send({ type: 'session-facts', session: name }).catch(() => null);
    const kept = run(keptSessionDecoder, answer);
    return kept.ok ? kept.value : null;
  }

  dismiss(): void {
    if (this.#asked === null) return;
    this.#asked = null;
    this.#tell();
  }

  watch(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The document goes: what is left is sent while there is time. */
  leave(): void {
    for (const session of this.#sessions.values()) void this.#send(session);
  }

  #onBins(connection: string, bins: readonly Bin[]): void {
    const session = this.#sessions.get(connection) ?? this.#begin(connection);
    const newest = bins.at(-1);
    if (newest === undefined) return;
    session.add(bins);
    session.name ??= this.#options.link.recordName(connection);
    // Both clocks are of this machine; what a bin waits in buffers, half a second, is no matter in a report.
    if (session.wallOffsetMs === 0) session.wallOffsetMs = this.#options.epochMs() - newest.atMs;
    if (session.sentAtMs === Number.NEGATIVE_INFINITY) session.sentAtMs = newest.atMs;
    if (newest.atMs - session.sentAtMs < SEND_EVERY_MS) return;
    session.sentAtMs = newest.atMs;
    void this.#send(session);
  }

  #onSnapshots(snapshots: readonly Snapshot[]): void {
    for (const { connection, guarding } of snapshots) {
      const session = this.#sessions.get(connection);
      if (session === undefined || session.closed || guarding !== 'closed') continue;
      session.closed = true;
      session.analysis(true);
      void this.#send(session);
      if (session.isWorthRating) this.#ask(connection);
    }
  }

  #ask(connection: string): void {
    this.#asked = connection;
    this.#later(ASK_FOR_MS, () => {
      if (this.#asked === connection) this.dismiss();
    });
    this.#tell();
  }

  #begin(connection: string): AnalystSession {
    if (this.#sessions.size >= MAX_ANALYSED) {
      const closed = [...this.#sessions].find(([, each]) => each.closed)?.[0];
      const oldest = closed ?? [...this.#sessions.keys()][0];
      if (oldest !== undefined) this.#sessions.delete(oldest);
    }
    const session = new AnalystSession(this.#options.newModel());
    this.#sessions.set(connection, session);
    return session;
  }

  /** One message at a time; what was not taken is asked for again with the next one. */
  async #send(session: AnalystSession): Promise<void> {
    const { name } = session;
    if (session.busy || name === null || this.#options.link.detached) return;
    session.busy = true;
    const isKept = await this.#sendAll(session, name);
    session.busy = false;
    if (isKept || !session.closed || session.lastTries === 0) return;
    // After its end nothing else would come and try again. The record may be on its way still.
    session.lastTries -= 1;
    this.#later(SEND_EVERY_MS, () => void this.#send(session));
  }

  /** @returns whether the background has everything that there was when it was asked */
  async #sendAll(session: AnalystSession, name: string): Promise<boolean> {
    const { wallOffsetMs } = session;
    for (;;) {
      const portion = session.portion();
      if (portion === null) break;
      if (!(await this.#isTaken({ type: 'session-model', session: name, wallOffsetMs, ...portion }))) {
        return false;
      }
      session.kept(portion);
    }
    const { rating } = session;
    if (rating === null || session.ratingIsKept) return true;
    session.ratingIsKept = await this.#isTaken({ type: 'rate-session', session: name, rating });
    // Another one may have been chosen meanwhile.
    if (session.rating !== rating) session.ratingIsKept = false;
    return session.ratingIsKept;
  }

  async #isTaken(message: ToBackground): Promise<boolean> {
    const answer = run(modelTakenDecoder, await this.#options.send(message).catch(() => undefined));
    return answer.ok && answer.value.taken;
  }

  #later(delayMs: number, callback: () => void): void {
    const stop = this.#options.later(delayMs, () => {
      this.#waits.delete(stop);
      callback();
    });
    this.#waits.add(stop);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
