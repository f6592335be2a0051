import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startSession } from '../../../src/model/session/session.ts';
import type { SessionEvent } from '../../../src/model/session/session-event.ts';
import type { NetLevel, SessionState } from '../../../src/model/session/session-state.ts';
import { transition } from '../../../src/model/session/transitions.ts';
import { IN_STATE, SessionRun, sight } from '../../support/guard-session.ts';

const STATES: readonly SessionState[] = ['idle', 'stable', 'unstable', 'breakdown', 'recovery'];
// A run is a session of up to half a minute.
const RUNS = Math.ceil(Number(process.env['RICE_PROPERTY_RUNS'] ?? 1000) / 4);

/** Everything that can happen, as the shortest and the longest time that matters. */
const EVENTS = {
  'tick ok': (run) => run.link('ok', 50),
  'tick warn': (run) => run.link('warn', 50),
  'tick bad': (run) => run.link('bad', 50),
  'tick stall': (run) => run.link('stall', 50),
  'ok for 1 s': (run) => run.link('ok', 1050),
  'ok for 3 s': (run) => run.link('ok', 3000),
  'warn for 3 s': (run) => run.link('warn', 3000),
  'bad for 200 ms': (run) => run.link('bad', 200),
  'bad for 3 s': (run) => run.link('bad', 3000),
  'stall for 0.9 s': (run) => run.link('stall', 900),
  'stall for 1.1 s': (run) => run.link('stall', 1100),
  'ok for 12 s': (run) => run.link('ok', 12_000),
  'warn for 12 s': (run) => run.link('warn', 12_000),
  'bad and then input': (run) => run.link('bad', 200).input(),
  'input sent': (run) => run.input(),
  'input dropped': (run) => run.input(false),
  'input dropped for 1.2 s while bad': (run) => run.link('bad', 100).input(false).link('bad', 1200),
  answer: (run) => run.answer(5),
  blind: (run) => run.blind(),
  'blind and ok for 1 s': (run) => run.blind().link('ok', 1050),
  'retries while warn': (run) => run.link('warn', 100, { retryRatio: 0.4 }),
  'retries while ok': (run) => run.link('ok', 500, { retryRatio: 0.9 }),
  'strong retries while it gets worse': (run) =>
    run.link('bad', 2500, { retryRatio: 0.6, trendMsPerSecond: 80 }, 500),
  'too much demand on a path that gets worse': (run) =>
    run.link('warn', 700, { attemptedPerSecond: 6, trendMsPerSecond: 20 }),
  'answers 3 s late': (run) => run.link('bad', 150, { excessMs: 3000 }),
  closed: (run) => run.feed({ type: 'closed', nowMs: run.nowMs }),
} as const satisfies Record<string, (run: SessionRun) => SessionRun>;

/** One row per event: where each state leads, in the order idle, stable, unstable, breakdown, recovery. */
const TABLE: Readonly<Record<keyof typeof EVENTS, readonly SessionState[]>> = {
  'tick ok': ['idle', 'stable', 'unstable', 'breakdown', 'recovery'],
  'tick warn': ['idle', 'stable', 'unstable', 'breakdown', 'recovery'],
  'tick bad': ['idle', 'stable', 'unstable', 'breakdown', 'recovery'],
  'tick stall': ['idle', 'stable', 'unstable', 'breakdown', 'recovery'],
  'ok for 1 s': ['idle', 'stable', 'stable', 'recovery', 'recovery'],
  'ok for 3 s': ['idle', 'idle', 'idle', 'idle', 'idle'],
  'warn for 3 s': ['idle', 'idle', 'recovery', 'recovery', 'recovery'],
  'bad for 200 ms': ['idle', 'unstable', 'unstable', 'recovery', 'recovery'],
  'bad for 3 s': ['idle', 'recovery', 'recovery', 'recovery', 'recovery'],
  'stall for 0.9 s': ['idle', 'unstable', 'unstable', 'breakdown', 'recovery'],
  'stall for 1.1 s': ['breakdown', 'breakdown', 'breakdown', 'breakdown', 'breakdown'],
  'ok for 12 s': ['idle', 'idle', 'idle', 'idle', 'idle'],
  'warn for 12 s': ['idle', 'idle', 'idle', 'idle', 'idle'],
  'bad and then input': ['unstable', 'unstable', 'unstable', 'recovery', 'recovery'],
  'input sent': ['stable', 'stable', 'unstable', 'breakdown', 'recovery'],
  'input dropped': ['stable', 'stable', 'unstable', 'breakdown', 'recovery'],
  'input dropped for 1.2 s while bad': ['recovery', 'recovery', 'recovery', 'recovery', 'recovery'],
  answer: ['idle', 'stable', 'unstable', 'breakdown', 'recovery'],
  blind: ['idle', 'stable', 'unstable', 'breakdown', 'recovery'],
  'blind and ok for 1 s': ['idle', 'stable', 'stable', 'recovery', 'recovery'],
  'retries while warn': ['idle', 'unstable', 'unstable', 'recovery', 'recovery'],
  'retries while ok': ['idle', 'stable', 'unstable', 'recovery', 'recovery'],
  'strong retries while it gets worse': ['unstable', 'unstable', 'breakdown', 'unstable', 'unstable'],
  'too much demand on a path that gets worse': ['idle', 'unstable', 'unstable', 'recovery', 'recovery'],
  'answers 3 s late': ['idle', 'unstable', 'breakdown', 'recovery', 'recovery'],
  closed: ['breakdown', 'breakdown', 'breakdown', 'breakdown', 'breakdown'],
};

