import type { Chapter } from './shared/chapter.ts';
import { work } from './shared/deeds.ts';
import { A, B } from './shared/keys.ts';
import { inRoom, turns } from './shared/room.ts';

export const ROOM_CONTROL: Chapter = {
  name: 'control of a room',
  play: (b) => {
    inRoom(b);
    turns(b);
    b.grant();
    b.run(300);
    work(b);
    b.order({ type: 'watch' });
    b.run(100);
    b.type(A);
    b.order({ type: 'solo' });
    b.run(300);
    b.type(A);
    b.order({ type: 'watch' });
    b.type(B);
    b.run(100);
    b.grant();
    b.run(300);
    b.key(true, A);
    b.close();
  },
};
