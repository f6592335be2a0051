/**
 * Runs the path detectors over recorded round trips and prints one JSON object per trace:
 * { kind, falseBad, falseStall, warnAfterMs, badAfterMs }, null where none.
 *
 *   npm run -s bench:detectors -- test/fixtures/rtt-traces.json
 *
 * falseBad and falseStall count episodes on a healthy trace, or before the onset; the other two count from it.
 */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  type Decoder,
  list,
  nullable,
  number,
  object,
  optional,
  report,
  run,
  string,
} from '../src/model/decode/decode.ts';
import { expectedText } from '../src/model/decode/expected.ts';
import { PathMeter } from '../src/model/measure/path-meter.ts';
import type { NetLevel } from '../src/model/session/session-state.ts';

interface Trace {
  readonly kind: string;
  readonly onsetS: number;
  /** [time of sending in s, round trip in ms]; null: never answered. */
  readonly probes: readonly (readonly (number | null)[])[];
}

const TICK_MS = 50;
const time = number(0, 1e9);
const trace = known(
  object<Trace>({
    kind: optional(string(100), 'healthy'),
    onsetS: optional(time, 1e9),
    probes: list(list(nullable(time), 2), 1e7),
  }),
  ['kind', 'onsetS', 'probes'],
);
const file = known(
  object<{ healthy: readonly Trace[]; onset: readonly Trace[] }>({
    healthy: optional(list(trace, 1e4), []),
    onset: optional(list(trace, 1e4), []),
  }),
  ['healthy', 'onset'],
);

/** Trace files carry notes beside the data; only the named fields are decoded. */
function known<T>(inner: Decoder<T>, names: readonly string[]): Decoder<T> {
  return (input, path, problems) => {
    if (typeof input !== 'object' || input === null) return report(problems, path, 'type', 'an object');
    return inner(
      Object.fromEntries(Object.entries(input).filter(([name]) => names.includes(name))),
      path,
      problems,
    );
  };
}

/** What the detectors say about one trace, on the ticks and answers that a live session would have had. */
export function judge(trace: Trace): Record<string, string | number | null> {
  const onsetMs = trace.onsetS * 1000;
  const events: { atMs: number; id: number; answer: boolean }[] = [];
  let lastSentMs = 0;
  trace.probes.forEach(([sentS, roundTripMs], id) => {
    const sentMs = (sentS ?? 0) * 1000;
    lastSentMs = Math.max(lastSentMs, sentMs);
    events.push({ atMs: sentMs, id, answer: false });
    if (typeof roundTripMs === 'number') events.push({ atMs: sentMs + roundTripMs, id, answer: true });
  });
  for (let atMs = 0; atMs <= lastSentMs; atMs += TICK_MS) events.push({ atMs, id: -1, answer: false });
  events.sort((a, b) => a.atMs - b.atMs);

  const path = new PathMeter(0);
  const counts: Record<NetLevel, number> = { ok: 0, warn: 0, bad: 0, stall: 0 };
  let before: NetLevel = 'ok';
  let warnAfterMs: number | null = null;
  let badAfterMs: number | null = null;
  for (const { atMs, id, answer } of events) {
    if (atMs > lastSentMs) break;
    if (answer) path.answered(id, atMs);
    else if (id >= 0) path.sent(id, atMs, 200);
    // The first tick that sees a level is when it takes effect, as in a live session.
    else path.update(atMs);
    if (id >= 0 && !answer) continue;
    const { level } = path.reading('fence', atMs);
    if (atMs < onsetMs) {
      if (level !== before) counts[level]++;
    } else {
      if (level !== 'ok') warnAfterMs ??= Math.round(atMs - onsetMs);
      if (level === 'bad' || level === 'stall') badAfterMs ??= Math.round(atMs - onsetMs);
    }
    before = level;
  }
  return { kind: trace.kind, falseBad: counts.bad, falseStall: counts.stall, warnAfterMs, badAfterMs };
}

function main(path: string | undefined): void {
  if (path === undefined) {
    console.error('Which file? npm run -s bench:detectors -- test/fixtures/rtt-traces.json');
    process.exitCode = 2;
    return;
  }
  const decoded = run(file, JSON.parse(readFileSync(path, 'utf8')));
  if (!decoded.ok) {
    for (const problem of decoded.problems)
      console.error(`${problem.path}: expected ${expectedText(problem.expected)}`);
    process.exitCode = 1;
    return;
  }
  for (const trace of [...decoded.value.healthy, ...decoded.value.onset]) {
    console.log(JSON.stringify(judge(trace)));
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) main(process.argv[2]);
