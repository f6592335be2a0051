import { describe, expect, it } from 'vitest';
import { CONFIRM_AFTER_MS, CONFIRM_WITHIN_MS, Confirm } from '../../../src/model/gate/confirm.ts';
import type { InstrumentFunction } from '../../../src/model/policy/instrument-profile.ts';

const vent: InstrumentFunction = { name: 'Vent', function: 'vacuum', class: 'hazardous', confirm: true };
const beam: InstrumentFunction = { ...vent, name: 'Beam on' };

describe('a function that asks for a second press', () => {
  it('is sent at the second press, once', () => {
    const confirm = new Confirm();
    expect(confirm.asks(vent, 0)).toBe(true);
    expect(confirm.pending(100)).toBe(vent);
    expect(confirm.asks(vent, CONFIRM_AFTER_MS)).toBe(false);
    expect(confirm.pending(CONFIRM_AFTER_MS)).toBeNull();
    expect(confirm.asks(vent, 2000)).toBe(true);
  });

  it('is not confirmed by a double click, nor when the question is old', () => {
    const confirm = new Confirm();
    confirm.asks(vent, 0);
    expect(confirm.asks(vent, CONFIRM_AFTER_MS - 1)).toBe(true);
    expect(confirm.asks(vent, 2 * CONFIRM_AFTER_MS - 2)).toBe(true);
    const later = new Confirm();
    later.asks(vent, 0);
    expect(later.pending(CONFIRM_WITHIN_MS)).toBe(vent);
    expect(later.pending(CONFIRM_WITHIN_MS + 1)).toBeNull();
    expect(later.asks(vent, CONFIRM_WITHIN_MS + 1)).toBe(true);
  });

  it('waits from when it was asked, however long the session has lasted', () => {
    const confirm = new Confirm();
    confirm.asks(vent, 3_600_000);
    expect(confirm.pending(3_601_000)).toBe(vent);
  });

  it('is not confirmed by a press of another one', () => {
    const confirm = new Confirm();
    confirm.asks(vent, 0);
    expect(confirm.asks(beam, 1000)).toBe(true);
    expect(confirm.asks(vent, 2000)).toBe(true);
  });

  it('asks nothing for what nobody marked', () => {
    const confirm = new Confirm();
    expect(confirm.asks(null, 0)).toBe(false);
    expect(confirm.asks({ ...vent, confirm: false }, 0)).toBe(false);
    expect(confirm.pending(0)).toBeNull();
  });
});
