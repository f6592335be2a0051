import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionEvent } from '../../../src/model/session/session-event.ts';
import type { NetLevel } from '../../../src/model/session/session-state.ts';
import { SessionRun } from '../../support/guard-session.ts';
import { SESSION_RUNS } from '../../support/property-runs.ts';

// A run is a session of up to half a minute.
const RUNS = Math.ceil(SESSION_RUNS / 4);
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
  });

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
  });
});
