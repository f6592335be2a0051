import { afterEach, describe, expect, it } from 'vitest';
import { DEFAULT_QUALITY, type QualityChoice } from '../../src/model/codec/quality-policy.ts';
import { type Policy, STRICT_POLICY } from '../../src/model/policy/policy.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { obstacleWords } from '../../src/ui/quality/quality-words.ts';
import { type GuardedClient, startGuardedClient } from '../../testbed/loop/live/guarded-client.ts';
import { openMicroscopeWindow } from '../../testbed/x11/microscope-window.ts';
import { readSetEncodings } from '../recordings/client-messages.ts';
import { pause } from '../support/servers/process.ts';
import { startQemu } from '../support/servers/qemu.ts';
import type { VncDisplay } from '../support/servers/vnc-server.ts';
import { startX11vnc } from '../support/servers/x11vnc.ts';
import { startXvnc } from '../support/servers/xvnc.ts';

/** What noVNC asks for, the quality left open. */
const listOf = (level: number): readonly number[] => [
  1,
  7,
  16,
  5,
  0,
  -32 + level,
  -254,
  -223,
  -224,
  -308,
  -312,
];
/** A picture that stands still for so long is sent again without loss by TigerVNC, whatever the level. */
const STILL_MS = 50;
const SETTLE_MS = 1500;
const WIDTH_PX = 640;
const HEIGHT_PX = 480;
/** As many as make a fair sample of what moves. */
const PICTURES = 10;
const LOOK_WITHIN_MS = 20_000;

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A page's client with the driver between it and the server, and what went over the line. */
class DrivenSession {
  /** Lists of encodings as they reached the server. */
  readonly lists: readonly (readonly number[])[];
  readonly #client: GuardedClient;
  readonly #seen: Seen;

  private constructor(client: GuardedClient, lists: (readonly number[])[], seen: Seen) {
    this.#client = client;
    this.lists = lists;
    this.#seen = seen;
  }

  static async open(port: number, choice: QualityChoice): Promise<DrivenSession> {
    const lists: (readonly number[])[] = [];
    const seen: Seen = { bytes: 0, pixels: 0, snapshot: null, isClosed: false };
    const client = await startGuardedClient({
      port,
      policy: policyOf(choice),
      encodings: listOf(6),
      onSent: (bytes) => {
        const list = readSetEncodings(bytes);
        if (list !== undefined) lists.push(list);
      },
      onReceived: (bytes, events) => {
        seen.bytes += bytes;
        for (const event of events) {
          if (event.type === 'rect' && event.encoding >= 0) seen.pixels += event.width * event.height;
        }
      },
      onSnapshot: (snapshot) => {
        seen.snapshot = snapshot;
      },
      onClosed: () => {
        seen.isClosed = true;
      },
    });
    stops.push(() => client.stop());
    return new DrivenSession(client, lists, seen);
  }

