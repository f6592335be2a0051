import { describe, expect, it } from 'vitest';
import { Gate } from '../../../src/model/gate/gate.ts';
import type { GateContext } from '../../../src/model/gate/gate-context.ts';
import { MAX_HELD_KEYS } from '../../../src/model/gate/held.ts';
import { gateContextOf } from '../../support/gate-context-of.ts';
import { cutText, key, pointer } from '../../support/guard-messages.ts';

const open = (rest: Partial<GateContext> = {}): GateContext =>
  gateContextOf({ credit: { normal: 100, hazardous: 2 }, dragWindowMs: 1e9, ...rest });
const closed = (rest: Partial<GateContext> = {}) => open({ permit: 'probe-overdue', ...rest });
const SEND = { type: 'send' };
const drop = (reason: string) => ({ type: 'drop', reason });
const replace = (...bytes: readonly number[]) => ({ type: 'replace', bytes: Uint8Array.from(bytes) });

describe('a closed gate', () => {
  it('drops what goes down and passes what goes up', () => {
    const gate = new Gate();
    gate.judge(key(true, 65), 0, open());
    expect(gate.judge(key(true, 66), 0, closed()).outcome).toEqual(drop('probe-overdue'));
    expect(gate.judge(pointer(1), 0, closed()).outcome).toEqual(drop('probe-overdue'));
    expect(gate.judge(cutText(), 0, closed()).outcome).toEqual(drop('probe-overdue'));
    expect(gate.judge(key(false, 65), 0, closed()).outcome).toEqual(SEND);
  });

  it('lets a button up where the server last saw it, not where the page has it now', () => {
    const gate = new Gate();
    gate.judge(pointer(5, 10, 20), 0, open());
    expect(gate.judge(pointer(4, 300, 300), 0, closed()).outcome).toEqual(replace(5, 4, 0, 10, 0, 20));
    expect(gate.judge(pointer(0, 400, 400), 0, closed()).outcome).toEqual(replace(5, 0, 0, 10, 0, 20));
  });

  it('takes the release out of a message that presses something else', () => {
    const gate = new Gate();
    gate.judge(pointer(1, 10, 20), 0, open());
    expect(gate.judge(pointer(4, 30, 30), 0, closed())).toMatchObject({
      outcome: replace(5, 0, 0, 10, 0, 20),
      pressSent: false,
    });
  });

  it('drops the moves of a drag, and thins out the others', () => {
    const gate = new Gate();
    gate.judge(pointer(1, 10, 20), 0, open());
    expect(gate.judge(pointer(1, 11, 20), 0, closed()).outcome).toEqual(drop('probe-overdue'));
    gate.releaseAll(1000);
    gate.judge(pointer(0, 11, 20), 0, closed({ motionIntervalMs: 200, nowMs: 1100 }));
    expect(gate.judge(pointer(0, 12, 20), 0, closed({ motionIntervalMs: 200, nowMs: 1200 })).outcome).toEqual(
      drop('coalesced'),
    );
    expect(
      gate.judge(pointer(0, 13, 20), 0, closed({ motionIntervalMs: null, nowMs: 9000 })).outcome,
    ).toEqual(drop('probe-overdue'));
  });
});

describe('a gate that opened again', () => {
  it('lets nothing go on that was held: repeats, moves of a drag, and their ups are swallowed', () => {
    const gate = new Gate();
    gate.judge(key(true, 0xff53), 0, open());
    gate.judge(pointer(1, 10, 20), 0, open());
    expect(gate.releaseAll(1000)).toHaveLength(2);
    const later = open({ nowMs: 5000 });
    expect(gate.judge(key(true, 0xff53), 0, later).outcome).toEqual(drop('held-through-block'));
    expect(gate.judge(pointer(1, 50, 20), 0, later).outcome).toEqual(drop('held-through-block'));
    expect(gate.judge(key(false, 0xff53), 0, later).outcome).toEqual(drop('held-through-block'));
    expect(gate.judge(pointer(0, 50, 20), 0, later).outcome).toEqual(SEND);
    gate.burst.told();
    gate.unacknowledged.acknowledge(gate.unacknowledged.sequence);
    expect(gate.judge(key(true, 0xff53), 0, open({ nowMs: 6000 })).outcome).toEqual(SEND);
    expect(gate.judge(pointer(1, 50, 20), 0, open({ nowMs: 6001 })).outcome).toEqual(SEND);
  });

  it('sends a fresh button without the one that was refused', () => {
    const gate = new Gate();
    gate.judge(pointer(1, 10, 20), 0, closed());
    gate.burst.told();
    expect(gate.judge(pointer(5, 10, 20), 0, open({ nowMs: 2000 })).outcome).toEqual(
      replace(5, 4, 0, 10, 0, 20),
    );
    expect(gate.judge(pointer(1, 30, 20), 0, open({ nowMs: 2100 })).outcome).toEqual(
      replace(5, 0, 0, 30, 0, 20),
    );
  });

  it('sends nothing without the modifier that the user holds', () => {
    const gate = new Gate();
    gate.judge(key(true, 0xffe3), 0, closed());
    gate.burst.told();
    expect(gate.judge(key(true, 65), 0, open({ nowMs: 3000 })).outcome).toEqual(drop('held-through-block'));
    expect(gate.judge(pointer(1), 0, open({ nowMs: 3000 })).outcome).toEqual(drop('held-through-block'));
    gate.judge(key(false, 0xffe3), 0, open({ nowMs: 3100 }));
    gate.burst.told();
    gate.judge(key(false, 65), 0, open({ nowMs: 3100 }));
    expect(gate.judge(key(true, 65), 0, open({ nowMs: 4000 })).outcome).toEqual(SEND);
  });
});

