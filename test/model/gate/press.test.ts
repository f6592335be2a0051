import { describe, expect, it } from 'vitest';
import { Gate } from '../../../src/model/gate/gate.ts';
import type { GateContext } from '../../../src/model/gate/gate-context.ts';
import { MAX_HELD_KEYS } from '../../../src/model/gate/held.ts';
import { isLock, isModifier, modifierMask } from '../../../src/model/gate/modifier.ts';
import { makeZones, type Zones } from '../../../src/model/gate/zones.ts';
import { MODIFIER } from '../../../src/model/policy/keys.ts';
import { gateContextOf } from '../../support/gate-context-of.ts';
import { cutText, key, pointer } from '../../support/guard-messages.ts';
import { keyOf, profileOf } from '../../support/profile-of.ts';

// Finer rules about presses: what takes which credit, what repeats, and what is let go of where.

const at = gateContextOf;
const shut = (rest: Partial<GateContext> = {}) => at({ permit: 'probe-overdue', unit: true, ...rest });
const SEND = { type: 'send' };
const drop = (reason: string) => ({ type: 'drop', reason });
const replace = (...bytes: readonly number[]) => ({ type: 'replace', bytes: Uint8Array.from(bytes) });
const SHIFT = 0xffe1;
const META = 0xffeb;
const CAPS_LOCK = 0xffe5;
const MARKED = makeZones(profileOf(), 640, 480);
const NONE = { normal: 0, hazardous: 0 };
const STOP_KEY: Zones = { at: () => null, key: () => keyOf('Stop', 'stop') };

/** Everything sent was read. */
const read = (gate: Gate): void => gate.unacknowledged.acknowledge(gate.unacknowledged.sequence);

describe('the keys that change others', () => {
  it.each([
    [MODIFIER.shift, [0xffe1, 0xffe2]],
    [MODIFIER.control, [0xffe3, 0xffe4]],
    [MODIFIER.alt, [0xffe9, 0xffea]],
    [MODIFIER.meta, [0xffe7, 0xffe8, 0xffeb, 0xffec]],
    [0, [0xffed, 0xffee, 0xfe03, 0xfe11, 0xff7e]],
  ])('are known by the bit %d of a chord', (bit, keysyms) => {
    for (const keysym of keysyms) {
      expect(isModifier({ keysym, keycode: null })).toBe(true);
      expect(modifierMask([{ keysym, keycode: null }])).toBe(bit);
    }
  });

  it('are not those that toggle a lock', () => {
    for (const keysym of [0xffe5, 0xffe6, 0xff7f, 0xff14]) {
      expect(isLock({ keysym, keycode: null })).toBe(true);
      expect(isModifier({ keysym, keycode: null })).toBe(false);
    }
    expect(isLock({ keysym: SHIFT, keycode: null })).toBe(false);
  });
});

describe('the credit that a press takes', () => {
  it('is of its class; what only moves the view takes the normal one', () => {
    const gate = new Gate();
    gate.judge(pointer(1, 10, 10), 0, at({ zones: MARKED }));
    expect(gate.unacknowledged.countOf('normal')).toBe(1);
    const other = new Gate();
    other.judge(pointer(4, 510, 60), 0, at({ zones: MARKED }));
    expect(other.unacknowledged.countOf('normal')).toBe(1);
  });

  it('is none for modifiers and releases, which are known to be under way all the same', () => {
    const gate = new Gate();
    expect(gate.judge(key(true, SHIFT), 0, at({ credit: NONE }))).toMatchObject({
      outcome: SEND,
      nature: 'action',
      pressSent: true,
    });
    gate.judge(key(false, SHIFT), 0, at());
    gate.judge(pointer(1), 0, at());
    gate.judge(pointer(0), 0, at());
    expect(gate.unacknowledged.countOf('passive')).toBe(3);
    gate.judge(pointer(1), 0, at());
    gate.judge(pointer(0), 0, shut());
    expect(gate.unacknowledged.countOf('passive')).toBe(4);
    gate.judge(pointer(1), 0, at());
    gate.releaseAll(1000);
    expect(gate.unacknowledged.countOf('passive')).toBe(5);
  });

  it('is none for the second press of any double click', () => {
    const one = { credit: { normal: 1, hazardous: 0 } };
    const gate = new Gate();
    const click = (x: number, nowMs: number) => {
      const { outcome } = gate.judge(pointer(1, x, 5), 0, at({ ...one, nowMs }));
      gate.judge(pointer(0, x, 5), 0, at({ ...one, nowMs }));
      return outcome;
    };
    expect(click(100, 1000)).toEqual(SEND);
    gate.unacknowledged.acknowledge(gate.unacknowledged.sequence);
    expect(click(101, 1200)).toEqual(SEND);
    expect(click(300, 1300)).toEqual(SEND);
    expect(click(301, 1400)).toEqual(SEND);
  });

  it('is asked of text as of any press, and a retry of text there is not', () => {
    const gate = new Gate();
    for (let i = 0; i < 3; i++) {
      expect(gate.judge(cutText(), 0, at({ suppressRetries: true })).outcome).toEqual(SEND);
    }
    expect(gate.judge(cutText(), 0, at()).outcome).toEqual(drop('no-credit'));
  });
});

