import { describe, expect, it } from 'vitest';
import { STRICT_POLICY } from '../../src/model/policy/policy.ts';
import type { RecordEvent } from '../../src/model/record/record-event.ts';
import { ENCODING } from '../../src/model/rfb/numbers.ts';
import { GuardBench } from '../support/guard-bench.ts';
import { cutText, desktopSize, everyProtocolMessage, key, pointer, xvp } from '../support/guard-messages.ts';
import { keyOf, profileOf } from '../support/profile-of.ts';
import { SeatDesk } from '../support/seat-desk.ts';

const ESC = 0xff1b;

function room(options: ConstructorParameters<typeof GuardBench>[0] = {}) {
  const bench = new GuardBench(options);
  bench.run(3000);
  return { bench, desk: new SeatDesk(bench) };
}

const sent = (bench: GuardBench) => bench.sent.received.filter(({ type }) => type !== 'fence');
const control = (bench: GuardBench) =>
  bench.effects
    .flatMap((effect): RecordEvent[] => (effect.type === 'record' ? [effect.event] : []))
    .flatMap((event) => (event.type === 'control' ? [[event.to, event.cause, event.epoch]] : []));
const rect = (encoding: number, size: number) =>
  ({ type: 'rect', startByte: 0, x: 0, y: 0, width: size, height: size, encoding }) as const;

describe('a gate in a room, without control', () => {
  it('lets no press, no move, no text and no resize out', () => {
    const { bench, desk } = room();
    desk.order({ type: 'watch' });
    const before = sent(bench).length;
    const messages = [pointer(1, 5, 5), pointer(0, 5, 5), pointer(0, 9, 9), key(true, 65), cutText(), xvp()];
    for (const message of [...messages, desktopSize()]) {
      expect(bench.client(message).outcome).toMatchObject({ type: 'drop' });
      bench.run(60);
    }
    expect(bench.client(pointer(1, 5, 5)).outcome).toEqual({ type: 'drop', reason: 'no-control' });
    expect(bench.snapshot()).toMatchObject({ blocked: 'no-control', seat: { state: 'watching', leftMs: 0 } });
    expect(sent(bench)).toHaveLength(before);
  });

  it('still tells where the page says its pointer is: a part of the screen is known by that', () => {
    const { bench, desk } = room();
    desk.order({ type: 'watch' });
    expect(bench.snapshot().pointer).toBeNull();
    bench.client(pointer(0, 5, 6));
    const atMs = bench.nowMs;
    bench.run(500);
    bench.client(key(true, 65));
    expect(bench.snapshot().pointer).toEqual({ x: 5, y: 6, atMs });
  });

  it('lets not even a stop out: somebody else operates', () => {
    const { bench, desk } = room({ profiles: [profileOf({ keys: [keyOf('Escape', 'stop')] })] });
    desk.order({ type: 'watch' });
    expect(bench.client(key(true, ESC)).outcome).toEqual({ type: 'drop', reason: 'no-control' });
    bench.client(key(false, ESC));
    desk.order({ type: 'solo' });
    expect(bench.client(key(true, ESC)).received?.downs).toEqual([`key ${ESC}`]);
  });

  it('lets all other protocol pass', () => {
    const { bench, desk } = room();
    desk.order({ type: 'watch' });
    for (const message of everyProtocolMessage()) {
      if (message.type === 'set-desktop-size') continue;
      expect(bench.client(message).outcome.type).toBe('send');
    }
  });

  it('does not send later what was moved meanwhile', () => {
    const { bench, desk } = room();
    desk.order({ type: 'watch' });
    bench.client(pointer(0, 300, 300));
    const before = sent(bench).length;
    desk.grant(1);
    desk.run(500);
    expect(sent(bench)).toHaveLength(before);
    expect(bench.client(pointer(0, 20, 20)).received).toMatchObject({ x: 20, y: 20 });
  });

  it('keeps to the lock also where the network is only measured', () => {
    const { bench, desk } = room({ policy: { ...STRICT_POLICY, mode: 'measure' } });
    bench.client(key(true, 65));
    desk.order({ type: 'watch' });
    expect(bench.sent.held).toEqual([]);
    expect(bench.client(key(true, 66)).outcome).toEqual({ type: 'drop', reason: 'no-control' });
    bench.client(key(false, 66));
    desk.grant(1);
    bench.cut();
    desk.run(4000);
    expect(bench.client(key(true, 66)).received?.downs).toEqual(['key 66']);
  });

  it('is not opened by an override', () => {
    const { bench, desk } = room();
    desk.grant(1);
    bench.cut();
    desk.run(3000);
    bench.perform(bench.guard.command({ type: 'override', reason: 'other' }, bench.nowMs));
    expect(bench.client(key(true, 65)).received?.downs).toEqual(['key 65']);
    desk.order({ type: 'watch' });
    expect(bench.client(key(true, 66)).outcome).toEqual({ type: 'drop', reason: 'no-control' });
    expect(bench.snapshot().override.state).toBe('active');
  });

  it('leaves no hole in what is typed while control comes', () => {
    const { bench, desk } = room();
    desk.order({ type: 'watch' });
    bench.client(key(true, 49));
    bench.client(key(false, 49));
    desk.grant(1);
    expect(bench.client(key(true, 48)).outcome).toEqual({ type: 'drop', reason: 'burst-cut' });
    bench.client(key(false, 48));
    desk.run(1000);
    expect(bench.client(key(true, 48)).outcome.type).toBe('send');
  });
});

