import { describe, expect, test } from 'vitest';
import type { Bin } from '../../../../src/model/measure/bin.ts';
import { IdleShare } from '../../../../src/model/measure/quantities/idle-share.ts';
import { Presence } from '../../../../src/model/measure/quantities/presence.ts';
import { activityOf, binsOf } from '../../../support/bin-of.ts';

function idleOf(bins: readonly Bin[]) {
  const presence = new Presence();
  const idle = new IdleShare();
  for (const bin of bins) {
    presence.add(bin);
    idle.add(bin, presence);
  }
  return idle.reading;
}

const acting: Partial<Bin> = { activity: [activityOf()], state: 'stable', idleLabel: null };
const bad: Partial<Bin> = { quality: 0.3, level: 'bad' };

describe('p_idle', () => {
  test('on an ideal path is p_think: the share of time without input, from two seconds on', () => {
    // Twenty seconds: 10 s with input, 10 s without, of which the first two do not count.
    const { think, idle } = idleOf(binsOf(400, (i) => (i < 200 ? acting : {})));
    expect(think.value).toBeCloseTo((8000 + 50) / 20_000, 6);
    expect(think).toMatchObject({ confidence: 'low', reason: 'few-samples', samples: 20 });
    expect(idle).toEqual(think);
  });

  test('settles on a minute: earlier time fades', () => {
    const { think } = idleOf(binsOf(20 * 600, (i) => (i < 20 * 300 ? {} : acting)));
    expect(think.value).toBeCloseTo(Math.exp(-5), 2);
    expect(think.confidence).toBe('high');
  });

  test('on a path that is not ideal is told only after a minute of it', () => {
    expect(idleOf(binsOf(1199, () => ({ ...bad, ...acting }))).abort).toMatchObject({ value: null });
    expect(idleOf(binsOf(1200, () => ({ ...bad, ...acting }))).abort).toMatchObject({ value: 0 });
  });

  test('counts who gave up as an abort', () => {
    const bins = binsOf(2400, (i) =>
      i < 1200 ? { ...bad, ...acting } : { ...bad, state: 'recovery', idleLabel: null },
    );
    const { abort, idle } = idleOf(bins);
    expect(abort.value).toBeGreaterThan(0.4);
    expect(idle).toEqual(abort);
  });

  test('keeps apart what eq. 7 prints and what the label says: a thinker is no aborter when the path degrades', () => {
    const { abort, idle } = idleOf(binsOf(2000, (i) => (i < 100 ? {} : bad)));
    expect(abort.value).toBe(0);
    expect(idle.value).toBe(1);
  });

  test('between the limits stays what it was', () => {
    // psi of 0.6 is neither: e = 132 ms.
    expect(idleOf(binsOf(400, () => ({ quality: 0.6 }))).think.samples).toBe(20);
    const after = binsOf(400, (i) => ({ quality: i === 0 ? 0.3 : 0.6 }));
    expect(idleOf(after).think.samples).toBe(0);
  });

  test('knows nothing of time that nobody saw', () => {
    expect(idleOf(binsOf(400, () => ({ noData: true }))).think.samples).toBe(0);
  });
});