describe('an open gate', () => {
  it('drops input that is too old, but not its release', () => {
    const gate = new Gate();
    gate.judge(key(true, 65), 500, open());
    expect(gate.judge(key(true, 66), 501, open()).outcome).toEqual(drop('stale-input'));
    expect(gate.judge(key(false, 65), 9000, open()).outcome).toEqual(SEND);
    expect(gate.judge(key(true, 67), null, open({ nowMs: 1 })).outcome).toEqual(drop('burst-cut'));
  });

  it('lets the up of a held key pass while the burst is cut, and its repeats not', () => {
    const gate = new Gate();
    gate.judge(key(true, 65), 0, open());
    gate.judge(key(true, 66), 900, open());
    expect(gate.judge(key(true, 65), 0, open()).outcome).toEqual(drop('burst-cut'));
    expect(gate.judge(key(false, 65), 0, open()).outcome).toEqual(SEND);
  });

  it('suppresses retries when asked to, never the wheel or typing', () => {
    const unstable = (nowMs: number) => open({ suppressRetries: true, nowMs });
    const click = (gate: Gate, nowMs: number) => {
      const { outcome, nature } = gate.judge(pointer(1, 5, 5), 0, unstable(nowMs));
      gate.judge(pointer(0, 5, 5), 0, unstable(nowMs));
      return { outcome, nature };
    };
    const gate = new Gate();
    expect(click(gate, 1000)).toEqual({ outcome: SEND, nature: 'action' });
    expect(click(gate, 1200)).toEqual({ outcome: SEND, nature: 'action' });
    expect(click(gate, 1400)).toEqual({ outcome: drop('retry'), nature: 'retry' });
    const other = new Gate();
    for (let i = 0; i < 5; i++) {
      expect(other.judge(pointer(8, 5, 5), 0, unstable(1000 + i)).outcome).toEqual(SEND);
      expect(other.judge(pointer(0, 5, 5), 0, unstable(1000 + i)).outcome).toEqual(SEND);
      expect(other.judge(key(true, 65), 0, unstable(1000 + i)).outcome).toEqual(SEND);
      expect(other.judge(key(false, 65), 0, unstable(1000 + i)).outcome).toEqual(SEND);
    }
  });

  it('says that a press is a retry even where it may pass', () => {
    const gate = new Gate();
    gate.judge(pointer(1, 5, 5), 0, open());
    gate.judge(pointer(0, 5, 5), 0, open());
    expect(gate.judge(pointer(1, 5, 5), 0, open({ nowMs: 1800 }))).toMatchObject({
      outcome: SEND,
      nature: 'retry',
    });
  });

  it('never loses a button change to coalescing, and sends the final position when it is due', () => {
    const gate = new Gate();
    const slow = (nowMs: number) => open({ motionIntervalMs: 200, nowMs });
    expect(gate.judge(pointer(0, 1, 1), 0, slow(0)).outcome).toEqual(SEND);
    expect(gate.judge(pointer(0, 2, 2), 0, slow(20)).outcome).toEqual(drop('coalesced'));
    expect(gate.judge(pointer(1, 3, 3), 0, slow(30)).outcome).toEqual(SEND);
    expect(gate.tick(slow(250))).toBeNull();
    expect(gate.judge(pointer(1, 4, 4), 0, slow(260)).outcome).toEqual(SEND);
    expect(gate.judge(pointer(1, 5, 5), 0, slow(270)).outcome).toEqual(drop('coalesced'));
    expect(gate.tick(slow(300))).toBeNull();
    expect(gate.tick(slow(460))).toEqual(Uint8Array.of(5, 1, 0, 5, 0, 5));
    expect(gate.judge(pointer(1, 6, 6), 0, slow(470)).outcome).toEqual(drop('coalesced'));
    expect(gate.judge(pointer(0, 7, 7), 0, slow(480)).outcome).toEqual(SEND);
    expect(gate.tick(slow(2000))).toBeNull();
  });

  it('does not send the waiting move of a drag without a permit', () => {
    const gate = new Gate();
    const slow = (nowMs: number) => open({ motionIntervalMs: 200, nowMs });
    gate.judge(pointer(1, 1, 1), 0, slow(0));
    gate.judge(pointer(1, 2, 2), 0, slow(1));
    gate.judge(pointer(1, 3, 3), 0, slow(10));
    expect(gate.tick(closed({ motionIntervalMs: 200, nowMs: 500 }))).toBeNull();
    expect(gate.tick(slow(600))).toBeNull();
  });

  it('takes no more keys than it can let go of', () => {
    const gate = new Gate();
    for (let i = 0; i < MAX_HELD_KEYS; i++)
      expect(gate.judge(key(true, 100 + i), 0, open()).outcome).toEqual(SEND);
    expect(gate.judge(key(true, 99), 0, open()).outcome).toEqual(drop('no-credit'));
    expect(gate.judge(key(false, 99), 0, open()).outcome).toEqual(drop('held-through-block'));
    expect(gate.releaseAll(0)).toHaveLength(MAX_HELD_KEYS);
  });
});

describe('a gate that only measures', () => {
  it('passes everything and knows what is held', () => {
    const gate = new Gate();
    const measure = closed({ enforce: false, motionIntervalMs: null, suppressRetries: true });
    for (const message of [key(true, 65), pointer(1, 2, 3), pointer(1, 4, 5), pointer(0, 4, 5), cutText()]) {
      expect(gate.judge(message, 9999, measure).outcome).toEqual(SEND);
    }
    expect(gate.held.sentKeys).toHaveLength(1);
  });
});
