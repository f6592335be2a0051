import type { Chapter } from './shared/chapter.ts';
import { inRoom, turns } from './shared/room.ts';
import { policy } from './shared/set-up.ts';

export const ROOM_MEASURED: Chapter = {
  name: 'control of a connection that is only measured',
  options: { policy: policy({ mode: 'measure' }) },
  play: (b) => {
    inRoom(b);
    turns(b);
    b.close();
  },
};
