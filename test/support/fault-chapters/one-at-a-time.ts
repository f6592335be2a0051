import type { Chapter } from './shared/chapter.ts';
import { connected, retries } from './shared/connection.ts';
import { drag, wheel } from './shared/deeds.ts';
import { A, CAPS_LOCK, CONTROL, SHIFT } from './shared/keys.ts';

export const ONE_AT_A_TIME: Chapter = {
  name: 'one press at a time on a slow path',
  play: (b) => {
    connected(b);
    b.oneWayMs = 130;
    const each = (action: () => void) => {
      action();
      b.run(1100);
    };
    each(() => b.click(10, 10));
    each(() => b.click(300, 10));
    each(() => b.click(10, 300));
    b.key(true, SHIFT);
    b.key(true, CONTROL);
    each(() => b.click(200, 200));
    each(() => b.type(A));
    each(() => b.type(CAPS_LOCK, A));
    b.key(false, CONTROL);
    b.key(false, SHIFT);
    b.run(1100);
    each(() => b.type(0xffe9));
    each(() => drag(b, 100));
    each(() => wheel(b, 10));
    each(() => retries(b));
    each(() => {
      b.key(true, SHIFT);
      b.cut();
      b.run(1500);
      b.heal();
    });
    b.letGo();
  },
};