describe('the transition table', () => {
  it.each(STATES)('starts its tests in %s', (state) => {
    expect(IN_STATE[state]().session.name).toBe(state);
  });

  for (const [event, targets] of Object.entries(TABLE)) {
    for (const [index, from] of STATES.entries()) {
      const target = targets[index];
      it(`${from}: ${event} -> ${target}`, () => {
        const run = IN_STATE[from]();
        expect(EVENTS[event as keyof typeof EVENTS](run).session.name).toBe(target);
      });
    }
  }

  it('says of every change where it came from, and keeps quiet otherwise', () => {
    const run = IN_STATE.recovery();
    run.link('ok', 5000);
    expect(run.effects.map(({ from, to }) => `${from}>${to}`)).toEqual([
      'idle>stable',
      'stable>unstable',
      'unstable>breakdown',
      'breakdown>recovery',
      'recovery>idle',
    ]);
    expect(run.effects.map(({ cause }) => cause)).toEqual([
      'user',
      'network',
      'network',
      'network',
      'network',
    ]);
  });

  it('stays as it is once closed', () => {
    const { state } = transition(startSession(0), { type: 'closed', nowMs: 1 });
    expect(transition(state, { type: 'input', nowMs: 2, delivered: true }).state).toBe(state);
  });
});

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

describe('a session that could not look', () => {
  it('begins without data, until the first answer', () => {
    const run = new SessionRun();
    expect(run.session.flags.noData).toBe(true);
    run.input();
    expect(run.session.name).toBe('idle');
    expect(run.answer(0).session.flags.noData).toBe(false);
  });

  it('needs the answer to a probe sent after the gap', () => {
    const run = IN_STATE.stable().blind();
    run.feed({ type: 'answer', nowMs: run.nowMs, excessMs: 0, sequence: 1 });
    expect(run.session.flags.noData).toBe(true);
    expect(run.answer(0).session.flags.noData).toBe(false);
  });

  it('counts as a Breakdown when nothing answers after the gap', () => {
    const run = IN_STATE.idle().blind();
    for (let i = 0; i < 60; i++) {
      run.nowMs += 50;
      const seen = sight('bad', { excessMs: 50 * i, sequence: 99 });
      run.feed({ type: 'tick', nowMs: run.nowMs, sight: seen });
    }
    expect(run.session.name).toBe('breakdown');
  });

  it('believes a server that cannot be asked again after 1 s', () => {
    const run = new SessionRun().link('ok', 950, { probing: false });
    expect(run.session.flags.noData).toBe(true);
    expect(run.link('ok', 50, { probing: false }).session.flags.noData).toBe(false);
  });
});

describe('an idle episode', () => {
  const label = (run: SessionRun) => run.session.idleLabel;
  it('is called thinking on a good net, and stays so when the net gets worse later', () => {
    const run = IN_STATE.stable().link('ok', 2000);
    expect(label(run)).toBe('think');
    expect(label(run.link('bad', 2000))).toBe('think');
  });
  it('is called an abort after trouble', () => {
    expect(label(IN_STATE.unstable().link('ok', 2500))).toBe('abort');
  });
  it('is called suppressed when the gate dropped input shortly before', () => {
    expect(label(IN_STATE.stable().input(false).link('ok', 2000))).toBe('suppressed');
  });
  it('is called without data when nothing could be seen', () => {
    const run = IN_STATE.stable().blind();
    run.nowMs += 2000;
    run.feed({ type: 'tick', nowMs: run.nowMs, sight: sight('ok') });
    expect(run.session).toMatchObject({ name: 'idle', idleLabel: 'no-data' });
  });
});

/** Looks at every step that gives the permit back. */
class ProofRun extends SessionRun {
  override feed(event: SessionEvent): this {
    const before = this.session;
    super.feed(event);
    const { earned, recovery } = this.session;
    if (!before.earned && earned) expect(recovery.answersMs.length).toBeGreaterThan(4);
    return this;
  }
}

describe('a session on any link', () => {
  const phase = fc.record({
    level: fc.constantFrom<NetLevel>('ok', 'warn', 'bad', 'stall'),
    ms: fc.integer({ min: 50, max: 2500 }),
    act: fc.constantFrom(null, 250, 500, 1000),
    blind: fc.boolean(),
    retryRatio: fc.constantFrom(0, 0, 0.4, 0.7),
    trendMsPerSecond: fc.constantFrom(0, 60),
  });

  it('never goes from Breakdown to anything but Recovery, and earns the permit by fresh answers', () => {
    fc.assert(
      fc.property(fc.array(phase, { maxLength: 8 }), (phases) => {
        const run = new ProofRun();
        for (const { level, ms, act, blind, ...rest } of phases) {
          run.link(level, ms, rest, act);
          if (blind) run.blind();
        }
        for (const { from, to } of run.effects) if (from === 'breakdown') expect(to).toBe('recovery');
      }),
      { numRuns: RUNS },
    );
  }, 300_000);

  it('returns to Stable or Idle in bounded time on a healthy link, whatever happened before', () => {
    fc.assert(
      fc.property(fc.array(phase, { maxLength: 8 }), fc.constantFrom(null, 250, 500, 1000), (phases, act) => {
        const run = new SessionRun();
        for (const { level, ms, act: actEveryMs, ...rest } of phases) {
          run.link(
            level,
            ms,
            { retryRatio: rest.retryRatio, trendMsPerSecond: rest.trendMsPerSecond },
            actEveryMs,
          );
        }
        // The hold of at most 16 s, and the stays before it.
        run.link('ok', 19_000, {}, act);
        expect(['stable', 'idle']).toContain(run.session.name);
        expect(run.session.earned).toBe(true);
      }),
      { numRuns: RUNS },
    );
  }, 300_000);
});
