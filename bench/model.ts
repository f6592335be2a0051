/**
 * What the whole session model costs: the guard's tick and the session model's bin every 50 ms, and each message
 * between them, in a simulated session. One JSON object per figure: { name, value, unit, against, calls }, `against`
 * the share of the 50 ms that a tick may take. Calls during which the scheduler gave the processor to somebody else are
 * left out.
 *
 *   npx tsx bench/model.ts
 */
import { SoakSession } from '../test/support/soak-session.ts';

const TICK_MS = 50;
const WARM_UP_MS = 10 * 60_000;
const RUN_MS = 60 * 60_000;

/** Milliseconds of each call; NaN: it was interrupted. */
class Stopwatch {
  timesMs: number[] = [];

  time<T>(work: () => T): T {
    const before = process.resourceUsage().involuntaryContextSwitches;
    const start = process.hrtime.bigint();
    const result = work();
    const tookMs = Number(process.hrtime.bigint() - start) / 1e6;
    const isWhole = process.resourceUsage().involuntaryContextSwitches === before;
    this.timesMs.push(isWhole ? tookMs : Number.NaN);
    return result;
  }
}

const tick = new Stopwatch();
const bin = new Stopwatch();
const input = new Stopwatch();
const event = new Stopwatch();
const reading = new Stopwatch();

const session = new SoakSession(1);
const { guard, model } = session;
session.run(WARM_UP_MS);

const calls = {
  tick: guard.tick.bind(guard),
  client: guard.client.bind(guard),
  server: guard.server.bind(guard),
  add: model.add.bind(model),
};
guard.tick = (nowMs) => tick.time(() => calls.tick(nowMs));
guard.client = (message, origin, nowMs) => input.time(() => calls.client(message, origin, nowMs));
guard.server = (message, nowMs) => event.time(() => calls.server(message, nowMs));
model.add = (each) => {
  bin.time(() => calls.add(each));
};
for (let doneMs = 0; doneMs < RUN_MS; doneMs += 1000) {
  session.run(1000);
  reading.time(() => model.reading());
}

// One bin follows each tick.
const both = tick.timesMs.map((timeMs, i) => timeMs + (bin.timesMs[i] ?? Number.NaN));
report('model, tick and bin', both);
report('model, tick of the guard', tick.timesMs);
report('model, bin', bin.timesMs);
report('model, input message', input.timesMs);
report('model, server event', event.timesMs);
report('model, reading', reading.timesMs);

function report(name: string, timesMs: readonly number[]): void {
  const sorted = timesMs.filter((each) => !Number.isNaN(each)).sort((a, b) => a - b);
  for (const [label, part] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    const value = sorted[Math.floor((sorted.length - 1) * part)] ?? Number.NaN;
    const against = round(value / TICK_MS);
    console.log(
      JSON.stringify({
        name: `${name}, ${label}`,
        value: round(value),
        unit: 'ms',
        against,
        calls: sorted.length,
      }),
    );
  }
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