describe('a gate that is granted control', () => {
  it('opens with the answer to its first renewal, and renews every 2 s', () => {
    const { bench, desk } = room();
    desk.order({ type: 'watch' });
    desk.order({ type: 'granted', epoch: 4 });
    expect(bench.snapshot().seat.state).toBe('opening');
    expect(bench.client(key(true, 65)).outcome.type).toBe('drop');
    bench.client(key(false, 65));
    desk.answer();
    expect(bench.snapshot().seat).toEqual({ state: 'open', leftMs: 5000 });
    desk.run(6000);
    expect(bench.client(key(true, 65)).outcome.type).toBe('send');
    bench.client(key(false, 65));
    const renewals = desk.words.filter(({ type }) => type === 'renew');
    expect(renewals.map((word) => (word.type === 'renew' ? word.nonce : 0))).toEqual([1, 2, 3, 4]);
  });

  it('says how long its user has been idle, and what may still execute', () => {
    const { bench, desk } = room();
    desk.grant(1);
    desk.run(5000);
    bench.cut();
    bench.client(key(true, 65));
    desk.runUnanswered(1500);
    expect(desk.words.at(-1)).toMatchObject({ type: 'renew', unacknowledged: 1 });
    const last = desk.words.at(-1);
    expect(last?.type === 'renew' ? last.idleMs : -1).toBeLessThan(1500);
    expect(desk.words.at(-2)).toMatchObject({ idleMs: 4000, unacknowledged: 0 });
  });

  it('closes by its own deadline, counted from when the renewal was sent, and lets go', () => {
    const { bench, desk } = room();
    desk.order({ type: 'granted', epoch: 1 });
    desk.runUnanswered(1000);
    desk.answer();
    bench.client(key(true, 65));
    desk.runUnanswered(3900);
    expect(bench.sent.held).toEqual(['key 65']);
    desk.runUnanswered(150);
    expect(bench.sent.held).toEqual([]);
    expect(bench.snapshot()).toMatchObject({ blocked: 'no-control', seat: { state: 'opening' } });
    expect(control(bench).at(-1)).toEqual(['closed', 'deadline', 1]);
  });

  it('is closed after sleep, before any timer has run', () => {
    const { bench, desk } = room();
    desk.grant(1);
    desk.run(1000);
    bench.nowMs += 20_000;
    expect(bench.client(key(true, 65)).received).toBeNull();
    expect(bench.snapshot().blocked).toBe('no-control');
  });

  it('lets go when it has to drain, then says so until nothing may execute any more', () => {
    const { bench, desk } = room();
    desk.order({ type: 'watch' });
    desk.grant(3);
    bench.client(key(true, 65));
    bench.client(pointer(1, 7, 8));
    bench.cut();
    expect(desk.order({ type: 'drain', epoch: 3 })).toEqual([
      { type: 'drained', epoch: 3, unacknowledged: 4 },
    ]);
    expect(bench.sent.held).toEqual([]);
    const kinds = bench.effects.map((effect) => (effect.type === 'send' ? effect.purpose : effect.type));
    expect(kinds.lastIndexOf('release')).toBeLessThan(kinds.lastIndexOf('seat'));
    expect(bench.snapshot().seat.state).toBe('draining');
    const before = sent(bench).length;
    bench.client(key(true, 66));
    bench.client(pointer(0, 50, 50));
    desk.runUnanswered(3000);
    bench.heal();
    desk.runUnanswered(500);
    expect(desk.words.at(-1)).toEqual({ type: 'drained', epoch: 3, unacknowledged: 0 });
    expect(bench.snapshot().seat.state).toBe('watching');
    expect(sent(bench)).toHaveLength(before);
    expect(control(bench)).toEqual([
      ['closed', 'watch', 0],
      ['open', 'granted', 3],
      ['closed', 'drain', 3],
    ]);
  });

  it('gives control back when the gate fails, and takes none until it can be trusted', () => {
    const { bench, desk } = room();
    desk.grant(1);
    bench.client(key(true, 65));
    bench.perform(bench.guard.fault(bench.nowMs));
    expect(desk.hear()).toEqual([{ type: 'drained', epoch: 1, unacknowledged: 2 }]);
    expect(desk.order({ type: 'granted', epoch: 2 })).toMatchObject([{ type: 'drained', epoch: 2 }]);
    desk.runUnanswered(6000);
    expect(desk.words.filter(({ type }) => type === 'renew')).toHaveLength(1);
    desk.grant(3);
    expect(bench.client(key(true, 66)).outcome.type).toBe('send');
  });

  it('gives control back when it cannot be guarded any more, and takes none', () => {
    const { bench, desk } = room();
    desk.grant(1);
    bench.perform(bench.guard.clientLost('not-binary', bench.nowMs));
    expect(desk.hear()).toEqual([{ type: 'drained', epoch: 1, unacknowledged: 0 }]);
    expect(desk.order({ type: 'granted', epoch: 2 })).toEqual([
      { type: 'drained', epoch: 2, unacknowledged: 0 },
    ]);
    expect(bench.snapshot().seat.state).toBe('watching');
    expect(control(bench).at(-1)).toEqual(['closed', 'unguarded', 1]);
  });

  it('says how it stands when the connection ends', () => {
    const { bench, desk } = room();
    desk.grant(1);
    bench.cut();
    bench.client(key(true, 65));
    bench.perform(bench.guard.closing(bench.nowMs));
    bench.perform(bench.guard.closed(bench.nowMs));
    expect(desk.hear()).toEqual([{ type: 'drained', epoch: 1, unacknowledged: 2 }]);
    desk.runUnanswered(5000);
    expect(desk.words.filter(({ type }) => type === 'renew')).toHaveLength(1);
  });

  it('keeps what was owed to a lock key from the one who comes after', () => {
    const { bench, desk } = room();
    desk.grant(1);
    bench.oneWayMs = 3000;
    desk.run(4000);
    bench.client(key(true, 0xffe5));
    bench.client(key(false, 0xffe5));
    desk.order({ type: 'drain', epoch: 1 });
    bench.oneWayMs = 10;
    desk.run(20_000);
    desk.grant(2);
    desk.run(1000);
    expect(bench.client(key(true, 65)).received?.downs).toEqual(['key 65']);
  });
});

