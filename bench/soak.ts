/**
 * Days of a simulated session through the real guard and the real session model, on a clock that is moved by hand.
 * One JSON object a line: every tenth of the time what the model says beside what is true, and at the end how fast it
 * was by the wall and by the processor, which states calm stretches ended in, and how much memory there is.
 *
 *   npx tsx bench/soak.ts --hours 100 --seed 1
 */
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SOAK_TRUTH, SoakSession } from '../test/support/soak-session.ts';

const HOUR_MS = 3_600_000;
const REPORTS = 10;

const { values } = parseArgs({
  options: { hours: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } },
});
const hours = Number(values.hours);
if (!(hours > 0)) throw new Error('--hours must be a number above 0');

setFlagsFromString('--expose-gc');
const collectGarbage: unknown = runInNewContext('gc');

const session = new SoakSession(Number(values.seed));
const startedMs = performance.now();
for (let report = 1; report <= REPORTS; report++) {
  session.run((hours * HOUR_MS) / REPORTS);
  console.log(JSON.stringify({ name: 'soak', ...progress() }));
}
const tookMs = performance.now() - startedMs;
const { user, system } = process.cpuUsage();
const processorMs = (user + system) / 1000;
const stuck = session.calmEnds.filter(({ state }) => state !== 'idle' && state !== 'stable');
console.log(
  JSON.stringify({
    name: 'soak end',
    hours,
    timesRealTime: Math.round((hours * HOUR_MS) / tookMs),
    // On a busy machine the wall clock tells of the others too.
    timesRealTimeByProcessor: Math.round((hours * HOUR_MS) / processorMs),
    microsecondsPerTick: round((1000 * processorMs) / session.ticks),
    calmEnds: session.calmEnds.length,
    stuck: stuck.length,
    firstStuck: stuck[0] ?? null,
    sentPresses: session.sentPresses,
    heldBackPresses: session.heldBackPresses,
    timeInState: session.model.reading()?.timeInState,
    truth: SOAK_TRUTH,
  }),
);
if (stuck.length > 0) process.exitCode = 1;

function progress() {
  const reading = session.model.reading();
  const gainOf = (name: string) =>
    round(reading?.functions.find((each) => each.function === name)?.gain.value ?? null);
  return {
    hour: round(session.nowMs / HOUR_MS),
    heapMB: round(heapBytes() / 1e6),
    rows: session.model.rows().length,
    seed: round(reading?.seed.value ?? null),
    gainPointer: gainOf('pointer'),
    gainKeyboard: gainOf('keyboard'),
    capacity: round(reading?.capacity.value ?? null),
    capacityReason: reading?.capacity.reason,
    d0: round(reading?.threshold.demand.value ?? null),
    s0: round(reading?.threshold.supply.value ?? null),
    think: round(reading?.idle.think.value ?? null),
    abort: round(reading?.idle.abort.value ?? null),
    feedback: round(reading?.feedback.value ?? null),
    sessionTight: round(reading?.experience.sessionTight ?? null),
  };
}

/** What is reachable after the garbage is gone. */
function heapBytes(): number {
  if (typeof collectGarbage === 'function') Reflect.apply(collectGarbage, undefined, []);
  return process.memoryUsage().heapUsed;
}

function round(value: number): number;
function round(value: number | null): number | null;
function round(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
