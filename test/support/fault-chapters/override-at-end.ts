import type { Chapter } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { A } from './shared/keys.ts';
import { overridden } from './shared/overridden.ts';

export const OVERRIDE_AT_END: Chapter = {
  name: 'an override that the end of the connection ends',
  play: (b) => {
    connected(b);
    overridden(b);
    b.key(true, A);
    b.detached();
    b.run(100);
    overridden(b);
    b.close();
  },
};
