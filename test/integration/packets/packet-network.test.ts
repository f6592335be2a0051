import { execFileSync } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import { canEmulatePackets } from '../../../testbed/packets/machine.ts';
import {
  FLOOD_BYTES,
  HEADER_BYTES,
  median,
  PathRig,
  type Ping,
  rateOf,
  step,
  way,
} from '../../support/packets/path-rig.ts';
import { pause } from '../../support/servers/process.ts';

const ability = canEmulatePackets();
const why = ability.can ? '' : ` (skipped: ${ability.reason})`;

let open: PathRig[] = [];
async function rig(...options: Parameters<typeof PathRig.open>): Promise<PathRig> {
  const made = await PathRig.open(...options);
  open.push(made);
  return made;
}

afterEach(async () => {
  for (const one of open) await one.close();
  open = [];
});

describe.skipIf(!ability.can)(`a path of packets${why}`, () => {
  it('takes the delay of each way, and no more than 2 ms besides', async () => {
    const path = await rig({ steps: [step({ up: way({ delayMs: 10 }), down: way({ delayMs: 30 }) })] });
    const pings = await path.pings(150, 8);
    expect(Math.abs(median(pings.map((ping) => ping.upMs)) - 10)).toBeLessThan(2);
    expect(Math.abs(median(pings.map((ping) => ping.downMs)) - 30)).toBeLessThan(2);
  });

  it('adds jitter, and packets do not overtake each other', async () => {
    const path = await rig({ steps: [step({ up: way({ jitterMs: 10 }) })] });
    const pings = await path.pings(400, 4);
    const extraMs = pings.map(({ upMs }) => (upMs ?? Number.NaN) - 5);
    const meanMs = extraMs.reduce((sum, ms) => sum + ms, 0) / extraMs.length;
    // Each 20 ms have one sample, and a late one holds back those behind it.
    expect(meanMs).toBeGreaterThan(6);
    expect(meanMs).toBeLessThan(20);
    const arrivals = pings.map(({ sentMs, upMs }) => sentMs + (upMs ?? Number.NaN));
    expect(arrivals).toEqual([...arrivals].sort((one, other) => one - other));
  });

  it('carries its rate and not more, and a full queue adds what it holds and drops the rest', async () => {
    const path = await rig({ steps: [step({ down: way({ rateBitsPerSecond: 8e6, queueMs: 250 }) })] });
    path.begin();
    const arrivals = await path.flood(12e6, 2000);
    const firstMs = arrivals[0]?.gotMs ?? Number.NaN;
    expect(Math.abs(rateOf(arrivals, firstMs, firstMs + 1500) / 8e6 - 1)).toBeLessThan(0.05);
    // The queue fills in half a second: the rest has found it full, or waited all of it.
    const late = arrivals.slice(Math.floor(arrivals.length / 2)).map(({ sentMs, gotMs }) => gotMs - sentMs);
    expect(Math.abs(median(late) - 5 - 250)).toBeLessThan(15);
    await expect.poll(() => path.seconds.length, { timeout: 3000 }).toBeGreaterThan(2);
    const dropped = path.seconds.reduce((sum, second) => sum + second.down.overflowed, 0);
    const sent = (12e6 * 2) / 8 / FLOOD_BYTES;
    expect(Math.abs(dropped + arrivals.length - sent) / sent).toBeLessThan(0.1);
  });

  it('loses the share that was asked for', async () => {
    const path = await rig({ steps: [step({ up: way({ lossRatio: 0.1 }) })] });
    const pings = await path.pings(1500, 1);
    const lost = pings.filter((ping) => ping.upMs === null).length / pings.length;
    // Four standard deviations of 1500 draws.
    expect(Math.abs(lost - 0.1)).toBeLessThan(0.031);
    // What reached the far end is answered: the other way loses nothing.
    expect(pings.every((ping) => (ping.upMs === null) === (ping.downMs === null))).toBe(true);
  });

  it('swallows what it should while it is cut, both ways or one, and lets all pass before and after', async () => {
    const path = await rig({
      steps: [
        step(),
        step({ atMs: 400, cut: 'both' }),
        step({ atMs: 800 }),
        step({ atMs: 1200, cut: 'up' }),
        step({ atMs: 1600 }),
        step({ atMs: 2000, cut: 'down' }),
        step({ atMs: 2400 }),
      ],
    });
    const beganMs = path.begin();
    const pings = await path.pings(280, 10);
    const share = (fromMs: number, arrived: (ping: Ping) => boolean) => {
      // Well inside of the stretch: what was on the wire at its ends counts for neither.
      const within = pings.filter(
        ({ sentMs }) => sentMs > beganMs + fromMs + 100 && sentMs < beganMs + fromMs + 300,
      );
      expect(within.length).toBeGreaterThan(10);
      return within.filter(arrived).length / within.length;
    };
    const up = (ping: Ping) => ping.upMs !== null;
    const back = (ping: Ping) => ping.downMs !== null;
    for (const wellMs of [0, 800, 1600, 2400]) expect(share(wellMs, back)).toBe(1);
    for (const cutMs of [400, 1200]) expect(share(cutMs, up)).toBe(0);
    expect(share(2000, up)).toBe(1);
    expect(share(2000, back)).toBe(0);
  });

  it('lets TCP deliver what was sent into a cut late, once, and after the path is well again', async () => {
    const cutMs = 1500;
    const path = await rig({
      steps: [step(), step({ atMs: 300, cut: 'both' }), step({ atMs: 300 + cutMs })],
    });
    const session = await path.connect();
    await session.send('before');
    const beganMs = path.begin();
    await pause(400);
    const heardMs = await session.send('into the cut');
    expect(heardMs).toHaveLength(1);
    const deliveredMs = (heardMs[0] ?? Number.NaN) - beganMs;
    expect(deliveredMs).toBeGreaterThan(300 + cutMs);
    // Retransmissions come in doubling steps: the wait after the cut is at most as long as the cut, and an RTO.
    expect(deliveredMs).toBeLessThan(300 + 2 * cutMs + 800);
    session.close();
  });

  it('tells what becomes of each segment of a server that is watched, and of no other', async () => {
    const path = await rig({
      steps: [step(), step({ atMs: 300, cut: 'up' }), step({ atMs: 1000 })],
    });
    const session = await path.connect();
    const segments = path.segments();
    const beganMs = path.begin();
    await session.send('before');
    await pause(beganMs + 400 - Date.now());
    await session.send('into the cut');
    session.close();
    const up = segments.filter(({ way, bytes }) => way === 'up' && bytes > 0);
    const sizes = { before: 'before\n'.length, cut: 'into the cut\n'.length };
    expect(up[0]).toMatchObject({ fate: 'sent', bytes: sizes.before });
    const again = up.slice(1);
    expect(again.length).toBeGreaterThan(1);
    for (const segment of again) expect(segment).toMatchObject({ bytes: sizes.cut, flow: up[0]?.flow });
    expect(new Set(again.map(({ sequence }) => sequence)).size).toBe(1);
    expect(again.map(({ fate }) => fate)).toEqual([...again.slice(1).map(() => 'cut'), 'sent']);
    expect(again[0]?.atMs).toBeGreaterThan(300);
    expect(again.at(-1)?.atMs).toBeGreaterThan(1000);
    const count = segments.length;
    await path.pings(10, 2);
    expect(segments).toHaveLength(count);
  });

  it('changes its rate while it is in use', async () => {
    const well = way({ rateBitsPerSecond: 8e6 });
    const low = way({ rateBitsPerSecond: 2e6 });
    const path = await rig({ steps: [step({ down: well }), step({ atMs: 1500, down: low })] });
    const beganMs = path.begin();
    const arrivals = await path.flood(10e6, 2700);
    expect(Math.abs(rateOf(arrivals, beganMs + 600, beganMs + 1400) / 8e6 - 1)).toBeLessThan(0.05);
    expect(Math.abs(rateOf(arrivals, beganMs + 1700, beganMs + 2600) / 2e6 - 1)).toBeLessThan(0.05);
  });

  it('tells for how long it stood still itself', async () => {
    const path = await rig({ steps: [step()] });
    path.begin();
    const emulator = Number(
      execFileSync('pgrep', ['-P', `${process.pid}`, '-f', 'emulator.py'], { encoding: 'utf8' }),
    );
    await pause(300);
    process.kill(emulator, 'SIGSTOP');
    await pause(400);
    process.kill(emulator, 'SIGCONT');
    await expect.poll(() => path.seconds.length, { timeout: 4000 }).toBe(2);
    expect(path.seconds[0]?.lateMs).toBeGreaterThan(380);
    expect(path.seconds[1]?.lateMs).toBeLessThan(300);
    expect(path.network.lateMs()).toBe(path.seconds[0]?.lateMs);
  });

  it('counts all bytes and packets of each way', async () => {
    const path = await rig({ steps: [step()] });
    path.begin();
    await path.pings(200, 2, 500);
    await expect
      .poll(() => path.seconds.reduce((sum, { up }) => sum + up.packets, 0), { timeout: 3000 })
      .toBe(200);
    const wire = path.network.wire();
    expect(wire.reduce((sum, second) => sum + second.upBytes, 0)).toBe(200 * (500 + HEADER_BYTES));
    expect(wire.reduce((sum, second) => sum + second.downBytes, 0)).toBe(200 * (500 + HEADER_BYTES));
  });
});

