import type { Chapter } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { A } from './shared/keys.ts';
import { JOURNAL } from './shared/set-up.ts';

export const INHERITED_JOURNAL: Chapter = {
  name: 'a journal of a document that is gone',
  play: (b) => {
    connected(b);
    b.inherit(JOURNAL);
    b.run(200);
    b.key(true, A);
    b.inherit(JOURNAL);
    b.inherit({ ...JOURNAL, keys: [] });
    b.run(200);
    b.key(false, A);
    b.run(200);
    b.close();
  },
};
