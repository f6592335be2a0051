import { clientXvp } from '../rfb-bytes.ts';
import type { Chapter } from './shared/chapter.ts';
import { connected } from './shared/connection.ts';
import { work } from './shared/deeds.ts';
import { A, B, C } from './shared/keys.ts';

export const NOBODY_LOOKING: Chapter = {
  name: 'nobody looking',
  play: (b) => {
    connected(b);
    b.key(true, A);
    b.setVisible(false);
    b.run(1000);
    b.type(B);
    b.setVisible(true);
    b.run(3000);
    b.type(A);
    b.pointer(1, 50, 50);
    b.freeze(5000);
    b.pointer(1, 60, 60);
    b.key(true, C);
    b.run(3000);
    b.key(true, B);
    b.setInterfered(true);
    b.type(A);
    b.click(50, 50);
    b.run(200);
    b.setInterfered(false);
    b.run(2000);
    b.eventAgeMs = 900;
    work(b);
    b.eventAgeMs = 5;
    b.run(1500);
    b.key(true, A);
    b.blurred();
    b.detached();
    b.tickMs = 400;
    b.run(62_000);
    b.tickMs = 50;
    b.type(A);
    b.ticking = false;
    b.freeze(700);
    b.type(A);
    b.page(clientXvp(2));
    b.ticking = true;
    b.run(200);
  },
};
