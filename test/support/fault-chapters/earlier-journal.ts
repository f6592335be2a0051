import type { Chapter } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { A } from './shared/keys.ts';
import { JOURNAL } from './shared/set-up.ts';

export const EARLIER_JOURNAL: Chapter = {
  name: 'a journal of an earlier connection',
  options: { journal: JOURNAL },
  play: (b) => {
    connected(b);
    b.inherit({ ...JOURNAL, buttonMask: JOURNAL.buttonMask | 4 });
    b.command({ type: 'unstick' });
    b.run(200);
    b.type(A);
    b.key(true, A);
    b.pointer(1, 50, 50);
    b.run(100);
    b.close();
  },
};
