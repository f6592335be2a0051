import { type Chapter, INSIDE } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { work } from './shared/deeds.ts';
import { policy } from './shared/set-up.ts';

export const MEASURED_FAULT: Chapter = {
  name: 'a fault while a connection is only measured',
  options: { policy: policy({ mode: 'measure' }) },
  play: (b, faults) => {
    connected(b);
    work(b);
    b.pointer(1, 50, 50);
    faults.armNext(INSIDE);
    b.pointer(0, 60, 60);
    b.run(1000);
    work(b);
    b.close();
  },
};