describe('a burst that was cut', () => {
  const cut = (): Gate => {
    const gate = new Gate();
    gate.judge(key(true, 65), 0, at());
    gate.judge(key(true, 66), 0, shut());
    gate.judge(key(false, 65), 0, shut());
    gate.judge(key(false, 66), 0, shut());
    gate.burst.told();
    return gate;
  };

  it('goes on being cut while something is under way, or the gate is closed', () => {
    const gate = cut();
    gate.tick(at({ nowMs: 5000 }));
    expect(gate.burst.isCut).toBe(true);
    read(gate);
    gate.tick(shut({ nowMs: 6000 }));
    expect(gate.burst.isCut).toBe(true);
    gate.tick(at({ nowMs: 7000 }));
    expect(gate.burst.isCut).toBe(false);
  });

  it('is forgotten where nothing is held back, and what was refused with it', () => {
    const gate = cut();
    gate.judge(key(true, SHIFT), 0, shut());
    gate.judge(pointer(0, 1, 1), 0, at({ enforce: false }));
    expect(gate.burst.isCut).toBe(false);
    expect(gate.judge(key(true, 67), 0, at({ nowMs: 1100 })).outcome).toEqual(SEND);
  });

  it('is not cut by a stop that has to wait', () => {
    const gate = new Gate();
    gate.judge(key(true, 65), 0, at({ zones: STOP_KEY }));
    gate.judge(key(false, 65), 0, at({ zones: STOP_KEY }));
    expect(gate.judge(key(true, 66), 0, at({ zones: STOP_KEY })).outcome).toEqual(drop('no-credit'));
    expect(gate.burst.isCut).toBe(false);
  });
});

