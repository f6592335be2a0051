import type { NetLevel } from '../../src/model/session/session-state.ts';
import type { DirectionProfile } from '../link/profile.ts';
import { CubicQueue } from './cubic-queue.ts';
import { makeRivals } from './rivals.ts';

/** A way in which a 20 Mbit/s link turns bad. */
export interface Onset {
  readonly name: string;
  /** What becomes of one direction so many ms after the onset. */
  readonly play: (way: DirectionProfile) => (sinceMs: number) => DirectionProfile;
  /** How often the link is changed while it lasts; null: once. */
  readonly everyMs: number | null;
}

/** One onset and when each rule said so, ms after it; null: not within the time given. */
export interface OnsetLine {
  readonly type: 'onset';
  readonly kind: string;
  readonly warnMs: number | null;
  readonly badMs: number | null;
  readonly rivals: Readonly<Record<string, number | null>>;
  /** The latest tick or control meanwhile. */
  readonly worstLateMs: number;
}

function drop(toBitsPerSecond: number): Onset {
  return {
    name: `20 to ${toBitsPerSecond / 1e6} Mbit/s`,
    everyMs: null,
    play: (way) => () => ({ ...way, rateBitsPerSecond: toBitsPerSecond }),
  };
}

function flows(count: number): Onset {
  return {
    name: `${count} flow${count === 1 ? ' joins' : 's join'} 20 Mbit/s (model)`,
    everyMs: 50,
    play: (way) => {
      const queue = new CubicQueue({ capacityBitsPerSecond: way.rateBitsPerSecond, flows: count });
      return (sinceMs) => {
        const { delayMs, shareForOthersBitsPerSecond } = queue.at(sinceMs);
        return { ...way, delayMs: way.delayMs + delayMs, rateBitsPerSecond: shareForOthersBitsPerSecond };
      };
    },
  };
}

/** The kinds of onset; those with flows are played by a model, because the emulated link has no other flows. */
export const ONSETS: readonly Onset[] = [drop(2e6), drop(5e6), flows(4), flows(1)];

/** Notes when each rule first says that the link is bad. */
export class OnsetWatch {
  readonly #beganMs: number;
  #warnMs: number | null = null;
  #badMs: number | null = null;
  readonly #rivals: Record<string, number | null> = Object.fromEntries(
    makeRivals().map(({ name }) => [name, null]),
  );

  constructor(beganMs: number) {
    this.#beganMs = beganMs;
  }

  tick(level: NetLevel, alarming: readonly string[], atMs: number): void {
    const afterMs = Math.round(atMs - this.#beganMs);
    if (level !== 'ok') this.#warnMs ??= afterMs;
    if (level === 'bad' || level === 'stall') this.#badMs ??= afterMs;
    for (const name of alarming) this.#rivals[name] ??= afterMs;
  }

  line(kind: string, worstLateMs: number): OnsetLine {
    const rivals = { ...this.#rivals };
    return { type: 'onset', kind, warnMs: this.#warnMs, badMs: this.#badMs, rivals, worstLateMs };
  }
}
