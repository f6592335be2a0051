import type { LinkProfile } from '../../link/profile.ts';
import { type Onset, type OnsetLine, OnsetWatch } from '../onset.ts';
import { type LiveSession, startLiveSession } from './live-session.ts';

/** Each onset lasts so long, and the link has so long to get well again. */
const LASTS_MS = 9000;
const REST_MS = 14_000;
/** Varied, so that onsets do not keep step with probes and frames. */
const REST_SPREAD_MS = 1500;

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
  const watch = new OnsetWatch(beganMs);
  const stop = session.onTick((...tick) => watch.tick(...tick));
  const play = onset.play(link.down);
  const change = () => session.setProfile({ ...link, down: play(performance.now() - beganMs) });
  change();
  const timer = onset.everyMs === null ? null : setInterval(change, onset.everyMs);
  await pause(LASTS_MS);
  if (timer !== null) clearInterval(timer);
  stop();
  return watch.line(onset.name, session.take().worstLateMs);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
