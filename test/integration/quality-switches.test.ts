import { connect } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { LADDER } from '../../src/model/codec/quality-level.ts';
import { seededRandom } from '../../testbed/link/random.ts';
import { openMicroscopeWindow } from '../../testbed/x11/microscope-window.ts';
import { SWITCHED_RELEASES, SwitchedNovnc } from '../support/quality/switched-novnc.ts';
import { startPicture } from '../support/servers/picture.ts';
import { pause } from '../support/servers/process.ts';
import { startQemu } from '../support/servers/qemu.ts';
import { scratchFolder } from '../support/servers/scratch.ts';
import type { VncDisplay } from '../support/servers/vnc-server.ts';
import { startX11vnc } from '../support/servers/x11vnc.ts';
import { startXvnc } from '../support/servers/xvnc.ts';

// The whole of it, a quarter of an hour: RICE_SWITCHES=1000 npx vitest run --project integration test/integration/quality-switches
const IS_WHOLE = process.env['RICE_SWITCHES'] !== undefined;
const SWITCHES = Number(process.env['RICE_SWITCHES'] ?? 50);
/** More than a guard ever does: it waits half a second. */
const UPDATES_EACH = 2;
const SWITCH_WITHIN_MS = 400;

/** A server with a picture of photo, text-like shapes and plain ground: every way that Tight has is used. */
interface MovingServer {
  readonly port: number;
  /** Levels of compression to change between as well; the guard leaves the page's. */
  readonly compressions: readonly number[];
  /** Rectangles of each kind: QEMU sends JPEG only where the picture changes often enough, and there little else. */
  readonly least: {
    readonly jpegsPerSwitch: number;
    readonly plainPerSwitch: number;
    readonly qualities: number;
  };
  /** Nothing moves any more: whoever asks for the picture now gets the same. */
  freeze(): Promise<void>;
}

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function onDisplay(start: () => Promise<VncDisplay>): Promise<MovingServer> {
  const server = await start();
  stops.push(() => server.stop());
  const place = { x: 20, y: 20, widthPx: 200, heightPx: 150 };
  const photo = await openMicroscopeWindow(server.display, { ...place, everyMs: 60 });
  stops.push(() => photo.stop());
  const shapes = await startPicture(server.display);
  stops.push(() => shapes.stop());
  return {
    port: server.port,
    compressions: [1, 2, 3, 4, 5, 6, 7, 8, 9],
    least: { jpegsPerSwitch: 0.5, plainPerSwitch: 0.5, qualities: 5 },
    freeze: async () => {
      photo.freeze();
      shapes.signal('SIGSTOP');
    },
  };
}

async function onMachine(): Promise<MovingServer> {
  const socket = join(scratchFolder('monitor'), 'monitor');
  const args = ['-monitor', `unix:${socket},server=on,wait=off`];
  const server = await startQemu({ lossy: true, args });
  stops.push(() => server.stop());
  return {
    port: server.port,
    // Where it compresses more it sends gradients, which end a session of noVNC 1.3 and 1.4: they never knew them.
    compressions: [1, 2, 3, 4],
    least: { jpegsPerSwitch: 0.04, plainPerSwitch: 0.02, qualities: 2 },
    freeze: async () => {
      const monitor = connect(socket);
      stops.push(() => monitor.destroy());
      monitor.write('stop\n');
      // The last picture that the machine drew is looked at up to 3 s later: QEMU looks seldom when nothing moves.
      await pause(3500);
    },
  };
}

const servers = [
  { name: 'Xvnc', start: () => onDisplay(startXvnc) },
  { name: 'x11vnc', start: () => onDisplay(startX11vnc) },
  { name: 'QEMU with lossy encodings', start: onMachine },
] as const;

/**
 * How many rectangles come between two switches is the server's affair: QEMU chooses JPEG by what changed of late, and a
 * server on a machine with other work sends few updates. So where too little showed, it goes on for so many times as long.
 */
const MOST_TIMES = 6;

/** The changes took effect, and pixels came both ways meanwhile. */
const hasSeenEnough = (
  { display: { rects, qualities } }: SwitchedNovnc,
  least: MovingServer['least'],
): boolean =>
  qualities.size >= least.qualities &&
  rects.jpeg > SWITCHES * least.jpegsPerSwitch &&
  rects.plain > SWITCHES * least.plainPerSwitch;

async function switchAbout(
  client: SwitchedNovnc,
  { compressions, least }: MovingServer,
  seed: number,
): Promise<void> {
  const random = seededRandom(seed);
  const any = <T>(values: readonly T[]): T | undefined => values[Math.floor(random() * values.length)];
  const isDone = (turn: number): boolean =>
    turn >= SWITCHES && (hasSeenEnough(client, least) || turn >= MOST_TIMES * SWITCHES);
  for (let turn = 0; !isDone(turn) && client.failure === null; turn++) {
    client.switchTo(any(LADDER) ?? 6, any(compressions) ?? 2);
    await client.untilUpdates(UPDATES_EACH, SWITCH_WITHIN_MS);
  }
}

function differing(one: SwitchedNovnc, other: SwitchedNovnc): number {
  const pixels = other.display.pixels;
  return one.display.pixels.reduce((count, pixel, at) => count + (pixel === pixels[at] ? 0 : 1), 0);
}

/**
 * A JPEG holds no exact pixels, and at no level of quality does a server send without JPEG. So what can be identical is
 * what zlib carries: after all the switches each connection asks for the whole picture without a quality, which comes
 * through the zlib streams that lived through them, and what noVNC's decoders make of it is compared, pixel by pixel, with
 * what a client that connects afresh gets.
 */
describe.each(servers)('on $name', ({ start }) => {
  it(`${SWITCHES} changes of quality leave noVNC 1.3 to 1.7 with the picture that a new client gets`, {
    timeout: 120_000 + 1500 * SWITCHES,
  }, async () => {
    const server = await start();
    const clients: SwitchedNovnc[] = [];
    for (const release of SWITCHED_RELEASES) {
      const client = await SwitchedNovnc.open(release, server.port);
      stops.push(() => client.close());
      clients.push(client);
    }
    await Promise.all(clients.map((client, at) => switchAbout(client, server, at)));
    expect(clients.map(({ failure }) => failure)).toEqual(clients.map(() => null));
    await server.freeze();
    await Promise.all(clients.map((client) => client.untilStill()));

    const seen = clients.map((client) => ({
      switches: client.switches,
      updates: client.display.updates,
      ...client.display.rects,
      qualities: client.display.qualities.size,
      isEnough: hasSeenEnough(client, server.least),
    }));
    if (IS_WHOLE) console.log(JSON.stringify(seen));
    for (const { switches } of seen) expect(switches).toBeGreaterThanOrEqual(SWITCHES);
    expect(seen.filter(({ isEnough }) => !isEnough)).toEqual([]);

    const fresh = await SwitchedNovnc.open('1.7', server.port, true);
    stops.push(() => fresh.close());
    await fresh.untilStill();
    expect(fresh.display.rects.jpeg).toBe(0);
    expect(new Set(fresh.display.pixels).size).toBeGreaterThan(50);
    for (const client of clients) {
      await client.refreshWithoutLoss();
      expect(client.failure).toBeNull();
      expect(client.display.lossyPixels).toBe(0);
      expect(differing(client, fresh)).toBe(0);
    }
  });
});
