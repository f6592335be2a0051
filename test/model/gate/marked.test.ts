import { describe, expect, it } from 'vitest';
import { Gate } from '../../../src/model/gate/gate.ts';
import type { GateContext } from '../../../src/model/gate/gate-context.ts';
import { makeZones } from '../../../src/model/gate/zones.ts';
import { gateContextOf } from '../../support/gate-context-of.ts';
import { key, pointer } from '../../support/guard-messages.ts';
import { profileOf } from '../../support/profile-of.ts';

// What a facility marked: stops, hazardous functions, questions; and the credit of each class.

const ESCAPE = 0xff1b;
const F5 = 0xffc2;
const SEND = { type: 'send' };
const drop = (reason: string) => ({ type: 'drop', reason });
const MARKED = makeZones(profileOf(), 640, 480);
const at = (rest: Partial<GateContext> = {}): GateContext => gateContextOf({ zones: MARKED, ...rest });
const shut = (rest: Partial<GateContext> = {}) => at({ permit: 'breakdown', unit: true, ...rest });
const STOP: readonly [number, number] = [510, 60];
const STAGE: readonly [number, number] = [420, 20];

describe('a stop', () => {
  it('passes a closed gate as one unit, once until the server has read it, and is recorded by its name', () => {
    const gate = new Gate();
    const { outcome, fact } = gate.judge(key(true, ESCAPE), 0, shut());
    expect(outcome).toEqual({
      type: 'replace',
      bytes: Uint8Array.of(4, 1, 0, 0, 0, 0, 0xff, 0x1b, 4, 0, 0, 0, 0, 0, 0xff, 0x1b),
    });
    expect(fact).toEqual({ type: 'stop', function: 'Escape' });
    gate.judge(key(false, ESCAPE), 0, shut());
    expect(gate.judge(key(true, ESCAPE), 0, shut()).outcome).toEqual(drop('no-credit'));
    gate.judge(key(false, ESCAPE), 0, shut());
    expect(gate.unacknowledged.count).toBe(1);
    gate.unacknowledged.acknowledge(gate.unacknowledged.sequence);
    expect(gate.judge(key(true, ESCAPE), 0, shut()).outcome.type).toBe('replace');
  });

  it('passes while a burst is cut, and cuts none', () => {
    const gate = new Gate();
    gate.judge(key(true, 65), 0, shut());
    expect(gate.judge(pointer(1, ...STOP), 0, at()).outcome).toEqual(SEND);
    expect(gate.burst.picture).toMatchObject({ sent: 0, dropped: 1 });
    expect(gate.judge(pointer(0, ...STOP), 0, at()).outcome).toEqual(SEND);
  });

  it('is not repeated by a held key', () => {
    const gate = new Gate();
    expect(gate.judge(key(true, ESCAPE), 0, at()).outcome).toEqual(SEND);
    expect(gate.judge(key(true, ESCAPE), 0, at()).outcome).toEqual(drop('coalesced'));
    expect(gate.burst.isCut).toBe(false);
  });

  it('is a click of the left button only', () => {
    const gate = new Gate();
    expect(gate.judge(pointer(4, ...STOP), 0, shut()).outcome).toEqual(drop('breakdown'));
    expect(gate.judge(pointer(8, ...STOP), 0, shut()).outcome).toEqual(drop('breakdown'));
  });

  it('carries the modifiers of its chord although they were refused', () => {
    const zones = makeZones(
      profileOf({
        keys: [{ key: 'Ctrl+q', name: 'Halt', function: 'stage', class: 'stop', confirm: false }],
      }),
      640,
      480,
    );
    const gate = new Gate();
    gate.judge(key(true, 0xffe3), 0, shut({ zones }));
    const { outcome } = gate.judge(key(true, 0x71), 0, shut({ zones }));
    expect(outcome.type === 'replace' && outcome.bytes.length).toBe(4 * 8);
  });
});

