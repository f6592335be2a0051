import type { Chapter } from './shared/chapter.ts';
import { connected, slow } from './shared/connection.ts';
import { drag, wheel } from './shared/deeds.ts';
import { CONTROL, ESCAPE, F5, F6, SHIFT } from './shared/keys.ts';
import { PROFILE } from './shared/set-up.ts';

export const WITH_PROFILE: Chapter = {
  name: 'a profile',
  options: { profiles: [PROFILE] },
  play: (b) => {
    connected(b);
    for (let i = 0; i < 3; i++) {
      for (const x of [50, 150, 250, 350, 450, 550]) {
        b.click(x, 100);
        b.run(250);
      }
    }
    drag(b, 150);
    wheel(b, 150);
    wheel(b, 350);
    for (let i = 0; i < 2; i++) {
      b.key(true, CONTROL);
      b.key(true, SHIFT);
      b.type(0x73, 0x53);
      b.key(false, SHIFT);
      b.key(false, CONTROL);
      b.type(F5, F6, ESCAPE, ESCAPE);
    }
    b.cut();
    b.run(2500);
    for (const x of [50, 150, 350, 350]) b.click(x, 100);
    b.type(ESCAPE, ESCAPE, F5);
    b.heal();
    b.run(5000);
    b.click(150, 100);
    b.type(F5);
    b.run(800);
    b.command({ type: 're-arm' });
    b.click(150, 100);
    b.run(500);
    slow(b, () => {
      b.click(150, 100);
      b.type(F5, F6, ESCAPE);
      drag(b, 150);
      wheel(b, 350);
    });
    b.setProfiles([]);
    b.run(100);
    b.setProfiles([{ ...PROFILE, binding: { ...PROFILE.binding, socketHost: 'other.example' } }]);
    b.run(100);
    b.setProfiles([PROFILE]);
    b.run(500);
  },
};
