import { expect, it } from 'vitest';
import { Unacknowledged } from '../../../src/model/gate/unacknowledged.ts';
import { SeatKeeper } from '../../../src/model/guard/seat-keeper.ts';

it('a gate that could not take in an order is shut until it takes in another one', () => {
  const seat = new SeatKeeper();
  const nothing = new Unacknowledged();
  expect(seat.isOpen(0)).toBe(true);

  // What was lost may have been the word that there is a room.
  seat.isUntold = true;
  expect(seat.isOpen(0)).toBe(false);
  expect(seat.reading(nothing, 0)).toEqual({ state: 'watching', leftMs: 0 });
  expect(seat.change(nothing, 0)).toMatchObject({ type: 'control', to: 'closed', cause: 'fault' });

  seat.order({ type: 'renewed', epoch: 1, nonce: 1 }, null, 0);
  expect(seat.isOpen(0)).toBe(false);
  seat.order({ type: 'solo' }, null, 0);
  expect(seat.isOpen(0)).toBe(true);
  expect(seat.change(nothing, 0)).toMatchObject({ type: 'control', to: 'solo' });
});
