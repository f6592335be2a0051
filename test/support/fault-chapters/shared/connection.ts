import type { FaultBench } from '../../fault-bench.ts';

/** Connected, and long enough for the path to be known and presses to pass. */
export function connected(b: FaultBench): void {
  b.handshake();
  b.run(3000);
}

/** Healed, and long enough for presses to pass again. */
export function connectedAgain(b: FaultBench): void {
  b.run(5500);
  b.command({ type: 're-arm' });
  b.run(100);
}

/** Late answers: Unstable, with everything tried in it. */
export function slow(b: FaultBench, each: () => void): void {
  b.oneWayMs = 160;
  for (let i = 0; i < 3; i++) {
    b.click(300 + i, 300);
    b.run(700);
  }
  each();
  b.oneWayMs = 10;
  b.run(3000);
}

export function retries(b: FaultBench): void {
  for (let i = 0; i < 5; i++) {
    b.click(310, 310);
    b.run(60);
  }
  b.run(1500);
}
