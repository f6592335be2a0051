import type { Chapter } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { work } from './shared/deeds.ts';
import { A, B } from './shared/keys.ts';
import { policy } from './shared/set-up.ts';

export const UNREADABLE_SERVER: Chapter = {
  name: 'a server that cannot be read any more',
  play: (b) => {
    connected(b);
    b.key(true, A);
    b.pointer(1, 50, 50);
    b.run(100);
    b.serverUnreadable();
    b.run(200);
    work(b);
    b.key(false, A);
    b.setPolicy(policy({ whenUnverified: 'pass' }));
    b.run(1000);
    work(b);
    b.key(true, B);
    b.pointer(1, 50, 50);
    b.close();
  },
};
