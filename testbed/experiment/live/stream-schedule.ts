import type { DirectionProfile, LinkProfile } from '../../link/profile.ts';
import type { TcpLink } from '../../link/tcp-link.ts';
import type { Network, NetworkStep, NetworkWay } from '../network.ts';

/** Greedy flows keep a drop-tail queue between 0.7 and 1 of its length (cubic). */
const FULL_QUEUE = 0.8;
/** A queue that holds less than this would cut single writes of a VNC server in two. */
const QUEUE_MIN_BYTES = 64 * 1024;

/** Changes a link as the schedule says. */
export function playSchedule(
  network: Network,
  link: Pick<TcpLink, 'setProfile' | 'stall' | 'heal'>,
): { begin(): void; stop(): void } {
  const timers: NodeJS.Timeout[] = [];
  let isCut = false;
  const enter = (step: NetworkStep): void => {
    if (isCut) link.heal();
    link.setProfile(profileOf(step));
    isCut = step.cut !== 'none';
    if (step.cut !== 'none') link.stall(step.cut);
  };
  const [first, ...later] = network.steps;
  if (first !== undefined) enter({ ...first, flows: 0, cut: 'none' });
  return {
    begin: () => {
      if (first !== undefined) enter(first);
      for (const step of later) timers.push(setTimeout(() => enter(step), step.atMs));
    },
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** A step of packets as a delayed stream of bytes. */
export function profileOf({ up, down, flows }: NetworkStep): LinkProfile {
  return { name: 'scheduled', up: wayOf(up, 0), down: wayOf(down, flows) };
}

function wayOf(
  { rateBitsPerSecond, delayMs, jitterMs, queueMs }: NetworkWay,
  flows: number,
): DirectionProfile {
  const share = rateBitsPerSecond / (flows + 1);
  const standingMs = flows > 0 ? FULL_QUEUE * queueMs : 0;
  return {
    rateBitsPerSecond: share,
    delayMs: delayMs + standingMs,
    jitterMs,
    // It counts what is on its way, too: the standing queue of others and the propagation.
    queueLimitBytes: Math.max(QUEUE_MIN_BYTES, Math.round((share * (queueMs + delayMs)) / 8000)),
  };
}
