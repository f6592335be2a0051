import { describe, expect, test } from 'vitest';
import { RATES } from '../../src/model/room/room-limits.ts';
import { RateGuard, type RateKind } from '../../src/relay/rate-guard.ts';

/** Verdicts of a member that says `perSecond` messages of a kind for `seconds`. */
function verdicts(kind: RateKind, perSecond: number, seconds: number): readonly string[] {
  const guard = new RateGuard(0);
  return Array.from({ length: perSecond * seconds }, (_, n) => guard.take(kind, (n * 1000) / perSecond));
}

describe('the rates of a member', () => {
  test.each(Object.entries(RATES))('let %s pass at its rate for ever', (kind, { perSecond }) => {
    expect(new Set(verdicts(kind as RateKind, perSecond, 600))).toEqual(new Set(['pass']));
  });

  test.each(Object.entries(RATES))('let a burst of %s pass, and refuse the next', (kind, { burst }) => {
    const guard = new RateGuard(0);
    const burstOf = Array.from({ length: burst + 1 }, () => guard.take(kind as RateKind, 0));

    expect(burstOf.filter((verdict) => verdict === 'pass')).toHaveLength(burst);
    expect(burstOf.at(-1)).toBe('refuse');
  });

  test('call it a flood within a second, when a hundred messages a second come', () => {
    for (const kind of ['lock', 'say', 'show', 'manage'] as const)
      expect([kind, verdicts(kind, 150, 1).includes('flood')]).toEqual([kind, true]);
  });

  test('only refuse who is a little too fast', () => {
    expect(verdicts('show', RATES.show.perSecond * 1.4, 60)).not.toContain('flood');
  });

  test('do not take from one kind what another used', () => {
    const guard = new RateGuard(0);
    for (let n = 0; n < RATES.say.burst; n += 1) guard.take('say', 0);

    expect(guard.take('lock', 0)).toBe('pass');
  });

  test('give nothing for a clock that goes back', () => {
    const guard = new RateGuard(1000);
    for (let n = 0; n < RATES.lock.burst; n += 1) guard.take('lock', 1000);

    expect(guard.take('lock', 0)).toBe('refuse');
  });
});
