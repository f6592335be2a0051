import type { Chapter } from './shared/chapter.ts';
import { connectedAgain } from './shared/connection.ts';
import { PROFILE } from './shared/set-up.ts';

export const BETWEEN_TICKS: Chapter = {
  name: 'a gate that closes between two ticks',
  options: { profiles: [PROFILE] },
  play: (b) => {
    const between = (action: () => void) => {
      connectedAgain(b);
      b.pointer(1, 450, 450);
      b.run(20);
      b.pointer(1, 455, 450);
      b.run(20);
      b.pointer(1, 456, 450);
      b.pointer(1, 457, 450);
      b.cut();
      b.run(100);
      b.ticking = false;
      b.run(350);
      action();
      b.ticking = true;
      b.run(100);
      b.letGo();
      b.heal();
    };
    b.handshake();
    between(() => b.pointer(0, 460, 450));
    between(() => b.pointer(1, 460, 450));
    between(() => b.pointer(4, 460, 450));
    connectedAgain(b);
    b.pointer(1, 550, 450);
    b.run(300);
    b.pointer(1, 552, 450);
    b.setProfiles([{ ...PROFILE, thresholds: { ...PROFILE.thresholds, hazardousCredit: 0 } }]);
    b.run(300);
    b.pointer(1, 555, 450);
    b.run(100);
    b.pointer(0, 556, 450);
    b.cut();
    b.run(2000);
    b.pointer(1, 550, 450);
    b.heal();
    connectedAgain(b);
    b.pointer(5, 550, 450);
    b.run(100);
    b.pointer(1, 550, 450);
    b.pointer(0, 550, 450);
  },
};
