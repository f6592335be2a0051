import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Network, NetworkStep, NetworkWay } from '../../../../testbed/experiment/network.ts';
import { VirtualPath } from '../../../../testbed/experiment/virtual/virtual-path.ts';
import { EventQueue } from '../../../../testbed/loop/event-queue.ts';
import { SESSION_RUNS } from '../../../support/property-runs.ts';

const WAY: NetworkWay = { rateBitsPerSecond: 20e6, delayMs: 20, jitterMs: 0, queueMs: 200, lossRatio: 0 };

function step(atMs: number, change: Partial<NetworkWay> = {}, rest: Partial<NetworkStep> = {}): NetworkStep {
  const way = { ...WAY, ...change };
  return { atMs, up: way, down: way, flows: 0, cut: 'none', ...rest };
}

function start(network: Network, seed = 1) {
  const queue = new EventQueue();
  const atServer: { name: number; atMs: number }[] = [];
  const atClient: { name: number; atMs: number }[] = [];
  const path = new VirtualPath<number, number>(queue, network.steps[0]!, seed, {
    atServer: (name) => atServer.push({ name, atMs: queue.nowMs }),
    atClient: (name) => atClient.push({ name, atMs: queue.nowMs }),
  });
  path.begin(network);
  return { queue, path, atServer, atClient };
}

/** Both sides write all the time, as in a session: pictures down, probes up. */
function busy(network: Network, untilMs: number, pictureBytes = 20_000) {
  const run = start(network);
  const { queue, path } = run;
  for (let atMs = 0; atMs < untilMs; atMs += 90) {
    queue.at(atMs, () => path.server.pendingBytes < 60_000 && path.server.write(pictureBytes, atMs));
  }
  for (let atMs = 0; atMs < untilMs; atMs += 50) queue.at(atMs, () => path.client.write(31, atMs));
  queue.run(untilMs);
  return run;
}

/** From the end of a cut to the first byte after it, and how late the oldest came. */
function afterCut(cutMs: number, cut: NetworkStep['cut']) {
  const healedMs = 5000 + cutMs;
  const { atServer } = busy({ steps: [step(0), step(5000, {}, { cut }), step(healedMs)] }, healedMs + 20_000);
  const first = atServer.find(({ atMs }) => atMs > healedMs);
  const latest = Math.max(...atServer.map(({ name, atMs }) => atMs - name));
  return { firstMs: (first?.atMs ?? Number.NaN) - healedMs, latestMs: latest };
}

