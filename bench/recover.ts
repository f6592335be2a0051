/**
 * What the session model recovers of truths that are known: G, b_seed, capacity and psi, on five emulated links and
 * three servers, headless and in real time. G and b_seed are counted at the server's side of the link; capacity is the
 * emulated rate; psi follows from a delay that is added at the end.
 * One JSON line per link, server and quantity: estimate, truth, error, stated interval, and whether the truth is in it.
 *
 *   npm run -s bench:recover                        all, about 20 minutes
 *   npm run -s bench:recover -- --server xvnc       one server: xvnc, x11vnc, qemu, or simulated (virtual time, at once)
 *   npm run -s bench:recover -- --table             lines from stdin as a table
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { KNOWN_SERVERS } from '../testbed/loop/live/known-server.ts';
import { recover } from '../testbed/loop/live/recover-truth.ts';
import { recoverSimulated } from '../testbed/loop/recover-simulated.ts';
import { RECOVER_LINKS, type Recovered } from '../testbed/loop/recovered.ts';

/** As in docs/measurements.md. */
function table(lines: readonly Recovered[]): string {
  const rows = lines.map(({ server, link, quantity, estimate, truth, error, low, high, isInside, note }) => {
    const interval = low === null && high === null ? '–' : `${show(low)} to ${show(high)}`;
    const inside = isInside === null ? '–' : isInside ? 'yes' : '**no**';
    const relative = error === null ? '–' : `${(100 * error).toFixed(0)} %`;
    return `| ${server} | ${link} | ${quantity} | ${show(estimate)} | ${show(truth)} | ${relative} | ${interval} | ${inside} | ${note} |`;
  });
  return [
    '| server | link | quantity | estimate | truth | error | stated | inside | the model says |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function show(value: number | null): string {
  if (value === null) return '–';
  if (value >= 1e6) return `${(value / 1e6).toFixed(2)} M`;
  if (value >= 1e4) return `${(value / 1e3).toFixed(1)} k`;
  return value >= 100 ? value.toFixed(0) : value.toFixed(2);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { server: { type: 'string' }, table: { type: 'boolean', default: false } },
  });
  if (values.table) {
    const lines = readFileSync(0, 'utf8').split('\n');
    console.log(
      table(lines.flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Recovered] : []))),
    );
    return;
  }
  const wanted = values.server;
  if (wanted === undefined || wanted === 'simulated') {
    for (const line of RECOVER_LINKS.flatMap(recoverSimulated)) console.log(JSON.stringify(line));
  }
  for (const server of KNOWN_SERVERS.filter((name) => (wanted ?? name) === name)) {
    for (const link of RECOVER_LINKS) {
      for (const line of await recover(server, link)) console.log(JSON.stringify(line));
    }
  }
}

await main();