describe('somebody outside of the room', () => {
  const outsiders = (bench: GuardBench) => bench.effects.filter(({ type }) => type === 'outsider').length;

  it('is seen when the server takes the cursor away from who is in control, and only then', () => {
    const { bench, desk } = room();
    const cursor = (size: number, encoding: number = ENCODING.vmwareCursor) =>
      bench.perform(bench.guard.server(rect(encoding, size), bench.nowMs).effects);
    cursor(16);
    cursor(0);
    expect(outsiders(bench)).toBe(0);
    desk.grant(1);
    bench.client(pointer(0, 9, 9));
    cursor(16);
    cursor(0);
    expect(outsiders(bench)).toBe(0);
    cursor(16, ENCODING.cursor);
    desk.run(2000);
    cursor(0, ENCODING.cursor);
    expect(outsiders(bench)).toBe(1);
    cursor(16);
    cursor(0);
    expect(outsiders(bench)).toBe(1);
  });

  it('is seen when a lock changes that nobody here has pressed', () => {
    const { bench, desk } = room({ afterInit: [ENCODING.qemuLedState] });
    const led = () => bench.perform(bench.guard.server(rect(ENCODING.qemuLedState, 0), bench.nowMs).effects);
    desk.grant(1);
    bench.client(key(true, 0xffe5));
    bench.client(key(false, 0xffe5));
    bench.cut();
    desk.run(3000);
    led();
    expect(outsiders(bench)).toBe(0);
    bench.heal();
    desk.run(3000);
    led();
    expect(outsiders(bench)).toBe(1);
  });
});
