import type { Chapter } from './shared/chapter.ts';
import { work } from './shared/deeds.ts';
import { A } from './shared/keys.ts';
import { overridden } from './shared/overridden.ts';
import { inRoom } from './shared/room.ts';

export const ROOM_OVERRIDE: Chapter = {
  name: 'control that an override is asked for',
  play: (b) => {
    inRoom(b);
    b.command({ type: 'override', reason: 'stop-motion' });
    b.type(A);
    b.grant();
    b.run(300);
    overridden(b);
    b.order({ type: 'drain', epoch: b.seat.epoch });
    work(b);
    b.heal();
    b.run(1000);
  },
};
