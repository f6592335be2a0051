import type { Chapter } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { A } from './shared/keys.ts';
import { overridden } from './shared/overridden.ts';

export const OVERRIDE_OF_LOST_STREAM: Chapter = {
  name: 'an override of a stream that gets lost',
  play: (b) => {
    connected(b);
    overridden(b);
    b.key(true, A);
    b.unreadable();
  },
};
