import { describe, expect, it } from 'vitest';
import { IN_STATE } from '../../support/guard-session.ts';

describe('the way into trouble', () => {
  it('takes 150 ms from a bad level to Unstable, and 1.05 s from a stall to Breakdown', () => {
    const run = IN_STATE.stable().link('bad', 150);
    expect(run.session.name).toBe('unstable');
    expect(IN_STATE.idle().link('stall', 1050).session.name).toBe('breakdown');
  });

  it('ignores a bad moment below 100 ms', () => {
    const run = IN_STATE.stable().link('bad', 100).link('ok', 50).link('bad', 100);
    expect(run.session.name).toBe('stable');
  });

  it('keeps an idle user Idle on a bad net, and says so', () => {
    const run = IN_STATE.idle().link('bad', 500);
    expect(run.session.name).toBe('idle');
    expect(run.session.flags.nonIdeal).toBe(true);
    expect(run.link('ok', 50).session.flags.nonIdeal).toBe(false);
  });

  it('takes the permit with a Breakdown', () => {
    expect(IN_STATE.stable().link('bad', 500).session.earned).toBe(true);
    expect(IN_STATE.breakdown().session.earned).toBe(false);
  });
});

describe('the way out of trouble', () => {
  it('leads from Unstable to Stable while the user goes on acting, once the net was OK for 1 s', () => {
    const run = IN_STATE.unstable().link('ok', 1000, {}, 500);
    expect(run.session.name).toBe('unstable');
    expect(run.link('ok', 50, {}, 500).session.name).toBe('stable');
  });

  it('takes an early sign for OK if that was usual while all was well, but not one that gets worse', () => {
    const nameAfter = (okExcessMs: number, trendMsPerSecond: number) => {
      const seen = { excessMs: 110, okExcessMs, trendMsPerSecond };
      return IN_STATE.unstable().link('warn', 1050, seen, 500).session.name;
    };
    expect(nameAfter(120, 0)).toBe('stable');
    expect(nameAfter(100, 0)).toBe('unstable');
    expect(nameAfter(120, 60)).toBe('unstable');
  });

  it('leaves Unstable after 2 s that were not bad, whatever one answer or another took', () => {
    const nameAfter = (ms: number, unlike: 'warn' | 'bad') => {
      const run = IN_STATE.unstable().link('warn', 1000, {}, 500).link(unlike, 50, {}, 500);
      return run.link('warn', ms, {}, 500).session.name;
    };
    expect(nameAfter(900, 'warn')).toBe('unstable');
    expect(nameAfter(1000, 'warn')).toBe('stable');
    expect(nameAfter(1950, 'bad')).toBe('unstable');
    expect(nameAfter(2050, 'bad')).toBe('stable');
  });

  it('stays in Unstable while something sent before the net was OK is unacknowledged', () => {
    const run = IN_STATE.unstable();
    const oldestUnacknowledgedAtMs = run.nowMs - 200;
    expect(run.link('ok', 1500, { oldestUnacknowledgedAtMs }, 500).session.name).toBe('unstable');
    // What was sent since is no reason: on a slow link something always is under way.
    expect(run.link('ok', 50, { oldestUnacknowledgedAtMs: run.nowMs - 300 }, 500).session.name).toBe(
      'stable',
    );
  });

  it('gives the permit back only for answers to probes sent after the link healed', () => {
    const run = IN_STATE.breakdown();
    // Answers that were on their way all the time, however many.
    for (let i = 0; i < 60; i++) {
      run.nowMs += 50;
      run.feed({ type: 'answer', nowMs: run.nowMs, excessMs: 5, sequence: 1 });
      run.link('stall', 50);
    }
    expect(run.session).toMatchObject({ name: 'breakdown', earned: false });
    run.feed({ type: 'answer', nowMs: run.nowMs, excessMs: 5, sequence: 1 });
    for (let i = 0; i < 100; i++) run.link('ok', 50, { sequence: 1_000_000 });
    expect(run.session).toMatchObject({ name: 'recovery', earned: false });
    expect(IN_STATE.recovery().link('ok', 2100).session).toMatchObject({ name: 'idle', earned: true });
  });

  it('starts Recovery anew when the link stalls again', () => {
    const run = IN_STATE.recovery().link('ok', 1500).link('stall', 500);
    expect(run.session).toMatchObject({ name: 'recovery', earned: false });
    expect(run.link('ok', 1900).session.name).toBe('recovery');
    expect(run.link('ok', 300).session.name).toBe('idle');
  });

  it('forgives one of ten answers, not two, and none above 200 ms', () => {
    const nameAfter = (late: readonly number[]) => {
      const run = IN_STATE.recovery().link('ok', 1800);
      for (const excessMs of late) run.answer(excessMs);
      return run.link('ok', 200).session.name;
    };
    expect(nameAfter([80])).toBe('idle');
    expect(nameAfter([80, 80])).toBe('recovery');
    expect(nameAfter([210])).toBe('recovery');
  });

  it('earns the permit on a net that stays bad but answers, and lets the user act as in Unstable', () => {
    const run = IN_STATE.recovery().link('bad', 3000);
    expect(run.session).toMatchObject({ name: 'recovery', earned: true });
    expect(run.input().session.name).toBe('unstable');
  });

  it('doubles its hold at each return within 10 s, to 16 s at most, and forgets that later', () => {
    const run = IN_STATE.recovery();
    const holds: number[] = [];
    for (let i = 0; i < 6; i++) {
      const startMs = run.session.sinceMs;
      while (run.session.name === 'recovery') run.link('ok', 50);
      holds.push(Math.round((run.nowMs - startMs) / 1000));
      run.link('stall', 2500).link('ok', 100);
    }
    expect(holds).toEqual([2, 4, 8, 16, 16, 16]);
    while (run.session.name === 'recovery') run.link('ok', 50);
    run.link('ok', 15_000).link('stall', 2500).link('ok', 100);
    expect(run.session).toMatchObject({ name: 'recovery', recovery: { holdMs: 2000 } });
  });

  it('accepts a steady but slower link after 10 s, as DEGRADED, and does not call it bad again', () => {
    const slow = { excessMs: 230 };
    const run = IN_STATE.recovery().link('bad', 11_000, slow);
    expect(run.session).toMatchObject({ name: 'idle', earned: true, flags: { degraded: true } });
    run.link('bad', 5000, slow, 500);
    expect(run.session).toMatchObject({ name: 'stable', flags: { degraded: true } });
    run.link('bad', 300, { excessMs: 450 }, 500);
    expect(run.session).toMatchObject({ name: 'unstable', flags: { degraded: false } });
  });

  it('drops DEGRADED when the net has been OK for 10 s', () => {
    const run = IN_STATE.recovery().link('bad', 11_000, { excessMs: 230 }).link('ok', 9000);
    expect(run.session.flags.degraded).toBe(true);
    expect(run.link('ok', 1100).session.flags.degraded).toBe(false);
  });

  it('needs no answers of a server that cannot be asked, but twice the time', () => {
    const passive = { probing: false };
    const run = IN_STATE.stable().link('stall', 2000, passive);
    expect(run.session.name).toBe('breakdown');
    expect(run.link('ok', 3900, passive).session).toMatchObject({ name: 'recovery', earned: false });
    expect(run.link('ok', 300, passive).session).toMatchObject({ name: 'idle', earned: true });
  });
});
