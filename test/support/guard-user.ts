import { GuardBench } from './guard-bench.ts';
import { key, pointer } from './guard-messages.ts';

/** One click at a place of its own; true if its press went to the server. */
export function click(bench: GuardBench, place: number): boolean {
  const x = 20 + ((place * 97) % 600);
  const y = 20 + ((place * 61) % 400);
  const sent = bench.client(pointer(1, x, y)).received?.downs.length === 1;
  bench.client(pointer(0, x, y));
  return sent;
}

/** One key; true if its press went to the server. */
export function type(bench: GuardBench, keysym: number): boolean {
  const sent = bench.client(key(true, keysym)).outcome.type === 'send';
  bench.client(key(false, keysym));
  return sent;
}

/** A session whose path is known, over a link of this delay. */
export function ready(oneWayMs: number): GuardBench {
  const bench = new GuardBench({ oneWayMs });
  bench.run(4 * oneWayMs + 4000);
  return bench;
}
