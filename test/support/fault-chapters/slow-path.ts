import type { Chapter } from './shared/chapter.ts';
import { connected, retries, slow } from './shared/connection.ts';
import { commands, drag, wheel, work } from './shared/deeds.ts';
import { A, B, SHIFT } from './shared/keys.ts';

export const SLOW_PATH: Chapter = {
  name: 'a slow path',
  play: (b) => {
    connected(b);
    slow(b, () => {
      retries(b);
      work(b);
      b.key(true, SHIFT);
      b.run(100);
      b.click(200, 200);
      b.type(A, B);
      b.key(false, SHIFT);
      drag(b, 100);
      wheel(b, 10);
      commands(b);
    });
    retries(b);
  },
};