describe('a hazardous function', () => {
  it('has a credit of its own', () => {
    const gate = new Gate();
    for (const x of [410, 450]) {
      gate.judge(pointer(1, x, 20), 0, at());
      gate.judge(pointer(0, x, 20), 0, at());
    }
    expect(gate.unacknowledged.countOf('hazardous')).toBe(2);
    expect(gate.judge(pointer(1, 480, 20), 0, at()).outcome).toEqual(drop('no-credit'));
    const other = new Gate();
    for (const keysym of [65, 66, 67]) other.judge(key(true, keysym), 0, at());
    expect(other.judge(pointer(1, ...STAGE), 0, at()).outcome).toEqual(SEND);
    expect(other.judge(key(true, 68), 0, at()).outcome).toEqual(drop('no-credit'));
  });

  it('waits after a Breakdown until it is armed, by mouse, key and wheel, and says what was held back', () => {
    const unarmed = at({ armed: false });
    expect(new Gate().judge(pointer(1, ...STAGE), 0, unarmed)).toMatchObject({
      outcome: drop('not-armed'),
      fact: { type: 'block', reason: 'not-armed', inputClass: 'hazardous', function: 'Stage', count: 1 },
    });
    expect(new Gate().judge(key(true, F5), 0, unarmed).outcome).toEqual(drop('not-armed'));
    expect(new Gate().judge(pointer(8, ...STAGE), 0, unarmed).outcome).toEqual(drop('not-armed'));
    expect(new Gate().judge(pointer(1, 350, 300), 0, unarmed).outcome).toEqual(SEND);
  });

  it('is held back where the state gives it no credit', () => {
    const none = at({ credit: { normal: 1, hazardous: 0 }, unit: true });
    expect(new Gate().judge(pointer(1, ...STAGE), 0, none).outcome).toEqual(drop('hazardous'));
  });

  it('asks for a second press where the profile wants one', () => {
    const gate = new Gate();
    expect(gate.judge(pointer(1, 410, 310), 0, at()).outcome).toEqual(drop('confirm'));
    expect(gate.confirming(1000)).toBe('Vent');
    gate.judge(pointer(0, 410, 310), 0, at());
    gate.burst.told();
    expect(gate.judge(pointer(1, 410, 310), 0, at({ nowMs: 2500 })).outcome).toEqual(SEND);
    expect(gate.confirming(2500)).toBeNull();
  });

  it('goes out unasked under an override, which is the user own word already', () => {
    const past = at({ overridden: true, unit: true, armed: false, credit: { normal: 0, hazardous: 0 } });
    expect(new Gate().judge(pointer(1, 410, 310), 0, past).pressSent).toBe(true);
  });
});

describe('a stream of small steps', () => {
  it('is thinned out to the credit without cutting the burst', () => {
    const gate = new Gate();
    for (let i = 0; i < 3; i++) {
      expect(gate.judge(pointer(8, 350, 300), 0, at()).outcome).toEqual(SEND);
      gate.judge(pointer(0, 350, 300), 0, at());
    }
    expect(gate.judge(pointer(8, 350, 300), 0, at()).outcome).toEqual(drop('coalesced'));
    expect(gate.burst.isCut).toBe(false);
    gate.judge(pointer(0, 350, 300), 0, at());
    gate.unacknowledged.acknowledge(gate.unacknowledged.sequence);
    expect(gate.judge(pointer(8, 350, 300), 0, at()).outcome).toEqual(SEND);
  });

  it('is the repeats of a held key, too', () => {
    const gate = new Gate();
    gate.judge(key(true, 0xff53), 0, at());
    gate.judge(key(true, 0xff53), 0, at());
    gate.judge(key(true, 0xff53), 0, at());
    expect(gate.judge(key(true, 0xff53), 0, at()).outcome).toEqual(drop('coalesced'));
    expect(gate.judge(key(false, 0xff53), 0, at()).outcome).toEqual(SEND);
    expect(gate.burst.isCut).toBe(false);
  });
});

describe('a double click', () => {
  it('is one action: its second press takes no credit', () => {
    const one = at({ credit: { normal: 1, hazardous: 0 }, unit: true, suppressRetries: true });
    const gate = new Gate();
    expect(gate.judge(pointer(1, 350, 300), 0, one).pressSent).toBe(true);
    gate.judge(pointer(0, 350, 300), 0, one);
    expect(gate.judge(pointer(1, 351, 300), 0, { ...one, nowMs: 1200 }).pressSent).toBe(true);
    gate.judge(pointer(0, 351, 300), 0, one);
    expect(gate.unacknowledged.count).toBe(2);
    const third = gate.judge(pointer(1, 351, 300), 0, { ...one, nowMs: 1400 });
    expect(third).toMatchObject({ outcome: drop('retry'), fact: { type: 'retry', sentAgoMs: 200 } });
    expect(gate.waitingSinceMs(1400)).toBe(1200);
    gate.unacknowledged.acknowledge(gate.unacknowledged.sequence);
    expect(gate.waitingSinceMs(1400)).toBeNull();
  });
});

