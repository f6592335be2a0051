import type { Snapshot } from '../model/snapshot.ts';
import { type DisplayFacts, type VerdictName, verdict } from './verdict.ts';

/** The chart's length. */
export const WINDOW_MS = 90_000;
/** Samples closer than this are dropped: the port sends 5 pictures per second, and more only at edges. */
const SPACING_MS = 150;
/** WINDOW_MS at SPACING_MS, about half a megabyte; the oldest is forgotten. */
const MAX_SAMPLES = WINDOW_MS / SPACING_MS;
/** Episodes kept for the table, per connection; the oldest is forgotten. */
export const MAX_EPISODES = 200;
/** Connections remembered; that of the oldest first sight is forgotten. */
export const MAX_CONNECTIONS = 8;

/** A stretch of time with one verdict. */
export interface Episode {
  readonly name: VerdictName;
  /** On the clock of the snapshots. */
  readonly startMs: number;
  /** Of the newest snapshot that still said so. */
  readonly endMs: number;
  /** Wall clock at the start. */
  readonly startEpochMs: number;
  /** Presses were held back at some time of it. */
  readonly held: boolean;
}

export interface ConnectionHistory {
  readonly connection: string;
  readonly latest: Snapshot;
  /** Oldest first, at most MAX_SAMPLES. */
  readonly samples: readonly Snapshot[];
  /** Oldest first, at most MAX_EPISODES. */
  readonly episodes: readonly Episode[];
}

interface Record {
  connection: string;
  latest: Snapshot;
  samples: Snapshot[];
  episodes: Episode[];
}

/** Remembers the last minutes of every connection from the moment the overlay was put in. */
export class History {
  readonly #records = new Map<string, Record>();

  /** @param epochMs the wall clock, for the table of states */
  record(snapshots: readonly Snapshot[], display: DisplayFacts, epochMs: number): void {
    for (const snapshot of snapshots) this.#add(snapshot, display, epochMs);
  }

  /** A picture of its own each time, which later records do not change. */
  of(connection: string): ConnectionHistory | undefined {
    const record = this.#records.get(connection);
    return record && { ...record, samples: [...record.samples], episodes: [...record.episodes] };
  }

  #add(snapshot: Snapshot, display: DisplayFacts, epochMs: number): void {
    let record = this.#records.get(snapshot.connection);
    if (record === undefined) {
      const oldest = this.#records.keys().next();
      if (this.#records.size >= MAX_CONNECTIONS && oldest.done !== true) this.#records.delete(oldest.value);
      record = { connection: snapshot.connection, latest: snapshot, samples: [], episodes: [] };
      this.#records.set(snapshot.connection, record);
    }
    record.latest = snapshot;
    addSample(record.samples, snapshot);
    addEpisode(record.episodes, snapshot, display, epochMs);
  }
}

function addSample(samples: Snapshot[], snapshot: Snapshot): void {
  const last = samples.at(-1);
  if (last !== undefined && snapshot.nowMs - last.nowMs < SPACING_MS) return;
  if (snapshot.guarding === 'closed') return;
  samples.push(snapshot);
  if (samples.length > MAX_SAMPLES) samples.shift();
}

function addEpisode(episodes: Episode[], snapshot: Snapshot, display: DisplayFacts, epochMs: number): void {
  const { name, notes } = verdict(snapshot, display);
  const held = notes.includes('held');
  const last = episodes.at(-1);
  if (last !== undefined) {
    episodes[episodes.length - 1] = {
      ...last,
      endMs: snapshot.nowMs,
      held: last.held || (held && last.name === name),
    };
  }
  if (last?.name === name) return;
  episodes.push({ name, startMs: snapshot.nowMs, endMs: snapshot.nowMs, startEpochMs: epochMs, held });
  if (episodes.length > MAX_EPISODES) episodes.shift();
}
