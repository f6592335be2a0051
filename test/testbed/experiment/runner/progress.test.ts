import { describe, expect, it } from 'vitest';
import { ProgressView, progressLine } from '../../../../testbed/experiment/runner/progress.ts';

describe('the progress line', () => {
  it('tells how far it is and how long it will take', () => {
    const half = progressLine({ total: 10, done: 4, failed: 1, elapsedMs: 60_000 });
    expect(half).toBe('████████████░░░░░░░░░░░░ 5/10, 1 failed, 1 min left');
    expect(progressLine({ total: 1000, done: 10, failed: 0, elapsedMs: 60_000 })).toContain(
      '1 h 39 min left',
    );
    expect(progressLine({ total: 10, done: 0, failed: 0, elapsedMs: 0 })).not.toContain('left');
    expect(progressLine({ total: 10, done: 10, failed: 0, elapsedMs: 5 })).toContain('10/10');
  });

  it('is drawn in place on a terminal, and once a minute in a log', () => {
    const shown = (isTTY: boolean): string => {
      let [text, nowMs] = ['', 0];
      const stream = { isTTY, write: (part: string) => (text += part) };
      const view = new ProgressView(120, stream, () => nowMs);
      for (; nowMs < 120_000; nowMs += 1000) view.done();
      view.failed('wan 3', new Error('no display'));
      return text;
    };
    expect(shown(true).split('\r')).toHaveLength(1 + 1 + 120 + 2);
    expect(
      shown(false)
        .split('\n')
        .filter((line) => line.includes('░')),
    ).toHaveLength(1);
    expect(shown(false)).toContain('wan 3 failed: no display');
  });
});
