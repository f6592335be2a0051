import type { Chapter } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { work } from './shared/deeds.ts';
import { A, B } from './shared/keys.ts';
import { policy } from './shared/set-up.ts';

export const POLICY_CHANGES: Chapter = {
  name: 'changes of the policy',
  play: (b) => {
    connected(b);
    b.key(true, A);
    b.setPolicy(policy({ mode: 'measure' }));
    work(b);
    b.cut();
    b.run(2500);
    work(b);
    b.heal();
    b.run(2500);
    b.key(true, B);
    b.setPolicy(policy({ maxInputAgeMs: 500 }));
    b.run(1000);
    work(b);
  },
};