describe('a key', () => {
  it('that is a stop is one also where it is a modifier or a lock', () => {
    for (const keysym of [SHIFT, CAPS_LOCK]) {
      const { outcome } = new Gate().judge(key(true, keysym), 0, shut({ zones: STOP_KEY }));
      expect(outcome.type === 'replace' && outcome.bytes.length).toBe(16);
    }
  });

  it('goes on repeating as it was pressed, also when the link gets shaky or no more keys can be held', () => {
    const gate = new Gate();
    const roomy = { credit: { normal: 100, hazardous: 0 } };
    for (let i = 0; i < MAX_HELD_KEYS; i++) gate.judge(key(true, 100 + i), 0, at(roomy));
    expect(gate.judge(key(true, 100), 0, at({ ...roomy, unit: true }))).toMatchObject({
      outcome: SEND,
      nature: 'action',
      pressSent: true,
    });
    expect(gate.judge(key(true, 99), 0, at({ ...roomy, enforce: false })).outcome).toEqual(SEND);
  });

  it('is not counted again when its repeats are dropped, nor when it is held through a block', () => {
    const gate = new Gate();
    gate.judge(key(true, 65), 0, at());
    expect(gate.judge(key(true, 65), 0, shut())).toMatchObject({ pressSent: false, fact: null });
    expect(gate.judge(key(true, 65), 0, at({ credit: NONE })).outcome.type).toBe('drop');
    expect(gate.droppedPresses).toBe(0);
    gate.judge(key(true, 66), 0, shut());
    expect(gate.judge(key(true, 66), 0, at()).fact).toBeNull();
    expect(gate.droppedPresses).toBe(1);
  });

  it('that repeats too fast for the credit is thinned out, as an attempt', () => {
    const gate = new Gate();
    gate.judge(key(true, 65), 0, at());
    expect(gate.judge(key(true, 65), 0, at({ credit: NONE }))).toMatchObject({
      outcome: drop('coalesced'),
      nature: 'action',
      pressSent: null,
    });
  });

  it('that went out with its release has nothing more to say', () => {
    const gate = new Gate();
    expect(gate.judge(key(true, 65), 0, at({ unit: true }))).toMatchObject({
      nature: 'action',
      pressSent: true,
    });
    expect(gate.judge(key(true, 65), 0, at({ unit: true })).outcome).toEqual(drop('coalesced'));
    expect(gate.judge(key(false, 65), 0, at()).outcome).toEqual(drop('coalesced'));
    expect(gate.judge(key(true, 66), 0, shut()).outcome).toEqual(drop('probe-overdue'));
    expect(gate.judge(key(false, 66), 0, at()).outcome).toEqual(drop('held-through-block'));
  });

  it('asks for its second press where the profile wants one', () => {
    const zones = makeZones(profileOf({ keys: [keyOf('F5', 'hazardous', true)] }), 640, 480);
    expect(new Gate().judge(key(true, 0xffc2), 0, at({ zones })).outcome).toEqual(drop('confirm'));
  });

  it('that changes others is an attempt of its own when it is refused', () => {
    expect(new Gate().judge(key(true, SHIFT), 0, shut())).toMatchObject({
      outcome: drop('probe-overdue'),
      nature: 'action',
    });
  });

  it('is told with its lock keys as one press', () => {
    const gate = new Gate();
    gate.judge(key(true, CAPS_LOCK), 0, at({ unit: true }));
    gate.judge(key(false, CAPS_LOCK), 0, at({ unit: true }));
    expect(gate.judge(key(true, 65), 0, at())).toMatchObject({ nature: 'action', pressSent: true });
  });
});

describe('a modifier pressed alone on a shaky link', () => {
  const tap = (gate: Gate, context: GateContext) => {
    gate.judge(key(true, META), 0, at({ unit: true }));
    return gate.judge(key(false, META), 0, context);
  };

  it('is a press', () => {
    expect(tap(new Gate(), at({ unit: true }))).toMatchObject({ nature: 'motion', pressSent: true });
  });

  it('is left out without a trace where a press would be refused', () => {
    const left = { outcome: drop('coalesced'), pressSent: null, fact: null };
    expect(tap(new Gate(), shut())).toMatchObject(left);
    expect(tap(new Gate(), at({ unit: true, credit: NONE }))).toMatchObject(left);
    const gate = new Gate();
    gate.judge(key(true, SHIFT), 0, shut());
    gate.burst.clear();
    expect(tap(gate, at({ unit: true }))).toMatchObject(left);
  });
});

describe('a click', () => {
  it('takes along a modifier that the server does not have, also when the link is well again', () => {
    const gate = new Gate();
    gate.judge(key(true, SHIFT), 0, at({ unit: true }));
    const { outcome } = gate.judge(pointer(1, 5, 6), 0, at());
    expect(outcome.type === 'replace' && outcome.bytes.length).toBe(8 + 6 + 6 + 8);
  });

  it('keeps the other buttons down when it goes out with its release', () => {
    const gate = new Gate();
    gate.judge(pointer(4, 5, 6), 0, at());
    expect(gate.judge(pointer(5, 5, 6), 0, at({ unit: true })).outcome).toEqual(
      replace(5, 5, 0, 5, 0, 6, 5, 4, 0, 5, 0, 6),
    );
    expect(gate.held.sentMask).toBe(4);
    expect(gate.judge(pointer(4, 5, 6), 0, at({ nowMs: 2000 })).outcome).toEqual(SEND);
  });

  it('that is refused lets up only what the page let up', () => {
    const gate = new Gate();
    gate.judge(pointer(5, 5, 6), 0, at());
    expect(gate.judge(pointer(12, 50, 60), 0, shut()).outcome).toEqual(replace(5, 4, 0, 5, 0, 6));
    expect(gate.held.sentMask).toBe(4);
  });

  it('is told as dropped and not as a waiting retry when the gate is closed', () => {
    const gate = new Gate();
    expect(gate.waitingSinceMs(2000)).toBeNull();
    gate.judge(pointer(1, 5, 6), 0, at());
    gate.judge(pointer(0, 5, 6), 0, at());
    const again = gate.judge(pointer(1, 5, 6), 0, shut({ nowMs: 2000 }));
    expect(again).toMatchObject({ nature: 'retry', fact: { type: 'block', reason: 'probe-overdue' } });
    expect(gate.waitingSinceMs(2000)).toBeNull();
  });

  it('with the wheel asks nothing', () => {
    expect(new Gate().judge(pointer(8, 410, 310), 0, at({ zones: MARKED })).outcome).toEqual(SEND);
  });
});

