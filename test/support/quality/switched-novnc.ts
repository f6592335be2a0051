import { writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Window } from 'happy-dom';
import {
  encodeSetEncodings,
  encodeUpdateRequest,
  readSetEncodings,
} from '../../recordings/client-messages.ts';
import { type NovncModule, openNovnc } from '../novnc-client.ts';
import { bundleCommonJs, novncReleases } from '../portals/novnc-release.ts';
import { pause } from '../servers/process.ts';
import { scratchFolder } from '../servers/scratch.ts';
import { type NovncDisplay, PixelDisplay } from './pixel-display.ts';

/** The releases whose users can be met: all that are no older than Debian's. */
export const SWITCHED_RELEASES = ['1.3', '1.4', '1.5', '1.6', '1.7'] as const;
export type SwitchedRelease = (typeof SWITCHED_RELEASES)[number];

const QUALITY = { from: -32, until: -23 } as const;
const COMPRESS = { from: -256, until: -247 } as const;
const COMPLETE_WITHIN_MS = 20_000;
/** Nothing came for so long: the server has said all it had. */
const STILL_MS = 600;
const LOOK_EVERY_MS = 5;

/**
 * What noVNC wants of a page. Of a whole page's environment the servers' own code, which reads files and starts processes,
 * would not work.
 */
const PAGE_PARTS = [
  ...['document', 'navigator', 'Image', 'ImageData', 'HTMLElement', 'HTMLCanvasElement', 'MutationObserver'],
  ...['ResizeObserver', 'requestAnimationFrame', 'cancelAnimationFrame', 'getComputedStyle'],
] as const;

function makePage(): void {
  const page = new Window();
  const parts = Object.fromEntries(PAGE_PARTS.map((name) => [name, Reflect.get(page, name) as unknown]));
  // Some of them Node has, too, and holds on to.
  for (const [name, value] of Object.entries({ window: page, ...parts }))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/** A whole noVNC on a real server, whose list of encodings can be sent again as the guard does. */
export class SwitchedNovnc {
  readonly display = new PixelDisplay();
  /** What ended the session; null: it goes on. */
  failure: string | null = null;
  /** SetEncodings that were sent beside the page's own. */
  switches = 0;
  readonly #socket: Socket;
  #encodings: readonly number[] = [];
  #isClosing = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  /**
   * Connects and waits for the first picture.
   * @param lossless the page's own list goes out without its quality: no picture ever comes with loss
   */
  static async open(release: SwitchedRelease, port: number, lossless = false): Promise<SwitchedNovnc> {
    if (!('document' in globalThis)) makePage();
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    const client = new SwitchedNovnc(socket);
    const { rfb, socket: pageSocket } = await openNovnc(entryOf(release));
    client.display.attach((rfb as unknown as { readonly _display: NovncDisplay })._display);
    rfb.addEventListener('disconnect', () => client.#failed(`noVNC ${release} ended the session`));
    pageSocket.onSend = (bytes) => {
      const encodings = readSetEncodings(bytes);
      if (encodings !== undefined) client.#encodings = encodings;
      socket.write(
        encodings !== undefined && lossless ? encodeSetEncodings(withoutQuality(encodings)) : bytes,
      );
    };
    socket.on('data', (bytes: Buffer) => {
      try {
        pageSocket.receive(bytes);
      } catch (error) {
        client.#failed(`noVNC ${release} threw ${String(error)}`);
      }
    });
    socket.on('error', (error) => client.#failed(String(error)));
    socket.on('close', () => client.#failed('the server closed the connection'));
    pageSocket.open();
    await client.untilUpdates(1, COMPLETE_WITHIN_MS);
    return client;
  }

  /** The page's list with its quality and compression replaced in place, as the guard sends it. */
  switchTo(quality: number, compress: number): void {
    this.switches += 1;
    this.#send(
      encodeSetEncodings(
        this.#encodings.map((encoding) => {
          if (isWithin(encoding, QUALITY)) return QUALITY.from + quality;
          return isWithin(encoding, COMPRESS) ? COMPRESS.from + compress : encoding;
        }),
      ),
    );
  }

  /** Asks for all of the picture without loss, by the same connection and its zlib streams; waits until it is there. */
  async refreshWithoutLoss(): Promise<void> {
    this.#send(encodeSetEncodings(withoutQuality(this.#encodings)));
    this.#send(encodeUpdateRequest(false, this.display.width, this.display.height));
    await this.untilUpdates(1, COMPLETE_WITHIN_MS);
    await this.untilStill();
  }

  /** Resolves when so many more pictures are complete, or that has taken too long, or the session has ended. */
  async untilUpdates(count: number, withinMs: number): Promise<void> {
    const wanted = this.display.updates + count;
    const giveUpAtMs = performance.now() + withinMs;
    while (this.display.updates < wanted && this.failure === null && performance.now() < giveUpAtMs)
      await pause(LOOK_EVERY_MS);
  }

  async untilStill(): Promise<void> {
    for (let before = -1; before !== this.display.updates && this.failure === null; ) {
      before = this.display.updates;
      await pause(STILL_MS);
    }
  }

  close(): void {
    this.#isClosing = true;
    this.#socket.destroy();
  }

  #send(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  #failed(why: string): void {
    if (!this.#isClosing) this.failure ??= why;
  }
}

function withoutQuality(encodings: readonly number[]): readonly number[] {
  return encodings.filter((encoding) => !isWithin(encoding, QUALITY));
}

function isWithin(
  encoding: number,
  { from, until }: { readonly from: number; readonly until: number },
): boolean {
  return from <= encoding && encoding <= until;
}

/** 1.6 awaits at top level, which only an ES module may: it is made one. */
function entryOf(release: SwitchedRelease): Exclude<SwitchedRelease, '1.6'> | (() => Promise<NovncModule>) {
  if (release !== '1.6') return release;
  return async () => {
    const found = novncReleases.find(({ name }) => name === release);
    if (found === undefined) throw new Error(`[quality] no noVNC ${release}`);
    const file = join(scratchFolder('novnc'), 'rfb.mjs');
    writeFileSync(file, bundleCommonJs(found));
    const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { default: NovncModule };
    return module.default;
  };
}
