import { describe, expect, it } from 'vitest';
import { LEASE_GUARD_MS, LEASE_MS, RENEW_MS } from '../../../src/model/control/lock-times.ts';
import { Seat } from '../../../src/model/control/seat.ts';
import type { SeatWord } from '../../../src/model/control/seat-order.ts';

const OPEN_MS = LEASE_MS - LEASE_GUARD_MS;
const FACTS = { unacknowledged: 0, idleMs: 0 };

/** Granted under `epoch` at 0, and what it then asked. */
function granted(epoch: number): { seat: Seat; nonce: number } {
  const seat = new Seat(100);
  seat.order({ type: 'watch' });
  seat.order({ type: 'granted', epoch });
  return { seat, nonce: nonceOf(seat.tick(0, FACTS)) };
}

function nonceOf(words: readonly SeatWord[]): number {
  const [word] = words;
  return word?.type === 'renew' ? word.nonce : Number.NaN;
}

describe('a seat', () => {
  it('forgets no epoch that is over because an older one is ended late', () => {
    const seat = new Seat(100);
    seat.order({ type: 'watch' });
    seat.order({ type: 'drain', epoch: 4 });
    seat.order({ type: 'drain', epoch: 2 });
    seat.order({ type: 'granted', epoch: 3 });
    expect(seat.mode).toBe('watch');
    expect(seat.tick(0, FACTS)).toEqual([]);
  });

  it('is open without a room', () => {
    expect(new Seat(0).isOpen(1e9)).toBe(true);
  });

  it('is closed in a room, until control is granted and renewed', () => {
    const { seat, nonce } = granted(7);
    expect(seat.isOpen(0)).toBe(false);
    seat.order({ type: 'renewed', epoch: 7, nonce });
    expect(seat.isOpen(0)).toBe(true);
  });

  it('closes by itself, counted from when it asked and not from when it was answered', () => {
    const { seat, nonce } = granted(7);
    seat.tick(RENEW_MS - 1, FACTS);
    seat.order({ type: 'renewed', epoch: 7, nonce });
    expect(seat.isOpen(OPEN_MS - 1)).toBe(true);
    expect(seat.isOpen(OPEN_MS)).toBe(false);
  });

  it('asks again every 2 s, with what the guard knows', () => {
    const { seat, nonce } = granted(7);
    expect(seat.tick(RENEW_MS - 1, FACTS)).toEqual([]);
    expect(seat.tick(RENEW_MS, { unacknowledged: 2, idleMs: 1500.4 })).toEqual([
      { type: 'renew', epoch: 7, nonce: nonce + 1, idleMs: 1500, unacknowledged: 2 },
    ]);
  });

  it('stays open as long as it is answered', () => {
    const { seat } = granted(7);
    for (let nowMs = RENEW_MS; nowMs < 60_000; nowMs += RENEW_MS) {
      const nonce = nonceOf(seat.tick(nowMs, FACTS));
      seat.order({ type: 'renewed', epoch: 7, nonce });
      expect(seat.isOpen(nowMs + RENEW_MS)).toBe(true);
    }
  });

  it('takes a late answer for no more than it was asked for', () => {
    const { seat, nonce } = granted(7);
    const second = nonceOf(seat.tick(RENEW_MS, FACTS));
    seat.order({ type: 'renewed', epoch: 7, nonce: second });
    seat.order({ type: 'renewed', epoch: 7, nonce });
    expect(seat.isOpen(RENEW_MS + OPEN_MS - 1)).toBe(true);
    expect(seat.isOpen(RENEW_MS + OPEN_MS)).toBe(false);
  });

  it('does not open by an answer that it did not ask for, or that is to an earlier page', () => {
    const { seat, nonce } = granted(7);
    seat.order({ type: 'renewed', epoch: 7, nonce: nonce + 1 });
    seat.order({ type: 'renewed', epoch: 7, nonce: 3 });
    expect(seat.isOpen(0)).toBe(false);
  });

  it('does not open by an answer under another epoch', () => {
    const { seat, nonce } = granted(7);
    seat.order({ type: 'renewed', epoch: 6, nonce });
    seat.order({ type: 'renewed', epoch: 8, nonce });
    expect(seat.isOpen(0)).toBe(false);
  });

  it('does not open by an answer to what it asked under the grant before', () => {
    const { seat, nonce } = granted(7);
    seat.order({ type: 'granted', epoch: 8 });
    seat.order({ type: 'renewed', epoch: 8, nonce });
    expect(seat.isOpen(0)).toBe(false);
  });

  it('renews at once when the same grant is told again, and stays open', () => {
    const { seat, nonce } = granted(7);
    seat.order({ type: 'renewed', epoch: 7, nonce });
    seat.order({ type: 'granted', epoch: 7 });
    expect(seat.isOpen(10)).toBe(true);
    expect(seat.tick(10, FACTS)).toHaveLength(1);
  });

  it('knows an old grant', () => {
    const { seat, nonce } = granted(7);
    seat.order({ type: 'renewed', epoch: 7, nonce });
    seat.order({ type: 'granted', epoch: 6 });
    expect(seat.isOpen(0)).toBe(true);
    expect(seat.tick(RENEW_MS, FACTS)).toMatchObject([{ epoch: 7 }]);
  });

  it('ignores the end of an older grant', () => {
    const { seat, nonce } = granted(7);
    seat.order({ type: 'renewed', epoch: 7, nonce });
    seat.order({ type: 'drain', epoch: 6 });
    expect(seat.isOpen(0)).toBe(true);
  });

  it('closes when it is to watch, and opens again only by what it asked after that', () => {
    const { seat, nonce } = granted(7);
    seat.order({ type: 'watch' });
    expect(seat.tick(RENEW_MS, FACTS)).toEqual([]);
    seat.order({ type: 'granted', epoch: 7 });
    seat.order({ type: 'renewed', epoch: 7, nonce });
    expect(seat.isOpen(0)).toBe(false);
    seat.order({ type: 'renewed', epoch: 7, nonce: nonceOf(seat.tick(RENEW_MS, FACTS)) });
    expect(seat.isOpen(RENEW_MS)).toBe(true);
  });

  it('opens after a sleep only by what it asks then', () => {
    const { seat, nonce } = granted(7);
    seat.order({ type: 'renewed', epoch: 7, nonce });
    const again = nonceOf(seat.tick(20_000, FACTS));
    seat.order({ type: 'renewed', epoch: 7, nonce });
    expect(seat.isOpen(20_000)).toBe(false);
    seat.order({ type: 'renewed', epoch: 7, nonce: again });
    expect(seat.isOpen(20_000)).toBe(true);
  });

  it('counts epochs anew after a room', () => {
    const { seat } = granted(7);
    seat.order({ type: 'drain', epoch: 7 });
    seat.order({ type: 'solo' });
    expect(seat.isOpen(0)).toBe(true);
    seat.order({ type: 'granted', epoch: 2 });
    expect(seat.isOpen(0)).toBe(false);
    seat.order({ type: 'renewed', epoch: 2, nonce: nonceOf(seat.tick(1, FACTS)) });
    expect(seat.isOpen(1)).toBe(true);
  });
});