describe('the simulated path', () => {
  it('takes a small message over in one delay', () => {
    const { queue, path, atServer } = start({ steps: [step(0)] });
    path.client.write(31, 1);
    queue.run(1000);
    expect(atServer.map(({ name }) => name)).toEqual([1]);
    expect(atServer[0]?.atMs).toBeCloseTo(20.04, 1);
  });

  it('sends at its rate, headers included', () => {
    const { queue, path, atClient } = start({ steps: [step(0, { rateBitsPerSecond: 2e6 })] });
    for (let at = 0; at < 20; at++) path.server.write(50_000, at);
    queue.run(20_000);
    // 1 MB with 66 bytes of headers to 1448 is 8.36 Mbit; the slow start and lost packets cost some more.
    expect(atClient.at(-1)?.atMs).toBeGreaterThan(4180);
    expect(atClient.at(-1)?.atMs).toBeLessThan(5200);
  });

  it('grows its window round trip by round trip', () => {
    const { queue, path, atClient } = start({ steps: [step(0, { rateBitsPerSecond: 1e9 })] });
    path.server.write(60 * 1448, 1);
    queue.run(1000);
    // 10, 20 and 30 segments: two round trips and one delay.
    expect(atClient[0]?.atMs).toBeGreaterThan(99);
    expect(atClient[0]?.atMs).toBeLessThan(110);
  });

  it('repeats a lost packet after a round trip, and what is behind it waits', () => {
    const { atClient } = busy({ steps: [step(0, { lossRatio: 0.002 })] }, 60_000);
    const lags = atClient.map(({ name, atMs }) => atMs - name).sort((a, b) => a - b);
    expect(lags[Math.floor(0.5 * lags.length)]).toBeLessThan(40);
    expect(lags[Math.floor(0.99 * lags.length)]).toBeGreaterThan(60);
    expect(lags.at(-1)).toBeLessThan(500);
  });

  it('waits for a retransmission after a cut, about as long as was measured on real packets', () => {
    // docs/model.md: 1, 5 and 10 s of nothing, then 1.07, 3.01 and 7.2 s until the first byte.
    for (const [cutMs, measuredMs] of [
      [1000, 1070],
      [5000, 3010],
      [10_000, 7200],
    ] as const) {
      const { firstMs, latestMs } = afterCut(cutMs, 'both');
      expect(firstMs / measuredMs).toBeGreaterThan(0.6);
      expect(firstMs / measuredMs).toBeLessThan(1.4);
      expect(latestMs).toBeGreaterThan(cutMs);
    }
  });

  it('is cut both ways when one way is: without acknowledgements nobody sends on', () => {
    for (const cut of ['up', 'down'] as const) {
      const healedMs = 10_000;
      const { atServer, atClient } = busy(
        { steps: [step(0), step(5000, {}, { cut }), step(healedMs)] },
        healedMs + 10_000,
      );
      for (const arrivals of [atServer, atClient]) {
        const during = arrivals.filter(({ atMs }) => atMs > 6000 && atMs < healedMs);
        expect(during.length).toBe(0);
      }
      // The way that works carries what the window allows.
      const working = cut === 'up' ? atClient : atServer;
      expect(working.some(({ atMs }) => atMs > 5100)).toBe(true);
    }
  });

  it('leaves the others their share, and stands in their queue', () => {
    const flows = busy({ steps: [step(0, { rateBitsPerSecond: 10e6, queueMs: 500 }, { flows: 4 })] }, 40_000);
    const lags = flows.atClient.filter(({ atMs }) => atMs > 5000).map(({ name, atMs }) => atMs - name);
    const median = lags.sort((a, b) => a - b)[Math.floor(lags.length / 2)]!;
    // docs/model.md: a round trip of 471 ms at the median, 1095 ms at the 95th percentile.
    expect(median).toBeGreaterThan(250);
    expect(median).toBeLessThan(900);
  });

  it('loses nothing of what is written, keeps the order, and knows where every byte on the wire went', () => {
    const change = fc.record({
      afterMs: fc.integer({ min: 1, max: 400 }),
      rateBitsPerSecond: fc.constantFrom(1e6, 5e6, 20e6),
      jitterMs: fc.constantFrom(0, 5),
      lossRatio: fc.constantFrom(0, 0.01, 0.05),
      flows: fc.constantFrom(0, 2),
      cut: fc.constantFrom('none' as const, 'up' as const, 'down' as const, 'both' as const),
    });
    const write = fc.record({
      atMs: fc.integer({ min: 0, max: 3000 }),
      bytes: fc.integer({ min: 1, max: 40_000 }),
      isUp: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 8 }),
        fc.array(write, { maxLength: 40 }),
        (changes, writes) => {
          let atMs = 0;
          const steps = changes.map(({ afterMs, flows, cut, ...way }) => {
            atMs += afterMs;
            return step(atMs, way, { flows, cut });
          });
          const { queue, path, atServer, atClient } = start({ steps: [step(0), ...steps, step(atMs + 10)] });
          const ordered = [...writes].sort((a, b) => a.atMs - b.atMs);
          for (const [index, { atMs: at, bytes, isUp }] of ordered.entries()) {
            queue.at(at, () => (isUp ? path.client.write(bytes, index) : path.server.write(bytes, index)));
          }
          queue.run(120_000);
          const names = (isUp: boolean) =>
            ordered.flatMap((each, index) => (each.isUp === isUp ? [index] : []));
          expect(atServer.map(({ name }) => name)).toEqual(names(true));
          expect(atClient.map(({ name }) => name)).toEqual(names(false));
          for (const { inBytes, passedBytes, lostBytes, queuedBytes } of Object.values(path.counts)) {
            expect(inBytes).toBe(passedBytes + lostBytes + queuedBytes);
          }
          expect(path.server.deliveredBytes).toBe(path.client.writtenBytes);
        },
      ),
      { numRuns: SESSION_RUNS },
    );
  });
});
