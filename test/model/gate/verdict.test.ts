import { describe, expect, it } from 'vitest';
import { Gate } from '../../../src/model/gate/gate.ts';
import type { GateContext } from '../../../src/model/gate/gate-context.ts';
import { makeZones } from '../../../src/model/gate/zones.ts';
import { gateContextOf } from '../../support/gate-context-of.ts';
import { cutText, key, pointer, xvp } from '../../support/guard-messages.ts';
import { keyOf, profileOf } from '../../support/profile-of.ts';

// What the gate says about a message beside its outcome: to the measures, to the burst and to the record.

const at = gateContextOf;
const shut = (rest: Partial<GateContext> = {}) => at({ permit: 'probe-overdue', ...rest });
const SEND = { type: 'send' };
const drop = (reason: string) => ({ type: 'drop', reason });
const block = (reason: string, inputClass = 'normal') => ({
  type: 'block',
  reason,
  inputClass,
  function: null,
  count: 1,
});
const SHIFT = 0xffe1;
const CAPS_LOCK = 0xffe5;

describe('the verdict on a press', () => {
  it('tells that it was sent, and leaves nothing for the record', () => {
    for (const message of [key(true, 65), pointer(1, 5, 5), pointer(8, 5, 5), cutText(), xvp()]) {
      expect(new Gate().judge(message, 0, at())).toEqual({
        outcome: SEND,
        nature: 'action',
        pressSent: true,
        function: null,
        fact: null,
      });
    }
  });

  it('tells that it was dropped, why, and of which class it was', () => {
    const reason = 'probe-overdue';
    const dropped = { outcome: drop(reason), nature: 'action', pressSent: false, function: null };
    for (const message of [key(true, 65), pointer(1, 5, 5), pointer(8, 5, 5), cutText()]) {
      expect(new Gate().judge(message, 0, shut())).toEqual({ ...dropped, fact: block(reason) });
    }
    expect(new Gate().judge(xvp(), 0, shut())).toEqual({ ...dropped, fact: block(reason, 'hazardous') });
  });

  it('is the same for text and machine commands as for keys: credit, age, modifiers and arming', () => {
    const none = at({ credit: { normal: 0, hazardous: 0 } });
    expect(new Gate().judge(cutText(), 0, none).outcome).toEqual(drop('no-credit'));
    expect(new Gate().judge(xvp(), 0, none).outcome).toEqual(drop('hazardous'));
    expect(new Gate().judge(xvp(), 0, at({ armed: false })).outcome).toEqual(drop('not-armed'));
    expect(new Gate().judge(cutText(), 501, at()).outcome).toEqual(drop('stale-input'));
    const gate = new Gate();
    gate.judge(key(true, SHIFT), 0, shut());
    expect(gate.judge(cutText(), 0, at()).outcome).toEqual(drop('held-through-block'));
  });

  it('counts what a person would miss, and not the repeats of a held key', () => {
    const gate = new Gate();
    expect(gate.judge(key(true, 65), 0, shut()).fact).toEqual(block('probe-overdue'));
    expect(gate.judge(key(true, 65), 0, shut())).toMatchObject({
      outcome: drop('probe-overdue'),
      pressSent: false,
      fact: null,
    });
    expect(gate.droppedPresses).toBe(1);
    gate.judge(cutText(), 0, shut());
    gate.judge(pointer(1), 0, shut());
    expect(gate.droppedPresses).toBe(3);
    expect(gate.burst.picture).toEqual({ sent: 0, dropped: 3, sinceMs: 1000 });
  });

  it('does not count a modifier that was refused, but what follows', () => {
    const gate = new Gate();
    expect(gate.judge(key(true, SHIFT), 0, shut())).toMatchObject({ pressSent: false, fact: null });
    expect(gate.droppedPresses).toBe(0);
    expect(gate.burst.isCut).toBe(true);
    gate.judge(key(true, 65), 0, shut());
    expect(gate.droppedPresses).toBe(1);
  });

  it('counts a burst by its presses, without modifiers', () => {
    const gate = new Gate();
    gate.judge(key(true, SHIFT), 0, at());
    gate.judge(key(true, 65), 0, at());
    gate.judge(pointer(1), 0, at());
    gate.judge(cutText(), 0, shut());
    expect(gate.burst.picture).toMatchObject({ sent: 2, dropped: 1 });
  });

  it('names the function that a facility gave it', () => {
    const zones = makeZones(profileOf({ keys: [keyOf('F5', 'hazardous')] }), 640, 480);
    expect(new Gate().judge(key(true, 0xffc2), 0, shut({ zones })).fact).toMatchObject({
      inputClass: 'hazardous',
      function: 'F5',
    });
    expect(new Gate().judge(pointer(1, 10, 10), 0, shut({ zones })).fact).toMatchObject({
      inputClass: 'view',
      function: 'Picture',
    });
  });
});