  get snapshot(): Snapshot {
    if (this.#seen.snapshot === null) throw new Error('no picture yet');
    return this.#seen.snapshot;
  }

  get isClosed(): boolean {
    return this.#seen.isClosed;
  }

  choose(choice: QualityChoice): void {
    this.#client.setPolicy(policyOf(choice));
  }

  get client(): GuardedClient {
    return this.#client;
  }

  /** Of so many whole pictures that come from now on; servers send them in parts. */
  async bytesPerPixel(pictures = PICTURES): Promise<number> {
    const { bytes, pixels } = this.#seen;
    const giveUpAtMs = performance.now() + LOOK_WITHIN_MS;
    while (this.#seen.pixels - pixels < pictures * WIDTH_PX * HEIGHT_PX && performance.now() < giveUpAtMs) {
      await pause(50);
    }
    return (this.#seen.bytes - bytes) / (this.#seen.pixels - pixels);
  }

  end(): void {
    this.#client.stop();
  }
}

const policyOf = (choice: QualityChoice): Policy => ({
  ...STRICT_POLICY,
  quality: { ...DEFAULT_QUALITY, choice },
});

interface Seen {
  bytes: number;
  pixels: number;
  snapshot: Snapshot | null;
  isClosed: boolean;
}

async function moving(start: () => Promise<VncDisplay>): Promise<VncDisplay> {
  const server = await start();
  stops.push(() => server.stop());
  const window = await openMicroscopeWindow(server.display, {
    ...{ x: 0, y: 0, widthPx: WIDTH_PX, heightPx: HEIGHT_PX },
    everyMs: STILL_MS / 2,
  });
  stops.push(() => window.stop());
  return server;
}

describe.each([
  ['Xvnc', () => startXvnc()],
  ['x11vnc', () => startX11vnc()],
] as const)('a fixed quality on %s', (_name, start) => {
  it('is told once, put into the page’s later lists, and makes updates smaller in a session that goes on', async () => {
    const { port } = await moving(start);
    const own = await DrivenSession.open(port, { type: 'suggest' });
    await pause(SETTLE_MS);
    const ownBytes = await own.bytesPerPixel();
    expect(own.lists).toEqual([listOf(6)]);
    own.end();

    const driven = await DrivenSession.open(port, { type: 'fixed', level: 1 });
    await pause(SETTLE_MS);
    const bytes = await driven.bytesPerPixel();
    expect(driven.lists).toEqual([listOf(6), listOf(1)]);
    expect(bytes).toBeLessThan(0.7 * ownBytes);

    driven.client.encodings(listOf(9));
    await pause(SETTLE_MS);
    expect(driven.lists).toEqual([listOf(6), listOf(1), listOf(1)]);
    expect(await driven.bytesPerPixel()).toBeLessThan(0.7 * ownBytes);
    expect(driven.isClosed).toBe(false);
    expect(driven.snapshot).toMatchObject({
      guarding: 'guarded',
      blocked: null,
      quality: { level: 1, pageLevel: 9, cause: 'user', reason: null, isLossy: true },
    });
  }, 120_000);

  it('gives way to full quality on command, without the gate closing for it', async () => {
    const { port } = await moving(start);
    const driven = await DrivenSession.open(port, { type: 'fixed', level: 1 });
    await pause(SETTLE_MS);
    const blocked = new Set<string>();
    for (let round = 0; round < 3; round++) {
      driven.client.command({ type: 'full-quality' });
      const states = new Set<string>();
      for (let looks = 0; looks < 120 && !states.has('complete'); looks++) {
        await pause(50);
        states.add(driven.snapshot.quality.full.state);
        if (driven.snapshot.blocked !== null) blocked.add(driven.snapshot.blocked);
      }
      expect(states).toContain('complete');
    }
    expect([...blocked]).toEqual([]);
    expect(driven.snapshot.quality).toMatchObject({ level: 9, full: { state: 'complete', share: 1 } });
  }, 120_000);
});

describe('a quality on QEMU without lossy=on', () => {
  it('is told by the user’s hand only, and is said to have no effect once that is seen', async () => {
    const server = await startQemu();
    stops.push(() => server.stop());
    const driven = await DrivenSession.open(server.port, { type: 'automatic', lowest: 0, highest: 9 });
    await driven.bytesPerPixel(2);
    expect(driven.snapshot.quality).toMatchObject({ support: 'learning', level: 6 });
    expect(driven.lists).toEqual([listOf(6)]);
    const support = () => driven.snapshot.quality.support;
    // The machine's picture takes more bytes and fewer by turns: that may hide that a change did nothing, for one change.
    const told: number[] = [];
    for (let turn = 0; turn < 10 && support() === 'learning'; turn++) {
      const level = turn % 2 === 0 ? 1 : 8;
      told.push(level);
      driven.choose({ type: 'fixed', level });
      for (let looks = 0; looks < 100 && support() === 'learning'; looks++) await pause(50);
    }
    const { quality } = driven.snapshot;
    expect(quality).toMatchObject({ support: 'no-effect', reason: null, level: told.at(-1), cause: 'user' });
    expect(obstacleWords(quality)).toBe('uiQualityNoEffect');
    driven.choose({ type: 'suggest' });
    await pause(SETTLE_MS);
    expect(driven.lists).toEqual([6, ...told, 6].map(listOf));
    expect(driven.isClosed).toBe(false);
  }, 120_000);
});
