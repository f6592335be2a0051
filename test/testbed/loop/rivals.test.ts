import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { RivalBench } from '../../../testbed/loop/rivals.ts';

const PERIOD_MS = 200;
const TICK_MS = 50;

/** Probes every 200 ms with these round trips; which rules alarmed, and when first. */
function judge(roundTripsMs: readonly number[]): ReadonlyMap<string, number> {
  const events = roundTripsMs.flatMap((roundTripMs, id) => [
    { atMs: id * PERIOD_MS, id, type: 'sent' as const },
    { atMs: id * PERIOD_MS + roundTripMs, id, type: 'answered' as const },
  ]);
  return run(events, roundTripsMs.length * PERIOD_MS);
}

function run(
  events: readonly { atMs: number; id: number; type: 'sent' | 'answered' }[],
  endMs: number,
): ReadonlyMap<string, number> {
  const bench = new RivalBench();
  const alarms = new Map<string, number>();
  const sorted = [...events].sort((a, b) => a.atMs - b.atMs);
  let next = 0;
  for (let nowMs = 0; nowMs <= endMs; nowMs += TICK_MS) {
    for (let event = sorted[next]; event !== undefined && event.atMs <= nowMs; event = sorted[++next]) {
      bench[event.type](event.id, event.atMs);
    }
    for (const name of bench.tick(nowMs)) if (!alarms.has(name)) alarms.set(name, nowMs);
  }
  return alarms;
}

describe('the rules beside our own', () => {
  it('say nothing on a steady path, near or far', () => {
    expect(judge(new Array<number>(300).fill(40)).size).toBe(0);
    expect(judge(new Array<number>(300).fill(600)).size).toBe(0);
  });

  it('all alarm when round trips grow without end, those that see unanswered probes first', () => {
    const alarms = judge([
      ...new Array<number>(50).fill(40),
      ...Array.from({ length: 20 }, (_, i) => 40 + 400 * (i + 1)),
    ]);
    expect([...alarms.keys()].sort()).toEqual(new RivalBench().rivals.map(({ name }) => name).sort());
    const at = (name: string) => alarms.get(name) ?? Number.NaN;
    expect(at('RTT_eff e>100, 3 ticks')).toBeLessThan(at('level e>100 x3'));
    expect(at('RTT_eff e>200, 1 tick')).toBeLessThan(at('level e>100 x3'));
  });

  it('see an unanswered probe at its age, not when it is answered', () => {
    const alarms = judge([...new Array<number>(50).fill(40), 3000, 2800, 2600]);
    const sentMs = 50 * PERIOD_MS;
    expect(alarms.get('RTT_eff e>200, 1 tick')).toBe(sentMs + 250);
    expect(alarms.has('level e>100 x3')).toBe(false);
  });

  it('find in the recorded healthy traces what was once found there: the level rule nothing, CUSUM something', () => {
    const file = new URL('../../fixtures/rtt-traces.json', import.meta.url);
    const traces = JSON.parse(readFileSync(file, 'utf8')) as {
      healthy: { probes: [number, number | null][] }[];
    };
    const found = traces.healthy.map(({ probes }) => {
      const events = probes.flatMap(([sentS, roundTripMs], id) => {
        const sent = { atMs: sentS * 1000, id, type: 'sent' as const };
        if (roundTripMs === null) return [sent];
        return [sent, { atMs: sentS * 1000 + roundTripMs, id, type: 'answered' as const }];
      });
      return run(events, 150_000);
    });
    expect(found.some((alarms) => alarms.has('level e>100 x3'))).toBe(false);
    expect(found.some((alarms) => alarms.has('RTT_eff e>200, 1 tick'))).toBe(false);
    expect(found.some((alarms) => alarms.has('CUSUM'))).toBe(true);
  });
});
