import type { FaultBench } from '../fault-bench.ts';
import type { Chapter } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { work } from './shared/deeds.ts';
import { A, B } from './shared/keys.ts';

/** A cut that is noticed with a key and a button held, input into it, and what follows when it heals. */
function stall(b: FaultBench, ms: number): void {
  b.key(true, B);
  b.pointer(1, 120, 120);
  b.run(50);
  b.pointer(1, 125, 120);
  b.cut();
  for (let i = 0; i < 6; i++) b.type(0x31 + i);
  b.pointer(1, 130, 120);
  b.run(Math.max(0, ms - 600));
  work(b);
  b.key(false, B);
  b.pointer(0, 130, 120);
  b.heal();
  b.run(300);
  b.type(A);
  b.run(4000);
  b.type(A);
  b.click(150, 150);
  b.run(1000);
}

export const STALL: Chapter = {
  name: 'a stall with keys and buttons held',
  play: (b) => {
    connected(b);
    stall(b, 1500);
    b.command({ type: 're-arm' });
    b.run(200);
    b.key(true, A);
    b.pointer(1, 10, 10);
    stall(b, 600);
    b.pointer(1, 11, 11);
    b.close();
  },
};
