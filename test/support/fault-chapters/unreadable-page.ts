import type { Chapter } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { A, SHIFT } from './shared/keys.ts';
import { policy } from './shared/set-up.ts';

export const UNREADABLE_PAGE: Chapter = {
  name: 'a page that cannot be read any more',
  options: { policy: policy({ whenUnguarded: 'close' }) },
  play: (b) => {
    connected(b);
    b.key(true, SHIFT);
    b.key(true, A, 30);
    b.pointer(1, 50, 50);
    b.run(100);
    b.garbage(Uint8Array.of(99, 1, 2));
    b.run(500);
    b.page(Uint8Array.of(4, 5, 6));
    b.close();
  },
};
