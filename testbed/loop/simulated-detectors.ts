import { ClosedLoop, type LoopPlan, type NetworkChange, type NetworkSettings } from './closed-loop.ts';
import { Ledger, type Stretch } from './ledger.ts';
import { MachineControl } from './live/machine-control.ts';
import { type Onset, type OnsetLine, OnsetWatch } from './onset.ts';

const QUEUE_BYTES = 256 * 1024;
const MS_PER_HOUR = 3_600_000;
/** Until the base round trip is known nothing counts. */
const LEARNING_MS = 8000;
/** One onset after the other: so long good, so long bad, and when the next one comes does not keep step. */
const GOOD_MS = 15_000;
const GOOD_SPREAD_MS = 1500;
const BAD_MS = 9000;
/** Pictures as in the real sessions: 64 kB at 6.7 a second, and 100 kB at 10 a second. */
const LIGHT = { gainBytes: 60_000, seedBitsPerSecond: 3.4e6, seedFrameMs: 150, instrumentMs: 20 } as const;
const HEAVY = { gainBytes: 60_000, seedBitsPerSecond: 8e6, seedFrameMs: 100, instrumentMs: 20 } as const;
const USER: LoopPlan['user'] = {
  pauseMs: 800,
  patienceMs: 1500,
  retryProbability: 0.7,
  workMs: 22_000,
  thinkMs: 8000,
  beginsAtMs: 3000,
};

/** The link of the real sessions, in virtual time. */
function linkOf(jitterMs: number): NetworkSettings {
  const way = { rateBitsPerSecond: 20e6, delayMs: 20, jitterMs, queueLimitBytes: QUEUE_BYTES };
  return { up: way, down: way };
}

/** What the detectors say in so many virtual hours on a healthy link. */
export function simulateHealthy(jitterMs: number, hours: number): Stretch {
  const ledger = new Ledger(new MachineControl());
  const plan = planOf(linkOf(jitterMs), [], LIGHT, jitterMs);
  const loop = start(plan, ledger);
  loop.run(LEARNING_MS);
  ledger.take();
  loop.run(LEARNING_MS + hours * MS_PER_HOUR);
  return ledger.take();
}

/** When the rules notice that a link turns bad, `count` times, in virtual time. */
export function simulateOnsets(onset: Onset, count: number): readonly OnsetLine[] {
  const link = linkOf(3);
  const begins = Array.from(
    { length: count },
    (_, i) => LEARNING_MS + (i + 1) * GOOD_MS + i * BAD_MS + GOOD_SPREAD_MS * ((i * 0.618) % 1),
  );
  const changes = begins.flatMap((atMs) => changesOf(onset, link, atMs));
  const ledger = new Ledger(new MachineControl());
  const loop = start(planOf(link, changes, HEAVY, 1), ledger);
  return begins.map((atMs) => {
    loop.run(atMs);
    const watch = new OnsetWatch(atMs);
    const stop = ledger.onTick((...tick) => watch.tick(...tick));
    loop.run(atMs + BAD_MS);
    stop();
    return watch.line(onset.name, 0);
  });
}

function changesOf(onset: Onset, link: NetworkSettings, atMs: number): readonly NetworkChange[] {
  const play = onset.play(link.down);
  const stepMs = onset.everyMs ?? BAD_MS;
  const steps = Array.from({ length: Math.ceil(BAD_MS / stepMs) }, (_, i) => i * stepMs);
  const bad = steps.map((sinceMs) => ({
    atMs: atMs + sinceMs,
    settings: { up: link.up, down: play(sinceMs) },
  }));
  return [...bad, { atMs: atMs + BAD_MS, settings: link }];
}

function start(plan: LoopPlan, ledger: Ledger): ClosedLoop {
  return new ClosedLoop(plan, {
    onBin: (bin) => ledger.bin(bin),
    onProbe: ({ type, id, atMs }) => (type === 'sent' ? ledger.sent(id, atMs) : ledger.answered(id, atMs)),
  });
}

function planOf(
  network: NetworkSettings,
  changes: readonly NetworkChange[],
  server: LoopPlan['server'],
  seed: number,
): LoopPlan {
  return { seed, mode: 'guard', network, changes, server, user: USER };
}