describe('moves', () => {
  it('of a drag that are too old do not go out', () => {
    const gate = new Gate();
    gate.judge(pointer(1, 5, 6), 0, at());
    expect(gate.judge(pointer(1, 9, 6), 501, at({ nowMs: 1100 })).outcome).toEqual(drop('stale-input'));
    expect(gate.judge(pointer(1, 9, 6), 500, at({ nowMs: 1100 })).outcome).toEqual(SEND);
  });

  it('of a drag say why they are refused', () => {
    const gate = new Gate();
    gate.judge(pointer(1, 5, 6), 0, at());
    expect(gate.judge(pointer(1, 9, 6), 0, at({ armed: false })).outcome).toEqual(drop('not-armed'));
    expect(gate.judge(pointer(1, 9, 6), 0, at({ credit: { normal: 1, hazardous: 0 } })).outcome).toEqual(
      drop('hazardous'),
    );
  });

  it('of a drag go on with the button that was sent while the page holds another one', () => {
    const gate = new Gate();
    gate.judge(pointer(4, 5, 6), 0, shut());
    gate.burst.clear();
    gate.judge(pointer(5, 5, 6), 0, at());
    expect(gate.judge(pointer(5, 9, 6), 0, at({ nowMs: 1100 })).outcome).toEqual(replace(5, 1, 0, 9, 0, 6));
  });

  it('of a drag wait exactly for the window', () => {
    const moveAfter = (ms: number) => {
      const gate = new Gate();
      gate.judge(pointer(1, 5, 6), 0, at());
      gate.judge(pointer(1, 6, 6), 0, at({ nowMs: 2000 }));
      return gate.judge(pointer(1, 9, 6), 0, at({ nowMs: 2000 + ms })).outcome;
    };
    expect(moveAfter(199)).toEqual(SEND);
    expect(moveAfter(200)).toEqual(drop('coalesced'));
  });

  it('without a button do not wait for those of a drag', () => {
    const gate = new Gate();
    gate.judge(pointer(1, 5, 6), 0, at());
    gate.judge(pointer(1, 6, 6), 0, at({ nowMs: 1100 }));
    gate.judge(pointer(0, 6, 6), 0, at({ nowMs: 1110 }));
    expect(gate.judge(pointer(0, 20, 6), 0, at({ nowMs: 9000 })).outcome).toEqual(SEND);
    expect(gate.judge(pointer(0, 30, 6), 0, at({ nowMs: 9005 })).outcome).toEqual(drop('coalesced'));
    expect(gate.tick(at({ nowMs: 9050 }))).toEqual(Uint8Array.of(5, 0, 0, 30, 0, 6));
  });

  it('without a button go on, more rarely, while the gate is closed', () => {
    const gate = new Gate();
    const slow = (nowMs: number) => shut({ motionIntervalMs: 200, nowMs });
    gate.judge(pointer(0, 20, 6), 0, slow(1000));
    expect(gate.judge(pointer(0, 30, 6), 0, slow(1050)).outcome).toEqual(drop('coalesced'));
    expect(gate.tick(slow(1100))).toBeNull();
    expect(gate.tick(slow(1200))).toEqual(Uint8Array.of(5, 0, 0, 30, 0, 6));
  });

  it('that wait are void when everything is let go of', () => {
    const gate = new Gate();
    gate.judge(key(true, 65), 0, at());
    gate.judge(pointer(0, 20, 6), 0, at());
    gate.judge(pointer(0, 30, 6), 0, at({ nowMs: 1005 }));
    gate.releaseAll(1010);
    expect(gate.tick(at({ nowMs: 2000 }))).toBeNull();
  });

  it('are not missed where none may go out', () => {
    const none = at({ motionIntervalMs: null });
    expect(new Gate().judge(pointer(0, 20, 6), 0, none).outcome).toEqual(drop('coalesced'));
  });
});
