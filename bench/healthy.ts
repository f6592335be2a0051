/**
 * Real sessions on healthy links, in real time: what the detectors say although nothing is wrong, beside the rules
 * they were chosen among. Xvnc with a moving picture, the driver, and a hand that works, at 20 Mbit/s and 40 ms round
 * trip with 2, 5 and 10 ms jitter (mean, each way), three links at once. One JSON line per link and minute goes to a
 * file; a run that was broken off goes on where it stopped.
 *
 *   npm run bench:healthy -- --hours 3            an hour of each link, moments in which the machine was late not counted
 *   npm run bench:healthy -- --onsets 20          instead: links that turn bad, and after how long each rule says so
 *   npm run bench:healthy -- --report             only what the file holds
 *   npm run bench:healthy -- --simulated [...]     the same links and rules in virtual time: no machine is late
 *   --out FILE                                    the file; artifacts/healthy.jsonl
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import type { LinkProfile } from '../testbed/link/profile.ts';
import { type LiveSession, startLiveSession } from '../testbed/loop/live/live-session.ts';
import { measureOnsets } from '../testbed/loop/live/onsets.ts';
import { type MinuteLine, reportHealthy, reportOnsets } from '../testbed/loop/live/report.ts';
import { ONSETS, type OnsetLine } from '../testbed/loop/onset.ts';
import { simulateHealthy, simulateOnsets } from '../testbed/loop/simulated-detectors.ts';

const JITTERS_MS = [2, 5, 10] as const;
const MINUTE_MS = 60_000;

type HealthyLine = MinuteLine | OnsetLine;

function healthyLink(jitterMs: number): LinkProfile {
  const way = { rateBitsPerSecond: 20e6, delayMs: 20, jitterMs, queueLimitBytes: 256 * 1024 };
  return { name: `healthy, ${jitterMs} ms jitter`, up: way, down: way };
}

async function runHealthy(
  jitterMs: number,
  seconds: number,
  write: (line: HealthyLine) => void,
): Promise<void> {
  let left = seconds;
  while (left > 0) {
    let session: LiveSession;
    try {
      session = await startLiveSession({
        profile: healthyLink(jitterMs),
        seed: jitterMs,
        picture: 'light',
      });
    } catch (error) {
      console.error(`${jitterMs} ms jitter: ${String(error)}; again in 10 s`);
      await pause(10_000);
      continue;
    }
    while (left > 0 && !session.isOver) {
      await pause(Math.min(MINUTE_MS, left * 1000));
      const stretch = session.take();
      left -= stretch.seconds - stretch.disturbedSeconds;
      write({ type: 'minute', jitterMs, endedAt: new Date().toISOString(), ...stretch });
    }
    if (session.isOver) console.error(`${jitterMs} ms jitter: the connection ended; a new one begins`);
    await session.stop();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function readLines(file: string): readonly HealthyLine[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  // Our own file; a last line that was cut off by a kill is left out.
  return lines.flatMap((line) => (line.endsWith('}') ? [JSON.parse(line) as HealthyLine] : []));
}

/** Undisturbed ones. */
function secondsDone(lines: readonly HealthyLine[], jitterMs: number): number {
  let seconds = 0;
  for (const line of lines)
    if (line.type === 'minute' && line.jitterMs === jitterMs) seconds += line.seconds - line.disturbedSeconds;
  return seconds;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      hours: { type: 'string' },
      onsets: { type: 'string' },
      report: { type: 'boolean', default: false },
      simulated: { type: 'boolean', default: false },
      out: { type: 'string', default: 'artifacts/healthy.jsonl' },
    },
  });
  const onsets = Number(values.onsets ?? 0);
  const hours = Number(values.hours ?? 3);
  if (values.simulated) {
    const endedAt = new Date().toISOString();
    const minutes = JITTERS_MS.map((jitterMs) => {
      const stretch = simulateHealthy(jitterMs, onsets > 0 ? 0 : hours / JITTERS_MS.length);
      return { type: 'minute', jitterMs, endedAt, ...stretch } as const;
    });
    if (onsets === 0) for (const line of reportHealthy(minutes)) console.log(line);
    const lines = ONSETS.flatMap((onset) => simulateOnsets(onset, onsets));
    for (const line of reportOnsets(lines)) console.log(line);
    return;
  }
  const file = values.out;
  mkdirSync(dirname(file), { recursive: true });
  const write = (line: HealthyLine) => appendFileSync(file, `${JSON.stringify(line)}\n`);
  if (onsets > 0) {
    // One link for each kind of onset, at once.
    await Promise.all(
      ONSETS.map((onset, index) =>
        measureOnsets({ onset, count: onsets, link: healthyLink(3), seed: index + 1, write }),
      ),
    );
  } else if (!values.report) {
    const lines = readLines(file);
    const each = (hours * 3600) / JITTERS_MS.length;
    await Promise.all(
      JITTERS_MS.map((jitterMs) => runHealthy(jitterMs, each - secondsDone(lines, jitterMs), write)),
    );
  }
  const lines = readLines(file);
  for (const line of reportHealthy(lines.filter((each) => each.type === 'minute'))) console.log(line);
  for (const line of reportOnsets(lines.filter((each) => each.type === 'onset'))) console.log(line);
}

await main();
