import type { Chapter } from './shared/chapter.ts';
import { A } from './shared/keys.ts';
import { inRoom } from './shared/room.ts';

export const ROOM_LOST_STREAM: Chapter = {
  name: 'control of a stream that gets lost',
  play: (b) => {
    inRoom(b);
    b.grant();
    b.run(300);
    b.key(true, A);
    b.unreadable();
    b.grant();
    b.run(300);
    b.close();
  },
};
