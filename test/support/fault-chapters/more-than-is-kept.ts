import type { Chapter } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { A } from './shared/keys.ts';
import { policy } from './shared/set-up.ts';

export const MORE_THAN_IS_KEPT: Chapter = {
  name: 'more than is kept',
  options: { policy: policy({ mode: 'measure' }) },
  play: (b) => {
    connected(b);
    const mouse = (mask: number) => {
      b.pointer(mask, 300, 200);
      b.run(30);
      b.pointer(0, 300, 200);
      b.run(200);
    };
    for (let mask = 1; mask < 0x80; mask += 5) mouse(mask);
    b.run(1000);
    for (let i = 0; i < 80; i++) {
      b.key(true, 0x1000 + i);
      b.run(60);
    }
    b.cut();
    for (let i = 0; i < 150; i++) {
      b.key(true, A);
      b.key(false, A);
      b.pointer(1, 300 + i, 200);
    }
    b.letGo();
    b.heal();
    b.run(500);
  },
};
