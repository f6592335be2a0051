import { type Chapter, INSIDE } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { work } from './shared/deeds.ts';
import { A, B, SHIFT } from './shared/keys.ts';

export const AFTER_A_FAULT: readonly Chapter[] = (['press', 'release', 'tick', 'command'] as const).map(
  (where): Chapter => {
    return {
      name: `after a fault at a ${where}`,
      play: (b, faults) => {
        connected(b);
        b.key(true, SHIFT);
        b.key(true, A, 30);
        b.pointer(1, 50, 50);
        b.run(60);
        faults.armNext(INSIDE);
        if (where === 'press') b.key(true, B);
        if (where === 'release') b.pointer(0, 60, 60);
        if (where === 'command') b.command({ type: 're-arm' });
        b.run(1000);
        work(b);
        b.letGo();
        b.run(6000);
        b.type(A);
        b.pointer(1, 50, 50);
        faults.armNext(INSIDE);
        b.pointer(0, 60, 60);
        b.run(1000);
        b.command({ type: 'override', reason: 'other' });
        b.type(A);
        b.close();
      },
    };
  },
);
