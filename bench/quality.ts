/**
 * Adaptive quality beside fixed 6 (noVNC's own) and fixed 8: real Xvnc and x11vnc behind websockify, a link of packets
 * (a delayed stream where there is no root), an electron microscope's picture that moves ten times a second, the driver
 * without a page, noVNC's list of encodings, and a hand that works all the time. One JSON object per link, server and arm.
 *
 *   npm run -s bench:quality                                all: 42 sessions of about a minute and a half
 *   npm run -s bench:quality -- --link 20-2-20              some: 5, 2, 1, 20-2-20, 4-flows, 20, 100 (Mbit/s)
 *   --server xvnc  --arm fixed-6,automatic                  some of these
 *   --arm fixed-6,zrle-first,jpeg-first,tight-png-first,hextile-first   another order of encodings, at quality 6
 *   --seconds 60                                            how long a link that does not change is measured
 *   npm run -s bench:quality -- --table < FILE              lines as a table
 *
 * A machine with other work is a slow link to everything here; worstLateMs says how slow.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ORDER_ARMS, QUALITY_ARMS } from './quality/arms.ts';
import { qualityLinks } from './quality/links.ts';
import { QUALITY_SERVERS } from './quality/microscope-server.ts';
import { type QualityLine, runQualityTrial } from './quality/quality-trial.ts';

const ALL_ARMS = [...QUALITY_ARMS, ...ORDER_ARMS] as const;

/** As in docs/measurements.md. */
function table(lines: readonly QualityLine[]): string {
  const rows = lines.map((line) => {
    const { link, server, arm, rttP50Ms, rttP95Ms, updatesPerSecond, bytes, meanQuality } = line;
    const rate = ((8 * bytes) / line.measuredSeconds / 1e6).toFixed(2);
    const cells = [link, server, arm, `${rttP50Ms} / ${rttP95Ms}`, updatesPerSecond, rate, meanQuality];
    return `| ${[...cells, line.lowestQuality, line.changes, seconds(line.settleMs), seconds(line.returnMs)].join(' | ')} |`;
  });
  return [
    '| link | server | arm | round trip p50 / p95, ms | updates/s | Mbit/s | mean quality | lowest | changes | settled after | 6 again after |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function seconds(ms: number | null): string {
  return ms === null ? '–' : `${(ms / 1000).toFixed(1)} s`;
}

/** Those that are named, or all; a name that is none ends the program. */
function chosen<Name extends string>(
  flag: string,
  given: string | undefined,
  all: readonly Name[],
): readonly Name[] {
  if (given === undefined) return all;
  const names = given.split(',');
  const unknown = names.find((name) => !all.some((each) => each === name));
  if (unknown !== undefined) {
    console.error(`--${flag}: ${unknown} is none of ${all.join(', ')}`);
    process.exit(2);
  }
  return all.filter((each) => names.includes(each));
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      link: { type: 'string' },
      server: { type: 'string' },
      arm: { type: 'string' },
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      table: { type: 'boolean', default: false },
    },
  });
  if (values.table) {
    const lines = readFileSync(0, 'utf8').split('\n');
    console.log(
      table(lines.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as QualityLine] : []))),
    );
    return;
  }
  const links = qualityLinks(Number(values.seconds));
  const names = chosen(
    'link',
    values.link,
    links.map(({ name }) => name),
  );
  const servers = chosen('server', values.server, QUALITY_SERVERS);
  const arms = values.arm === undefined ? QUALITY_ARMS : chosen('arm', values.arm, ALL_ARMS);
  const seed = Number(values.seed);
  for (const link of links.filter(({ name }) => names.includes(name))) {
    for (const server of servers) {
      // The arms of a pair one after the other, so that they meet the same hour of the machine.
      for (const arm of arms) console.log(JSON.stringify(await runQualityTrial({ link, server, arm, seed })));
    }
  }
}

await main();