describe('a press whose answer cannot have been seen', () => {
  const shaky = (nowMs: number) => at({ unit: true, suppressRetries: true, answerWithinMs: 1500, nowMs });
  const pressed = (): Gate => {
    const gate = new Gate();
    gate.judge(pointer(1, 350, 300), 0, shaky(1000));
    gate.judge(pointer(0, 350, 300), 0, shaky(1080));
    gate.unacknowledged.acknowledge(gate.unacknowledged.sequence);
    return gate;
  };

  it('is not repeated, though the server has read it, and the user is told so until it may', () => {
    const gate = pressed();
    const again = gate.judge(pointer(1, 352, 300), 0, shaky(2499));
    expect(again).toMatchObject({ outcome: drop('retry'), fact: { type: 'retry', sentAgoMs: 1499 } });
    expect(gate.waitingSinceMs(2499)).toBe(1000);
    expect(gate.waitingSinceMs(2500)).toBeNull();
  });

  it('is no retry in the session’s books: it was acknowledged', () => {
    expect(pressed().judge(pointer(1, 352, 300), 0, shaky(2000)).nature).toBe('action');
  });

  it('may be repeated after that time, elsewhere at once, and at once while all is well', () => {
    expect(pressed().judge(pointer(1, 352, 300), 0, shaky(2500)).pressSent).toBe(true);
    expect(pressed().judge(pointer(1, 350, 340), 0, shaky(1700)).pressSent).toBe(true);
    const calm = { ...shaky(1700), suppressRetries: false };
    expect(pressed().judge(pointer(1, 352, 300), 0, calm).pressSent).toBe(true);
  });

  it('does not keep the wheel back', () => {
    const gate = new Gate();
    gate.judge(pointer(8, 350, 300), 0, shaky(1000));
    gate.judge(pointer(0, 350, 300), 0, shaky(1010));
    gate.unacknowledged.acknowledge(gate.unacknowledged.sequence);
    expect(gate.judge(pointer(8, 350, 300), 0, shaky(1700)).pressSent).toBe(true);
  });
});

describe('a drag', () => {
  const drag = (gate: Gate, x: number, rest: Partial<GateContext> = {}) =>
    gate.judge(pointer(1, x, 300), 0, at(rest)).outcome;

  it('moves on while its moves are read in time, and keeps the latest when they are not', () => {
    const gate = new Gate();
    drag(gate, 350);
    gate.unacknowledged.acknowledge(gate.unacknowledged.sequence);
    expect(drag(gate, 360, { nowMs: 1100 })).toEqual(SEND);
    expect(drag(gate, 370, { nowMs: 1250 })).toEqual(SEND);
    expect(drag(gate, 380, { nowMs: 1310 })).toEqual(drop('coalesced'));
    expect(drag(gate, 390, { nowMs: 1330 })).toEqual(drop('coalesced'));
    expect(gate.tick(at({ nowMs: 1400 }))).toBeNull();
    gate.unacknowledged.acknowledge(gate.unacknowledged.sequence);
    expect(gate.tick(at({ nowMs: 1450 }))).toEqual(Uint8Array.of(5, 1, 390 >> 8, 390 & 255, 1, 44));
  });

  it('has one move under way at a time when the link is not well', () => {
    const gate = new Gate();
    drag(gate, 350);
    const slow = { unit: true, dragWindowMs: 0, credit: { normal: 1, hazardous: 0 } };
    expect(drag(gate, 360, { ...slow, nowMs: 1100 })).toEqual(SEND);
    expect(drag(gate, 370, { ...slow, nowMs: 1300 })).toEqual(drop('coalesced'));
    expect(gate.judge(pointer(0, 380, 300), 0, at({ ...slow, nowMs: 1310 })).outcome).toEqual(SEND);
  });

  it('is let go where it was when a move of it was refused, or it would drop what it dragged', () => {
    for (const refused of [{ armed: false }, { credit: { normal: 3, hazardous: 0 } }]) {
      const gate = new Gate();
      drag(gate, 350, refused);
      expect(drag(gate, 400, { ...refused, nowMs: 1100 }).type).toBe('drop');
      expect(gate.judge(pointer(0, 500, 300), 0, at({ ...refused, nowMs: 1200 })).outcome).toEqual({
        type: 'replace',
        bytes: Uint8Array.of(5, 0, 350 >> 8, 350 & 255, 1, 44),
      });
    }
  });

  it('is free where the profile says that it only moves the view', () => {
    const gate = new Gate();
    gate.judge(pointer(1, 10, 10), 0, at({ armed: false }));
    expect(gate.judge(pointer(1, 50, 50), 0, at({ armed: false, nowMs: 1100 })).outcome).toEqual(SEND);
  });
});
