import { describe, expect, it } from 'vitest';
import type { BlockReason } from '../../../src/model/gate/outcome.ts';
import {
  isOverridable,
  OVERRIDE_LIMIT,
  OVERRIDE_MS,
  OVERRIDE_WINDOW_MS,
  Override,
} from '../../../src/model/gate/override.ts';
import { BLOCK_REASONS } from '../../ui/snapshots.ts';

const facts = (blocked: BlockReason | null, isAllowed = true) => ({ isAllowed, blocked });
const BROKEN = facts('breakdown');

describe('an override', () => {
  it('lasts ten seconds and says how many presses went out under it', () => {
    const override = new Override();
    expect(override.reading(BROKEN, 0)).toEqual({ state: 'available', remainingMs: 0 });
    expect(override.begin('other', BROKEN, 1000)).toEqual({
      type: 'override',
      phase: 'begin',
      reason: 'other',
    });
    expect(override.isActive(1000)).toBe(true);
    expect(override.reading(BROKEN, 4000)).toEqual({ state: 'active', remainingMs: 7000 });
    override.sent();
    override.sent();
    expect(override.update(1000 + OVERRIDE_MS - 1)).toBeNull();
    expect(override.isActive(1000 + OVERRIDE_MS)).toBe(false);
    expect(override.update(1000 + OVERRIDE_MS)).toEqual({
      type: 'override',
      phase: 'end',
      reason: 'time',
      sent: 2,
    });
    expect(override.update(1000 + OVERRIDE_MS)).toBeNull();
  });

  it('sets aside what the network says, and no fault, blindness or hidden warning', () => {
    const yields = BLOCK_REASONS.filter((reason) => isOverridable(reason));
    expect(yields.sort()).toEqual(['breakdown', 'burst-cut', 'input-overdue', 'probe-overdue']);
    for (const blocked of ['fault', 'unverified', 'no-data', 'interfered', 'closed', null] as const) {
      const override = new Override();
      expect(override.reading(facts(blocked), 0).state).toBe('impossible');
      expect(override.begin('other', facts(blocked), 0)).toEqual({
        type: 'override',
        phase: 'refused',
        reason: 'fault',
      });
      expect(override.isActive(1)).toBe(false);
    }
  });

  it('is refused where a policy forbids it', () => {
    const override = new Override();
    expect(override.begin('other', facts('breakdown', false), 0)).toEqual({
      type: 'override',
      phase: 'refused',
      reason: 'forbidden',
    });
    expect(override.isActive(1)).toBe(false);
  });

  it('is given three times in ten minutes', () => {
    const override = new Override();
    for (let i = 0; i < OVERRIDE_LIMIT; i++) {
      expect(override.begin('other', BROKEN, i * 20_000)).toMatchObject({ phase: 'begin' });
      expect(override.end('user')).toMatchObject({ phase: 'end', reason: 'user', sent: 0 });
    }
    expect(override.begin('other', BROKEN, 100_000)).toMatchObject({ phase: 'refused', reason: 'spent' });
    expect(override.reading(BROKEN, OVERRIDE_WINDOW_MS - 1).state).toBe('spent');
    expect(override.begin('other', BROKEN, OVERRIDE_WINDOW_MS)).toMatchObject({ phase: 'begin' });
  });

  it('cannot be made longer while it lasts, nor by a clock that runs backwards', () => {
    const override = new Override();
    override.begin('other', BROKEN, 10_000);
    expect(override.begin('other', BROKEN, 15_000)).toBeNull();
    expect(override.isActive(20_000)).toBe(false);
    expect(override.isActive(9_999)).toBe(false);
  });

  it('counts its presses anew each time', () => {
    const override = new Override();
    override.begin('other', BROKEN, 0);
    override.sent();
    expect(override.end('blur')).toMatchObject({ reason: 'blur', sent: 1 });
    expect(override.end('blur')).toBeNull();
    override.begin('other', BROKEN, 20_000);
    expect(override.end('user')).toMatchObject({ sent: 0 });
  });

  it('is given again when the first of three is ten minutes old, not when the last is', () => {
    const override = new Override();
    for (const atMs of [0, 300_000, 500_000]) {
      override.begin('other', BROKEN, atMs);
      override.end('user');
    }
    expect(override.begin('other', BROKEN, OVERRIDE_WINDOW_MS)).toMatchObject({ phase: 'begin' });
    override.end('user');
    expect(override.reading(BROKEN, OVERRIDE_WINDOW_MS + 20_000).state).toBe('spent');
    expect(override.reading(BROKEN, 900_000).state).toBe('available');
  });

  it('is over at once where none began, and says nothing of it', () => {
    const override = new Override();
    expect(override.isActive(0)).toBe(false);
    expect(override.update(0)).toBeNull();
    expect(override.reading(facts(null), 0)).toEqual({ state: 'impossible', remainingMs: 0 });
    expect(override.reading(facts('fault', false), 0).state).toBe('forbidden');
  });
});
