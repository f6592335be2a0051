import { describe, expect, it } from 'vitest';
import type { NetLevel } from '../../../src/model/session/session-state.ts';
import { Ledger } from '../../../testbed/loop/ledger.ts';
import { MachineControl } from '../../../testbed/loop/live/machine-control.ts';
import { binOf } from '../../support/bin-of.ts';

const QUIET = binOf({ atMs: 0, supplyBytes: 100, state: 'stable', idleLabel: null });

function play(levels: readonly NetLevel[], control = new MachineControl()): Ledger {
  const ledger = new Ledger(control);
  levels.forEach((level, index) => {
    ledger.bin({ ...QUIET, atMs: 50 * index, level });
  });
  return ledger;
}

describe('the count of false alarms', () => {
  it('counts each rise once, a stall also as bad and as a warning', () => {
    const { levels } = play(['ok', 'warn', 'warn', 'bad', 'ok', 'stall', 'bad', 'stall', 'ok']).take();
    expect(levels.warn.all).toBe(2);
    expect(levels.bad.all).toBe(2);
    expect(levels.stall.all).toBe(2);
  });

  it('keeps apart what came while the machine was late', () => {
    const control = new MachineControl();
    control.late(80, 0);
    const late = play(['ok', 'bad'], control).take();
    expect(late.levels.bad).toEqual({ all: 1, disturbed: 1 });
    expect(late.disturbedSeconds).toBeCloseTo(0.1);
    expect(late.worstLateMs).toBe(80);
    const punctual = new MachineControl();
    punctual.late(20, 0);
    expect(play(['ok', 'bad'], punctual).take().levels.bad).toEqual({ all: 1, disturbed: 0 });
  });

  it('begins anew after each taking, but an alarm that goes on is not a new one', () => {
    const ledger = play(['bad']);
    ledger.take();
    ledger.bin({ ...QUIET, atMs: 50, level: 'bad' });
    const { levels, seconds, supplyBytes } = ledger.take();
    expect(levels.bad.all).toBe(0);
    expect(seconds).toBeCloseTo(0.05);
    expect(supplyBytes).toBe(100);
  });

  it('counts the closing of the gate by its first reason', () => {
    const ledger = new Ledger(new MachineControl());
    for (const blocked of ['probe-overdue', 'breakdown', null, 'no-data'] as const) ledger.gate(blocked, 0);
    const once = { all: 1, disturbed: 0 };
    expect(ledger.take().gate).toEqual({ 'probe-overdue': once, 'no-data': once });
  });
});
