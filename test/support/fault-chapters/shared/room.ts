import type { FaultBench } from '../../fault-bench.ts';
import { ledState, update } from '../../rfb-server-bytes.ts';
import { connected } from './connection.ts';
import { A, B, C, SHIFT } from './keys.ts';

/** In a room, without control. */
export function inRoom(b: FaultBench): void {
  connected(b);
  b.order({ type: 'watch' });
  b.run(300);
}

/** Control that comes and goes in every way, with things held and under way. */
export function turns(b: FaultBench): void {
  b.type(A);
  b.click(50, 60);
  b.grant();
  b.run(300);
  b.type(A);
  b.server(update([ledState(0)]));
  b.key(true, B);
  b.pointer(1, 50, 50);
  b.run(100);
  // Passed on: what is held is let go of, and the arbiter hears when that has arrived.
  b.order({ type: 'drain', epoch: b.seat.epoch });
  b.type(C);
  b.run(300);
  b.letGo();
  b.grant();
  b.run(4500);
  b.key(true, SHIFT);
  b.type(A);
  b.key(true, B);
  b.pointer(4, 60, 60);
  // The relay is lost: the lease ends by itself, between two ticks.
  b.answersRenewals = false;
  b.run(3000);
  b.ticking = false;
  b.run(2100);
  b.type(C);
  b.pointer(4, 70, 60);
  b.ticking = true;
  b.run(300);
  b.letGo();
  // It is back before anybody else asked.
  b.order({ type: 'granted', epoch: b.seat.epoch });
  b.answersRenewals = true;
  b.run(300);
  b.type(A);
  // Taken in a cut: what is under way is told until it is known.
  b.key(true, A);
  b.cut();
  b.type(B);
  b.order({ type: 'drain', epoch: b.seat.epoch });
  b.run(2500);
  b.heal();
  b.run(5500);
  b.letGo();
  b.order({ type: 'watch' });
  b.run(100);
}
