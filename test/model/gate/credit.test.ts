import { describe, expect, it } from 'vitest';
import { creditLimits } from '../../../src/model/gate/credit.ts';
import type { PathReading } from '../../../src/model/measure/readings.ts';
import type { ProfileThresholds } from '../../../src/model/policy/instrument-profile.ts';
import type { SessionFlags, SessionState } from '../../../src/model/session/session-state.ts';
import { snapshotOf } from '../../support/snapshot-of.ts';

const calm: SessionFlags = { warn: false, noData: false, degraded: false, nonIdeal: false };
const builtIn: ProfileThresholds = { maxInputAgeMs: null, normalCredit: null, hazardousCredit: null };
const path = (rest: Partial<PathReading> = {}): PathReading => ({
  ...snapshotOf().path,
  probe: 'fence',
  baseMs: 20,
  ...rest,
});
const limits = (
  state: SessionState,
  flags: Partial<SessionFlags> = {},
  at: Partial<PathReading> = {},
  thresholds: Partial<ProfileThresholds> = {},
) => creditLimits(state, { ...calm, ...flags }, path(at), { ...builtIn, ...thresholds });

describe('the credit', () => {
  it('follows the state', () => {
    expect(limits('idle')).toEqual({ normal: 8, hazardous: 2 });
    expect(limits('stable')).toEqual({ normal: 8, hazardous: 2 });
    expect(limits('unstable')).toEqual({ normal: 1, hazardous: 0 });
    expect(limits('recovery')).toEqual({ normal: 1, hazardous: 0 });
    expect(limits('breakdown')).toEqual({ normal: 0, hazardous: 0 });
  });

  it('is smaller while the path shows early signs, and holds hazardous ones back on a bad path', () => {
    expect(limits('stable', { warn: true })).toEqual({ normal: 3, hazardous: 1 });
    expect(limits('idle', { nonIdeal: true })).toEqual({ normal: 3, hazardous: 0 });
    expect(limits('unstable', { warn: true })).toEqual({ normal: 1, hazardous: 0 });
  });

  it('covers eight keys a second on a steady slow link, for as long as the permit lets them go unread', () => {
    expect(limits('stable', {}, { baseMs: 300 }).normal).toBe(8);
    expect(limits('stable', {}, { baseMs: 600 }).normal).toBe(10);
    expect(limits('stable', {}, { baseMs: 600, probe: 'refresh' }).normal).toBe(12);
    expect(limits('stable', {}, { baseMs: 9000 }).normal).toBe(12);
    expect(limits('stable', {}, { baseMs: null }).normal).toBe(8);
    expect(limits('stable', {}, { baseMs: 9000, probe: 'none' }).normal).toBe(8);
    expect(limits('unstable', {}, { baseMs: 9000 }).normal).toBe(1);
  });

  it('leaves a typist on a slow link what is under way when all is well, while it shows early signs', () => {
    expect(limits('stable', { warn: true }, { baseMs: 20 }).normal).toBe(3);
    expect(limits('stable', { warn: true }, { baseMs: null }).normal).toBe(3);
    expect(limits('stable', { warn: true }, { baseMs: 300 }).normal).toBe(5);
    expect(limits('stable', { warn: true }, { baseMs: 600 }).normal).toBe(8);
    expect(limits('stable', { warn: true }, { baseMs: 300, probe: 'refresh' }).normal).toBe(8);
    expect(limits('stable', { warn: true }, { baseMs: 9000 }).normal).toBe(8);
    expect(limits('stable', { warn: true }, { baseMs: 600 }).hazardous).toBe(1);
  });

  it('can only be lowered by a profile', () => {
    expect(limits('stable', {}, {}, { normalCredit: 2, hazardousCredit: 0 })).toEqual({
      normal: 2,
      hazardous: 0,
    });
    expect(limits('unstable', {}, {}, { normalCredit: 8, hazardousCredit: 2 })).toEqual({
      normal: 1,
      hazardous: 0,
    });
  });
});
