import { describe, expect, it } from 'vitest';
import { startSession } from '../../../src/model/session/session.ts';
import type { SessionState } from '../../../src/model/session/session-state.ts';
import { transition } from '../../../src/model/session/transitions.ts';
import { IN_STATE, type SessionRun } from '../../support/guard-session.ts';

const STATES: readonly SessionState[] = ['idle', 'stable', 'unstable', 'breakdown', 'recovery'];

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
