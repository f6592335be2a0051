import type { DirectionProfile, LinkProfile } from '../../link/profile.ts';
import { CubicQueue } from './cubic-queue.ts';
import { type LiveSession, startLiveSession } from './live-session.ts';

/** A way in which a 20 Mbit/s link turns bad. */
export interface Onset {
  readonly name: string;
  /** What becomes of one direction so many ms after the onset; `random` is for flows that do not start alike. */
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

/** Each onset lasts so long, and the link has so long to get well again. */
const LASTS_MS = 9000;
const REST_MS = 14_000;
/** Varied, so that onsets do not keep step with probes and frames. */
const REST_SPREAD_MS = 1500;

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

/** Lets the downward direction of a running session turn bad and well again, `count` times. */
export async function measureOnsets(plan: {
  readonly onset: Onset;
  readonly count: number;
  readonly link: LinkProfile;
  readonly seed: number;
  readonly write: (line: OnsetLine) => void;
}): Promise<void> {
  const { onset, count, link, seed, write } = plan;
  const session = await startLiveSession({ profile: link, seed, picture: 'heavy' });
  try {
    for (let i = 0; i < count && !session.isOver; i++) {
      await pause(REST_MS + REST_SPREAD_MS * ((i * 0.618) % 1));
      write(await one(session, onset, link));
      session.setProfile(link);
    }
  } finally {
    await session.stop();
  }
}

async function one(session: LiveSession, onset: Onset, link: LinkProfile): Promise<OnsetLine> {
  session.take();
  const beganMs = performance.now();
  let warnMs: number | null = null;
  let badMs: number | null = null;
  const rivals: Record<string, number | null> = Object.fromEntries(
    Object.keys(session.take().rivals).map((name) => [name, null]),
  );
  const stop = session.onTick((level, alarming, atMs) => {
    const afterMs = Math.round(atMs - beganMs);
    if (level !== 'ok') warnMs ??= afterMs;
    if (level === 'bad' || level === 'stall') badMs ??= afterMs;
    for (const name of alarming) rivals[name] ??= afterMs;
  });
  const play = onset.play(link.down);
  const change = () => session.setProfile({ ...link, down: play(performance.now() - beganMs) });
  change();
  const timer = onset.everyMs === null ? null : setInterval(change, onset.everyMs);
  await pause(LASTS_MS);
  if (timer !== null) clearInterval(timer);
  stop();
  return {
    type: 'onset',
    kind: onset.name,
    warnMs,
    badMs,
    rivals,
    worstLateMs: session.take().worstLateMs,
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
