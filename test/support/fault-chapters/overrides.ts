import type { Chapter } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { overridden } from './shared/overridden.ts';
import { policy } from './shared/set-up.ts';

export const OVERRIDES: Chapter = {
  name: 'overrides',
  play: (b) => {
    connected(b);
    b.command({ type: 'override', reason: 'other' });
    overridden(b);
    b.command({ type: 'end-override' });
    b.run(100);
    overridden(b);
    b.blurred();
    overridden(b);
    b.setVisible(false);
    b.setVisible(true);
    overridden(b);
    b.run(11_000);
    overridden(b);
    b.heal();
    b.run(6000);
    b.setPolicy(policy({ override: 'forbid' }));
    overridden(b);
  },
};
