import type { Chapter } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { work } from './shared/deeds.ts';

export const HEALTHY_SESSION: Chapter = {
  name: 'a healthy session',
  play: (b) => {
    connected(b);
    work(b);
    b.run(800);
    work(b);
    b.close();
  },
};
