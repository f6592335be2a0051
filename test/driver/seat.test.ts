import { describe, expect, it } from 'vitest';
import type { SeatOrder } from '../../src/model/control/seat-order.ts';
import { DriverRig, ScriptedGuard } from '../support/driver-rig.ts';
import { firstMessages, openSession } from '../support/rfb-bytes.ts';

/** The rig's random bytes are all 7. */
const FIRST_NONCE = 0x0707_0707_0707;
const renewal = (nonce: number) =>
  ({ type: 'renew', epoch: 3, nonce, idleMs: 0, unacknowledged: 0 }) as const;

function connected(): { rig: DriverRig; guard: ScriptedGuard; orders: SeatOrder[] } {
  const guard = new ScriptedGuard();
  const orders: SeatOrder[] = [];
  guard.order = (order) => {
    orders.push(order);
    return [];
  };
  const rig = new DriverRig({ guard });
  rig.play([...openSession(), firstMessages()]);
  return { rig, guard, orders };
}

describe('the lock of a room at the driver', () => {
  it('hears the words of the guard at once, under numbers that no other gate uses', () => {
    const { rig, guard } = connected();
    guard.tick = () => [{ type: 'seat', word: renewal(1) }];
    rig.tick();
    expect(rig.words).toEqual([renewal(FIRST_NONCE + 1)]);
    guard.tick = () => [{ type: 'seat', word: { type: 'drained', epoch: 3, unacknowledged: 1 } }];
    rig.tick();
    expect(rig.words.at(-1)).toEqual({ type: 'drained', epoch: 3, unacknowledged: 1 });
  });

  it('gives the guard its own number back, and none for one that is not its own', () => {
    const { rig, orders } = connected();
    rig.driver.order({ type: 'renewed', epoch: 3, nonce: FIRST_NONCE + 1 });
    rig.driver.order({ type: 'renewed', epoch: 3, nonce: 12 });
    rig.driver.order({ type: 'drain', epoch: 3 });
    expect(orders).toEqual([
      { type: 'renewed', epoch: 3, nonce: 1 },
      { type: 'renewed', epoch: 3, nonce: 0 },
      { type: 'drain', epoch: 3 },
    ]);
  });

  it('says once that the server showed an outsider', () => {
    const { rig, guard } = connected();
    guard.tick = () => [{ type: 'outsider' }];
    rig.tick();
    expect(rig.outsiders).toBe(1);
  });

  it('is answered by silence when the guard has failed for good', () => {
    const { rig, guard } = connected();
    guard.order = () => {
      throw new Error('broken');
    };
    guard.fault = () => {
      throw new Error('broken, too');
    };
    rig.driver.order({ type: 'granted', epoch: 4 });
    rig.tick();
    expect(rig.words).toEqual([]);
    expect(rig.snapshots.at(-1)).toMatchObject({ blocked: 'fault', seat: { state: 'solo', leftMs: 0 } });
  });
});
