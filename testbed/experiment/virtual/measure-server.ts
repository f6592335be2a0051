/**
 * What Xvnc sends of the instrument's screen, phase by phase: the figures behind picture-bytes.ts. Prints one JSON
 * object a phase: bytes and updates a second, and bytes for each of the instrument's drawings. Half a minute.
 *
 *   npx tsx testbed/experiment/virtual/measure-server.ts
 */
import type { Bin } from '../../../src/model/measure/bin.ts';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import { startXvnc } from '../../../test/support/servers/xvnc.ts';
import { DEMO_SETUP } from '../../instrument/instrument-setup.ts';
import { type ControlName, controlRect, SCREEN_HEIGHT_PX, SCREEN_WIDTH_PX } from '../../instrument/layout.ts';
import type { ScreenView } from '../../instrument/pose.ts';
import { startGuardedClient } from '../../loop/live/guarded-client.ts';
import { startInstrumentProcess } from '../../x11/instrument-process.ts';

const DRAWINGS_PER_S = 1000 / 90;
const SETTLE_MS = 3000;
const PHASE_MS = 3000;
const CLICK_EVERY_MS = 400;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

let bins: Bin[] = [];
const xvnc = await startXvnc({ widthPx: SCREEN_WIDTH_PX, heightPx: SCREEN_HEIGHT_PX });
const instrument = startInstrumentProcess();
await instrument.show(xvnc.display, DEMO_SETUP, 1);
const client = await startGuardedClient({
  port: xvnc.port,
  policy: { ...STRICT_POLICY, mode: 'measure' },
  onBin: (bin) => bins.push(bin),
});
await pause(SETTLE_MS);

function press(isDown: boolean, name: ControlName, view: ScreenView): void {
  const rect = controlRect(name, view);
  if (rect === null) throw new Error(`no ${name} in the ${view} view`);
  client.pointer(isDown ? 1 : 0, rect.x + 20, rect.y + 20);
}

async function phase(name: string, ms: number, work: () => Promise<void> | void): Promise<void> {
  bins = [];
  await work();
  await pause(ms);
  const seconds = bins.reduce((sum, { lengthMs }) => sum + lengthMs, 0) / 1000;
  const bytes = bins.reduce((sum, { supplyBytes }) => sum + supplyBytes, 0);
  const updates = bins.reduce((sum, each) => sum + each.updates, 0);
  const perSecond = Math.round(bytes / seconds);
  console.log(
    JSON.stringify({
      phase: name,
      bytesPerSecond: perSecond,
      kbitPerSecond: Math.round(perSecond / 125),
      updatesPerSecond: Math.round((10 * updates) / seconds) / 10,
      bytesPerDrawing: Math.round(perSecond / DRAWINGS_PER_S),
      bytes,
    }),
  );
}

async function clicks(name: ControlName, view: ScreenView): Promise<void> {
  for (let ms = 0; ms < PHASE_MS; ms += CLICK_EVERY_MS) {
    press(true, name, view);
    await pause(CLICK_EVERY_MS / 2);
    press(false, name, view);
    await pause(CLICK_EVERY_MS / 2);
  }
}

await phase('quad at rest', PHASE_MS, () => {});
press(true, 'zDown', 'quad');
await pause(300);
await phase('quad, height moves', 700, () => {});
press(false, 'zDown', 'quad');
await pause(2500);
press(true, 'jogRight', 'quad');
await pause(300);
await phase('quad, stage moves', 1200, () => {});
press(false, 'jogRight', 'quad');
await pause(2500);
await phase('quad, focus steps', 0, () => clicks('focusUp', 'quad'));
await pause(1500);
await phase('to the single view', 600, () => press(true, 'viewToggle', 'quad'));
press(false, 'viewToggle', 'single');
await pause(1500);
await phase('single at rest', PHASE_MS, () => {});
press(true, 'acquire', 'single');
await phase('a picture is taken', 1500, () => press(false, 'acquire', 'single'));
await pause(1500);
await phase('single, focus steps', 0, () => clicks('focusDown', 'single'));
await pause(1500);
await phase('to the quad view', 600, () => press(true, 'viewToggle', 'single'));
press(false, 'viewToggle', 'quad');
client.stop();
await instrument.stop();
await xvnc.stop();
