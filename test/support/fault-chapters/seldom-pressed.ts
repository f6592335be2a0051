import type { Chapter } from './shared/chapter.ts';
import { connected, connectedAgain, slow } from './shared/connection.ts';
import { A, CONTROL, ESCAPE } from './shared/keys.ts';
import { PROFILE } from './shared/set-up.ts';

export const SELDOM_PRESSED: Chapter = {
  name: 'what is seldom pressed',
  options: { profiles: [PROFILE] },
  play: (b) => {
    connected(b);
    // A stop that had to wait for its receipt goes out at the key's repeat.
    b.key(true, ESCAPE);
    b.key(false, ESCAPE);
    b.key(true, ESCAPE);
    b.run(300);
    b.key(true, ESCAPE);
    b.key(false, ESCAPE);
    b.run(300);
    // One button down and another one up in one message, and too late.
    b.pointer(1, 550, 100);
    b.run(60);
    b.eventAgeMs = 900;
    b.pointer(4, 550, 100);
    b.eventAgeMs = 5;
    b.run(1500);
    // The one that was refused is still held in the page.
    b.pointer(5, 550, 100);
    b.run(60);
    b.pointer(0, 550, 100);
    b.run(1500);
    // A modifier alone, while a click of a slow path is under way.
    slow(b, () => {
      b.click(550, 100);
      b.key(true, CONTROL);
      b.key(false, CONTROL);
    });
    b.cut();
    b.run(2500);
    for (let i = 0; i < 40; i++) b.key(true, 0x1000 + i);
    b.letGo();
    b.heal();
    connectedAgain(b);
    b.type(A);
    b.close();
  },
};
