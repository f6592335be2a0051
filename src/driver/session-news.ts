import type { GuardEffect } from '../model/gate/outcome.ts';
import type { Bin } from '../model/measure/bin.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { DriverOptions } from './driver-options.ts';
import { RecordBuffer } from './record-buffer.ts';

/** The picture is sent at most this often, and at once when the guard announces a change. */
export const SNAPSHOT_PERIOD_MS = 400;

/** Bins that wait to be told: three pictures' worth; the oldest are forgotten. */
export const MAX_BINS = 32;

type Listeners = Pick<DriverOptions, 'onSnapshot' | 'onRecord' | 'onBins' | 'surroundings'>;

/** What there is to tell of a session: its record, its picture and its bins, at once or when it is time. */
export class SessionNews {
  readonly #listeners: Listeners;
  readonly #record = new RecordBuffer();
  #bins: Bin[] = [];
  #isAnnounced = false;
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(listeners: Listeners) {
    this.#listeners = listeners;
  }

  /** Something changed that has to be told at once. */
  get isAnnounced(): boolean {
    return this.#isAnnounced;
  }

  announce(): void {
    this.#isAnnounced = true;
  }

  isDue(nowMs: number): boolean {
    return this.#isAnnounced || nowMs - this.#toldAtMs >= SNAPSHOT_PERIOD_MS;
  }

  /** Keeps what is to be told of an effect; `atMs` is the time that the guard was given. */
  note(effect: GuardEffect, atMs: number): void {
    if (effect.type === 'announce') this.#isAnnounced = true;
    if (effect.type === 'record') this.#record.add(effect.event, atMs, this.#listeners.surroundings.wallMs());
    if (effect.type === 'bin') {
      this.#bins.push(effect.bin);
      if (this.#bins.length > MAX_BINS) this.#bins.shift();
    }
  }

  /** @param picture taking it may leave something more for the record, which goes before it */
  tell(picture: () => Snapshot, nowMs: number): void {
    this.#isAnnounced = false;
    this.#toldAtMs = nowMs;
    try {
      this.#tellRecord(nowMs);
      const snapshot = picture();
      this.#tellRecord(nowMs);
      this.#listeners.onSnapshot(snapshot);
      this.#tellBins();
    } catch {
      // Whoever watches cannot be told; the guard goes on without.
    }
  }

  #tellRecord(nowMs: number): void {
    const entries = this.#record.take(nowMs, this.#listeners.surroundings.wallMs());
    if (entries.length > 0) this.#listeners.onRecord(entries);
  }

  #tellBins(): void {
    const bins = this.#bins;
    if (bins.length === 0) return;
    this.#bins = [];
    this.#listeners.onBins(bins);
  }
}