describe.skipIf(!ability.can)(`other traffic on a path of packets${why}`, () => {
  it('fills the link and its queue while the schedule has flows, and is gone afterwards', async () => {
    const down = way({ rateBitsPerSecond: 8e6, queueMs: 300 });
    const path = await rig({
      steps: [step({ down }), step({ atMs: 500, down, flows: 3 }), step({ atMs: 4500, down })],
    });
    const beganMs = path.begin();
    await pause(2000);
    const during = await path.pings(75, 20);
    await pause(beganMs + 5200 - Date.now());
    const after = await path.pings(40, 10);
    expect(median(during.map((ping) => ping.downMs))).toBeGreaterThan(5 + 100);
    expect(Math.abs(median(after.map((ping) => ping.downMs)) - 5)).toBeLessThan(2);
    const full = path.network.wire().slice(2, 4);
    for (const { downBytes } of full) expect(Math.abs((downBytes * 8) / 8e6 - 1)).toBeLessThan(0.05);
  });

  it.each(['cubic', 'bbr'] as const)('shares the congestion control with all TCP on it: %s', async (name) => {
    const path = await rig({ steps: [step()], congestionControl: name });
    const session = await path.connect();
    await session.send('hello');
    const { serverNamespace, serverAddress, clientAddress } = path.network;
    const far = execFileSync('ip', ['netns', 'exec', serverNamespace, 'ss', '-tinH', 'dst', clientAddress]);
    const near = execFileSync('ss', ['-tinH', 'dst', serverAddress]);
    for (const sockets of [far, near]) expect(sockets.toString()).toMatch(new RegExp(`\\s${name}\\s`));
    session.close();
  });
});
