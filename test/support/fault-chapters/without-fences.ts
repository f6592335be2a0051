import { raw, update } from '../rfb-server-bytes.ts';
import type { Chapter } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { CORNER, work } from './shared/deeds.ts';
import { A } from './shared/keys.ts';

export const WITHOUT_FENCES: readonly Chapter[] = (['refresh', 'clipboard', 'none'] as const).map(
  (probe): Chapter => {
    return {
      name: `a server without fences: ${probe}`,
      options: { probe },
      play: (b) => {
        connected(b);
        b.server(update([raw(CORNER)]));
        b.run(1000);
        b.server(update([raw(CORNER)]));
        work(b);
        b.cut();
        b.run(2500);
        b.type(A);
        b.heal();
        b.run(1500);
      },
    };
  },
);
