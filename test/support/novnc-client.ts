/**
 * Real noVNC in Node: its RFB class on a socket made here, under happy-dom. The canvas is a dummy, so nothing is
 * drawn; everything noVNC reads and writes is real.
 */
/** The entry of each release. 1.6 is left out: its CommonJS build has a top-level await. */
export const NOVNC_RELEASES = {
  '1.0': 'novnc-1.0/core/rfb.js',
  '1.2': 'novnc-1.2/core/rfb.js',
  '1.3': 'novnc-1.3/core/rfb.js',
  '1.4': 'novnc-1.4/core/rfb.js',
  '1.5': 'novnc-1.5/lib/rfb.js',
  '1.7': '@novnc/novnc',
} as const;

export type NovncRelease = keyof typeof NOVNC_RELEASES;
export const novncReleases = Object.keys(NOVNC_RELEASES) as NovncRelease[];

/** Just what the tests use of noVNC. */
export interface NovncClient extends EventTarget {
  readonly _sock: object;
}

export interface NovncModule {
  new (target: HTMLElement, url: string, options: object): NovncClient;
  /** The writers of client messages; which there are depends on the release. */
  readonly messages: Readonly<
    Record<string, ((sock: object, ...args: readonly unknown[]) => void) | undefined>
  >;
}

/** Stands in for the browser's WebSocket: what the page sends is handed to `onSend`, a copy each. */
export class PageSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  /** The socket noVNC made last. */
  static last: PageSocket | null = null;

  binaryType = 'blob';
  protocol = '';
  readyState = PageSocket.CONNECTING;
  bufferedAmount = 0;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: ArrayBuffer }) => void) | null = null;
  onerror: ((event: object) => void) | null = null;
  onclose: ((event: object) => void) | null = null;
  onSend: (bytes: Uint8Array) => void = () => {};

  constructor() {
    PageSocket.last = this;
  }

  send(data: Uint8Array): void {
    this.onSend(Uint8Array.from(data));
  }

  close(): void {
    this.readyState = PageSocket.CLOSED;
  }

  open(): void {
    this.readyState = PageSocket.OPEN;
    this.onopen?.();
  }

  receive(bytes: Uint8Array): void {
    this.onmessage?.({ data: Uint8Array.from(bytes).buffer });
  }
}

/** A canvas context that accepts every call. */
const paper: object = new Proxy(
  {},
  {
    get: (_, name) => (name === 'canvas' ? document.createElement('canvas') : () => paper),
    set: () => true,
    has: () => true,
  },
);

/** Loads a release. Only under happy-dom: it replaces the page's WebSocket and canvas. */
export async function loadNovnc(release: NovncRelease): Promise<NovncModule> {
  furnishPage();
  const entry: string = NOVNC_RELEASES[release];
  const module = (await import(/* @vite-ignore */ entry)) as {
    default: NovncModule | { default: NovncModule };
  };
  // The CommonJS builds come with one `default` more.
  return 'default' in module.default ? module.default.default : module.default;
}

function furnishPage(): void {
  Object.assign(globalThis, { WebSocket: PageSocket });
  Object.assign(HTMLCanvasElement.prototype, { getContext: () => paper });
  Object.assign(window, { isSecureContext: true });
}

/** A client of the given release, or of one that is loaded in another way, on an open socket. */
export async function openNovnc(
  release: NovncRelease | (() => Promise<NovncModule>),
  credentials: Readonly<Record<string, string>> = {},
): Promise<{ rfb: NovncClient; socket: PageSocket; module: NovncModule }> {
  if (typeof release === 'function') furnishPage();
  const module = typeof release === 'function' ? await release() : await loadNovnc(release);
  const target = document.createElement('div');
  document.body.append(target);
  const rfb = new module(target, 'ws://instrument.example/', { credentials });
  // 1.0 connects in a timer.
  for (let turn = 0; turn < 10 && PageSocket.last === null; turn++)
    await new Promise((done) => setTimeout(done));
  const socket = PageSocket.last;
  if (socket === null) throw new Error('noVNC opened no socket');
  PageSocket.last = null;
  return { rfb, socket, module };
}
