import type { FaultBench } from '../../fault-bench.ts';
import {
  clientClipboard,
  clientCutText,
  clientFence,
  clientXvp,
  continuousUpdates,
  setDesktopSize,
  updateRequest,
} from '../../rfb-bytes.ts';
import { bell, cutText, raw, update } from '../../rfb-server-bytes.ts';
import { A, ALT_GR, B, C, CAPS_LOCK, CONTROL, ENTER, SHIFT } from './keys.ts';

/** A rectangle of the picture. */
export const CORNER = { x: 0, y: 0, width: 2, height: 2 };
const REQUEST = updateRequest(true, [0, 0, 640, 480]);

/** Everything a user does, once. */
export function work(b: FaultBench): void {
  b.type(A, B, ENTER);
  b.key(true, SHIFT);
  b.type(A);
  b.key(true, CONTROL);
  b.type(C);
  b.key(false, CONTROL);
  b.key(false, SHIFT);
  b.key(true, ALT_GR);
  b.key(true, 0x40, 16);
  b.run(20);
  b.key(false, 0x40, 16);
  b.key(false, ALT_GR);
  b.type(CAPS_LOCK);
  b.key(true, A, 30);
  b.key(true, A, 30);
  b.key(true, A, 30);
  b.key(false, A, 30);
  b.run(300);
  b.click(50, 60);
  b.run(100);
  b.click(50, 60);
  b.run(400);
  b.click(450, 61, 4);
  drag(b, 500);
  b.run(200);
  wheel(b, 550);
  b.pointer(0x100, 20, 30);
  b.run(30);
  b.pointer(0, 20, 30);
  b.pointer(1, 20, 30);
  b.pointer(5, 20, 30);
  b.pointer(4, 21, 30);
  b.pointer(6, 21, 30);
  b.pointer(0, 21, 30);
  b.run(300);
  commands(b);
  for (let x = 0; x < 40; x++) {
    b.pointer(0, 100 + x, 100);
    b.run(7);
  }
}

export function drag(b: FaultBench, x: number): void {
  b.pointer(1, x, 70);
  b.run(60);
  for (let step = 0; step < 6; step++) {
    b.pointer(1, x + 3 * step, 70);
    b.run(step % 2 === 0 ? 5 : 60);
  }
  b.pointer(0, x + 20, 70);
}

export function wheel(b: FaultBench, x: number): void {
  for (const bit of [8, 16, 8]) {
    b.pointer(bit, x, 90);
    b.pointer(0, x, 90);
    b.run(60);
  }
}

/** Text, machine commands and all that keeps a session running. */
export function commands(b: FaultBench): void {
  b.page(clientCutText([65, 66, 67]));
  b.run(200);
  b.page(clientClipboard(0x10000001, [1, 2]));
  b.run(200);
  b.page(clientXvp(2));
  b.run(200);
  protocol(b);
  b.server(update([raw(CORNER)]));
  b.server(bell());
  b.server(cutText(4));
}

function protocol(b: FaultBench): void {
  b.protocolMessage(REQUEST);
  b.protocolMessage(clientClipboard(0x08000001));
  b.protocolMessage(clientFence(0, [7]));
  b.protocolMessage(continuousUpdates(true, [0, 0, 640, 480]));
  b.protocolMessage(setDesktopSize(640, 480));
}