describe('a seat that is drained', () => {
  function drained(): Seat {
    const { seat, nonce } = granted(7);
    seat.order({ type: 'renewed', epoch: 7, nonce });
    seat.order({ type: 'drain', epoch: 7 });
    return seat;
  }
  const says = (unacknowledged: number) => [{ type: 'drained', epoch: 7, unacknowledged }];

  it('is closed at once', () => {
    expect(drained().isOpen(0)).toBe(false);
  });

  it('says what may still execute at once, when it changes, and every 2 s until that is nothing', () => {
    const seat = drained();
    expect(seat.tick(0, { ...FACTS, unacknowledged: 3 })).toEqual(says(3));
    expect(seat.tick(50, { ...FACTS, unacknowledged: 3 })).toEqual([]);
    expect(seat.tick(100, { ...FACTS, unacknowledged: 1 })).toEqual(says(1));
    expect(seat.tick(100 + RENEW_MS, { ...FACTS, unacknowledged: 1 })).toEqual(says(1));
    expect(seat.tick(3000, FACTS)).toEqual(says(0));
    expect(seat.tick(9000, FACTS)).toEqual([]);
  });

  it('says it again when it is told again: the word may have been lost', () => {
    const seat = drained();
    seat.tick(0, FACTS);
    seat.order({ type: 'drain', epoch: 7 });
    expect(seat.tick(10, FACTS)).toEqual(says(0));
  });

  it('goes on to say it when somebody else has control', () => {
    const seat = drained();
    seat.tick(0, { ...FACTS, unacknowledged: 2 });
    seat.order({ type: 'watch' });
    expect(seat.tick(10, FACTS)).toEqual(says(0));
  });

  it('never opens again under that epoch', () => {
    const seat = drained();
    seat.order({ type: 'granted', epoch: 7 });
    expect(seat.tick(5000, FACTS)).toMatchObject([{ type: 'drained' }]);
    seat.order({ type: 'renewed', epoch: 7, nonce: 101 });
    expect(seat.isOpen(5000)).toBe(false);
  });

  it('opens under the next epoch', () => {
    const seat = drained();
    seat.order({ type: 'granted', epoch: 8 });
    seat.order({ type: 'renewed', epoch: 8, nonce: nonceOf(seat.tick(1, FACTS)) });
    expect(seat.isOpen(1)).toBe(true);
  });

  it('claims nothing about a grant of an earlier page', () => {
    const seat = new Seat(100);
    seat.order({ type: 'watch' });
    seat.order({ type: 'drain', epoch: 7 });
    expect(seat.tick(0, FACTS)).toEqual([]);
    seat.order({ type: 'granted', epoch: 7 });
    expect(seat.tick(0, FACTS)).toEqual([]);
  });
});
