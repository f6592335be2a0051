import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judge } from '../../bench/detectors.ts';

interface TraceFile {
  readonly healthy: readonly Parameters<typeof judge>[0][];
  readonly onset: readonly Parameters<typeof judge>[0][];
}

const traces = JSON.parse(
  readFileSync(new URL('../fixtures/rtt-traces.json', import.meta.url), 'utf8'),
) as TraceFile;

function medianBadAfterMs(kind: string): number {
  const delays = traces.onset
    .filter((trace) => trace.kind === kind)
    .map((trace) => judge(trace)['badAfterMs'])
    .map((delay) => (typeof delay === 'number' ? delay : Infinity))
    .sort((a, b) => a - b);
  const middle = delays.length / 2;
  return ((delays[Math.ceil(middle) - 1] ?? Infinity) + (delays[Math.floor(middle)] ?? Infinity)) / 2;
}

describe('the detectors on recorded round trips', () => {
  test('never call a healthy link bad or stalled', () => {
    for (const trace of traces.healthy) {
      expect(judge({ ...trace, onsetS: 1e9 })).toMatchObject({ falseBad: 0, falseStall: 0 });
    }
  });

  test('see a drop from 20 to 2 Mbit/s within 0.45 s', () => {
    expect(medianBadAfterMs('drop2')).toBeLessThanOrEqual(450);
  });

  test('see a drop from 20 to 5 Mbit/s within 0.55 s', () => {
    expect(medianBadAfterMs('drop5')).toBeLessThanOrEqual(550);
  });

  test('raise no alarm before the onset', () => {
    for (const trace of traces.onset) expect(judge(trace)).toMatchObject({ falseBad: 0, falseStall: 0 });
  });
});
