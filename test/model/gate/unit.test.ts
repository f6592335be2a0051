import { describe, expect, it } from 'vitest';
import { Gate } from '../../../src/model/gate/gate.ts';
import type { GateContext } from '../../../src/model/gate/gate-context.ts';
import { NO_ZONES } from '../../../src/model/gate/zones.ts';
import type { ClientMessage } from '../../../src/model/rfb/messages.ts';
import { key, pointer } from '../../support/guard-messages.ts';
import { ServerView } from '../../support/guard-server-view.ts';

// Presses as units, and the modifiers and locks that belong to them.

const SHIFT = 0xffe1;
const CONTROL = 0xffe3;
const ALT_GR = 0xfe03;
const CAPS_LOCK = 0xffe5;

/** A gate and a server that tells what it got: `+a -a` is a key down and up. */
class Desk {
  readonly gate = new Gate();
  readonly server = new ServerView();
  context: GateContext = {
    enforce: true,
    permit: null,
    seated: true,
    overridden: false,
    unit: true,
    armed: true,
    credit: { normal: 8, hazardous: 2 },
    zones: NO_ZONES,
    motionIntervalMs: 10,
    dragWindowMs: 0,
    suppressRetries: false,
    answerWithinMs: 0,
    nowMs: 1000,
  };

  /** What the server got of this message. */
  input(message: ClientMessage): string {
    const from = this.server.received.length;
    const { outcome } = this.gate.judge(message, 0, this.context);
    if (outcome.type === 'send') this.server.message(message, this.context.nowMs);
    if (outcome.type === 'replace') this.server.bytes(outcome.bytes, this.context.nowMs);
    return this.server.received
      .slice(from)
      .flatMap(({ downs, ups }) => [...ups.map((name) => `-${name}`), ...downs.map((name) => `+${name}`)])
      .join(' ')
      .replaceAll('key ', '');
  }
}

describe('a press on a shaky link', () => {
  it('goes out with its release, and the page own release is not sent again', () => {
    const desk = new Desk();
    expect(desk.input(key(true, 97))).toBe('+97 -97');
    expect(desk.input(key(false, 97))).toBe('');
    expect(desk.input(pointer(1, 5, 6))).toBe('+button 0 -button 0');
    expect(desk.input(pointer(0, 5, 6))).toBe('');
    expect(desk.server.held).toEqual([]);
    expect(desk.server.received.flatMap(({ strayUps }) => strayUps)).toEqual([]);
  });

  it('takes its modifiers along, in order and back, in the form of each', () => {
    const desk = new Desk();
    expect(desk.input(key(true, CONTROL, 29))).toBe('');
    expect(desk.input(key(true, SHIFT))).toBe('');
    expect(desk.input(key(true, 0x76, 47))).toBe(`+29 +${SHIFT} +47 -47 -${SHIFT} -29`);
    expect(desk.input(pointer(1, 5, 6))).toBe(`+29 +${SHIFT} +button 0 -button 0 -${SHIFT} -29`);
    expect(desk.input(key(false, SHIFT))).toBe('');
    expect(desk.input(key(true, 0x77))).toBe('+29 +119 -119 -29');
    expect(desk.input(key(false, CONTROL, 29))).toBe('');
    expect(desk.input(key(true, 0x78))).toBe('+120 -120');
  });

  it('takes AltGr along as any modifier', () => {
    const desk = new Desk();
    desk.input(key(true, ALT_GR));
    expect(desk.input(key(true, 0x40))).toBe(`+${ALT_GR} +64 -64 -${ALT_GR}`);
  });

  it('is not repeated by a key that is held, and no drag begins', () => {
    const desk = new Desk();
    desk.input(key(true, 97));
    expect(desk.input(key(true, 97))).toBe('');
    expect(desk.gate.burst.isCut).toBe(false);
    desk.input(pointer(1, 5, 6));
    expect(desk.input(pointer(1, 50, 60))).toBe('');
    expect(desk.server.received.at(-1)).toMatchObject({ x: 5, y: 6 });
  });

  it('is a step of the wheel, down and up at once', () => {
    const desk = new Desk();
    expect(desk.input(pointer(8, 5, 6))).toBe('+button 3 -button 3');
    expect(desk.input(pointer(0, 5, 6))).toBe('');
    expect(desk.input(pointer(16, 5, 6))).toBe('+button 4 -button 4');
  });

  it('goes on to be one while a modifier is held that the server does not have', () => {
    const desk = new Desk();
    desk.input(key(true, SHIFT));
    desk.context = { ...desk.context, unit: false };
    expect(desk.input(key(true, 0x41))).toBe(`+${SHIFT} +65 -65 -${SHIFT}`);
    desk.input(key(false, SHIFT));
    expect(desk.input(key(true, 0x42))).toBe('+66');
  });

  it('is a modifier alone when that is all the user pressed', () => {
    const desk = new Desk();
    desk.input(key(true, 0xffeb));
    expect(desk.input(key(false, 0xffeb))).toBe('+65515 -65515');
    desk.input(key(true, 0xffeb));
    desk.input(key(true, 0x65));
    expect(desk.input(key(false, 0xffeb)), 'it was used').toBe('');
  });
});

describe('the lock keys that noVNC presses by itself', () => {
  const caps = (desk: Desk): string =>
    `${desk.input(key(true, CAPS_LOCK))}${desk.input(key(false, CAPS_LOCK))}`;

  it('go out with the key they are for', () => {
    const desk = new Desk();
    expect(caps(desk)).toBe('');
    expect(desk.input(key(true, 0x41))).toBe(`+${CAPS_LOCK} -${CAPS_LOCK} +65 -65`);
    expect(desk.input(key(true, 0x42))).toBe('+66 -66');
  });

  it('are dropped with it and owed to the next, so that the case is right', () => {
    const desk = new Desk();
    desk.context = { ...desk.context, unit: false };
    const blocked: GateContext = { ...desk.context, permit: 'probe-overdue' };
    const open = desk.context;
    desk.context = blocked;
    expect(caps(desk)).toBe('');
    expect(desk.input(key(true, 0x41))).toBe('');
    desk.input(key(false, 0x41));
    desk.gate.burst.told();
    desk.context = { ...open, nowMs: 3000 };
    expect(desk.input(key(true, 0x41))).toBe(`+${CAPS_LOCK} -${CAPS_LOCK} +65`);
  });

  it('are owed by parity: two make none, also when the second could have been sent', () => {
    const desk = new Desk();
    caps(desk);
    caps(desk);
    expect(desk.input(key(true, 0x41))).toBe('+65 -65');
    caps(desk);
    desk.context = { ...desk.context, unit: false };
    expect(caps(desk)).toBe('');
    expect(desk.input(key(true, 0x42))).toBe('+66');
  });

  it('are not owed any more once the server told its locks', () => {
    const desk = new Desk();
    caps(desk);
    desk.gate.locksTold();
    expect(desk.input(key(true, 0x41))).toBe('+65 -65');
  });

  it('pass as they are while all is well, and wait when no credit is left for the key after them', () => {
    const desk = new Desk();
    desk.context = { ...desk.context, unit: false, credit: { normal: 1, hazardous: 0 } };
    expect(caps(desk)).toBe(`+${CAPS_LOCK}-${CAPS_LOCK}`);
    expect(desk.input(key(true, 0x41))).toBe('+65');
    expect(caps(desk)).toBe('');
  });
});