describe('the verdict on what is no press', () => {
  it('tells the measures that something moved', () => {
    const gate = new Gate();
    gate.judge(key(true, 65), 0, at());
    gate.judge(pointer(1, 5, 5), 0, at());
    const moved = { nature: 'motion', pressSent: null, function: null, fact: null };
    expect(gate.judge(key(false, 65), 0, at())).toEqual({ outcome: SEND, ...moved });
    expect(gate.judge(pointer(1, 6, 5), 0, at())).toEqual({ outcome: SEND, ...moved });
    expect(gate.judge(pointer(1, 7, 5), 0, at())).toEqual({ outcome: drop('coalesced'), ...moved });
    expect(gate.judge(pointer(0, 7, 5), 0, at())).toEqual({ outcome: SEND, ...moved });
    expect(gate.judge(key(false, 66), 0, at())).toEqual({ outcome: SEND, ...moved });
  });

  it('ages until it is read, though it takes no credit', () => {
    const gate = new Gate();
    gate.judge(key(true, SHIFT), 0, at());
    expect([gate.unacknowledged.count, gate.unacknowledged.oldestAtMs]).toEqual([0, 1000]);
    gate.unacknowledged.acknowledge(gate.unacknowledged.sequence);
    gate.judge(key(false, SHIFT), 0, at({ nowMs: 2000 }));
    expect([gate.unacknowledged.count, gate.unacknowledged.oldestAtMs]).toEqual([0, 2000]);
    gate.unacknowledged.acknowledge(gate.unacknowledged.sequence);
    gate.judge(pointer(0, 9, 9), 0, at({ nowMs: 3000 }));
    expect(gate.unacknowledged.oldestAtMs).toBeNull();
  });

  it('is an attempt all the same where a step of a stream or a lock key waits', () => {
    const none = at({ credit: { normal: 0, hazardous: 0 } });
    const waits = {
      outcome: drop('coalesced'),
      nature: 'action',
      pressSent: null,
      function: null,
      fact: null,
    };
    expect(new Gate().judge(pointer(8, 5, 5), 0, none)).toEqual(waits);
    expect(new Gate().judge(key(true, CAPS_LOCK), 0, none)).toEqual(waits);
    expect(new Gate().judge(key(true, SHIFT), 0, at({ unit: true }))).toEqual(waits);
  });
});

describe('what is down at the server', () => {
  it('is what was sent, and where', () => {
    const gate = new Gate();
    gate.judge(key(true, 65, 30), 0, at());
    gate.judge(pointer(5, 7, 8), 0, at());
    expect(gate.held.journal).toEqual({ keys: [{ keysym: 65, keycode: 30 }], buttonMask: 5, x: 7, y: 8 });
    gate.judge(pointer(0, 9, 9), 0, at());
    gate.judge(pointer(0, 20, 21), 0, at({ nowMs: 1100 }));
    gate.judge(key(false, 65, 30), 0, at());
    expect(gate.held.journal).toEqual({ keys: [], buttonMask: 0, x: 20, y: 21 });
  });

  it('makes a new entry for the journal whenever it changes, and only then', () => {
    const gate = new Gate();
    const changes = (judge: () => void): boolean => {
      const before = gate.held.version;
      judge();
      return gate.held.version > before;
    };
    expect(changes(() => gate.judge(pointer(0, 9, 9), 0, at()))).toBe(false);
    expect(changes(() => gate.judge(key(false, 1), 0, at()))).toBe(false);
    expect(changes(() => gate.judge(key(true, 65), 0, at()))).toBe(true);
    expect(changes(() => gate.judge(pointer(1, 5, 5), 0, at()))).toBe(true);
    expect(changes(() => gate.judge(pointer(0, 5, 5), 0, at()))).toBe(true);
    expect(changes(() => gate.judge(key(true, 66), 0, shut()))).toBe(false);
    expect(changes(() => gate.judge(key(false, 65), 0, at()))).toBe(true);
    expect(changes(() => void gate.releaseAll(1000))).toBe(false);
    gate.burst.clear();
    gate.judge(pointer(1, 5, 5), 0, at({ nowMs: 1200 }));
    expect(changes(() => void gate.releaseAll(1300))).toBe(true);
  });
});
