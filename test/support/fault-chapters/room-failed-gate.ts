import { type Chapter, INSIDE } from './shared/chapter.ts';
import { A, SHIFT } from './shared/keys.ts';
import { inRoom } from './shared/room.ts';

export const ROOM_FAILED_GATE: Chapter = {
  name: 'control of a gate that failed',
  play: (b, faults) => {
    inRoom(b);
    b.grant();
    b.run(300);
    b.key(true, SHIFT);
    b.pointer(1, 50, 50);
    b.run(60);
    faults.armNext(INSIDE);
    b.key(true, A);
    b.run(300);
    // It cannot be given control now, and says so.
    b.grant();
    b.run(300);
    b.type(A);
    b.letGo();
    b.run(6000);
    b.grant();
    b.run(300);
    b.type(A);
  },
};
