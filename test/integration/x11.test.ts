import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_SETUP } from '../../testbed/instrument/instrument-setup.ts';
import { controlRect, SCREEN_HEIGHT_PX, SCREEN_WIDTH_PX } from '../../testbed/instrument/layout.ts';
import type { Pose } from '../../testbed/instrument/pose.ts';
import { POSE_STRIP, readPoseStrip } from '../../testbed/instrument/pose-strip.ts';
import { openNoiseWindow } from '../../testbed/loop/live/noise-window.ts';
import { type InstrumentProcess, startInstrumentProcess } from '../../testbed/x11/instrument-process.ts';
import type { VncDisplay } from '../support/servers/vnc-server.ts';
import { startXvnc } from '../support/servers/xvnc.ts';

const run = promisify(execFile);
/** A picture of the display in the format of xwd: its words are big-endian, its pixels blue, green, red, nothing. */
const XWD = { headerBytes: 0, bytesPerLine: 48, colours: 76, colourBytes: 12 } as const;

/** What the pose strip on the display says now. */
async function poseOn(display: string): Promise<Pose | null> {
  const { stdout } = await run('xwd', ['-root', '-silent', '-display', display], {
    encoding: 'buffer',
    maxBuffer: 8e6,
  });
  const start = stdout.readUInt32BE(XWD.headerBytes) + stdout.readUInt32BE(XWD.colours) * XWD.colourBytes;
  const lineBytes = stdout.readUInt32BE(XWD.bytesPerLine);
  const { x, y, width, height } = POSE_STRIP;
  const rgba = new Uint8ClampedArray(4 * width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = start + (y + row) * lineBytes + 4 * (x + column);
      const [blue = 0, green = 0, red = 0] = stdout.subarray(from, from + 3);
      rgba.set([red, green, blue, 255], 4 * (row * width + column));
    }
  }
  return readPoseStrip(rgba);
}

function mouse(display: string, ...steps: readonly string[]): Promise<unknown> {
  return run('xdotool', steps, { env: { ...process.env, DISPLAY: display } });
}

describe('a window of noise on the display of a real Xvnc', () => {
  test('counts the presses that reach it, and no other', async () => {
    const xvnc = await startXvnc();
    try {
      const place = { x: 40, y: 40, widthPx: 100, heightPx: 80 };
      const window = await openNoiseWindow(xvnc.display, { ...place, everyMs: null });
      await mouse(xvnc.display, 'mousemove', '30', '30', 'click', '1', 'mousemove', '60', '60', 'click', '1');
      await expect.poll(() => window.presses(), { timeout: 5000 }).toBe(1);
      window.stop();
    } finally {
      await xvnc.stop();
    }
  });
});

describe('the instrument on the display of a real Xvnc', () => {
  let xvnc: VncDisplay;
  let instrument: InstrumentProcess;
  beforeAll(async () => {
    xvnc = await startXvnc({ widthPx: SCREEN_WIDTH_PX, heightPx: SCREEN_HEIGHT_PX });
    instrument = startInstrumentProcess();
  });
  afterAll(async () => {
    await instrument?.stop();
    await xvnc?.stop();
  });

  test('a press at the display reaches it, and the picture says what it did', async () => {
    const beganMs = Date.now();
    await instrument.show(xvnc.display, DEMO_SETUP, 1);
    await expect.poll(() => poseOn(xvnc.display), { timeout: 5000 }).toMatchObject({ view: 'quad' });
    const before = await poseOn(xvnc.display);
    const { x, y } = controlRect('focusUp', 'quad')!;
    const place = { x: x + 9, y: y + 11 };
    await mouse(xvnc.display, 'mousemove', `${place.x}`, `${place.y}`, 'click', '1');
    await expect
      .poll(() => poseOn(xvnc.display), { timeout: 5000 })
      .toMatchObject({ focusUm: before!.focusUm + 1 });

    expect(await instrument.inputCount()).toBeGreaterThanOrEqual(2);
    const truth = await instrument.take();
    const press = truth.find((entry) => entry.type === 'input' && entry.input.kind === 'press');
    expect(press).toMatchObject({ input: { event: { type: 'pointer', mask: 1, ...place } } });
    expect(truth).toContainEqual(expect.objectContaining({ type: 'action', name: 'focusUp' }));
    expect(press!.atMs).toBeGreaterThan(beganMs);
    expect(press!.atMs).toBeLessThan(Date.now() + 1);
  });

  test('the next run finds another instrument on the same display, worked by keys as well', async () => {
    await instrument.show(xvnc.display, DEMO_SETUP, 2);
    await expect.poll(() => poseOn(xvnc.display), { timeout: 5000 }).toMatchObject({ focusUm: 0, zUm: 0 });
    await mouse(xvnc.display, 'key', 'Prior');
    await expect.poll(() => poseOn(xvnc.display), { timeout: 5000 }).toMatchObject({ focusUm: 1 });
    const kinds = (await instrument.take()).flatMap((entry) =>
      entry.type === 'input' ? [entry.input.kind] : [],
    );
    expect(kinds).toEqual(expect.arrayContaining(['keyDown', 'keyUp']));
    expect(kinds).not.toContain('press');
  });
});
