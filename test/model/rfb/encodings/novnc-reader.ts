import { pathToFileURL } from 'node:url';
import { Window } from 'happy-dom';

/** noVNC's own reading of a server's messages, without a browser: where each message it reads ends. */
export interface NovncReader {
  /**
   * Gives it the stream in these chunks; answers the offset behind each message it read. Throws what noVNC would
   * end the session with.
   */
  read(chunks: readonly Uint8Array[]): number[];
}

/** The parts of noVNC's RFB object that framing needs; everything that draws is left out. */
interface NovncSession {
  _FBU: { rects: number; encoding: number | null };
  _decoders: Record<number, unknown>;
  _normalMsg(): boolean;
  _handleRect(): boolean;
  [member: string]: unknown;
}

interface NovncSocket {
  _rQlen: number;
  _rQi: number;
  open(url: string, protocols: string[]): void;
}

type Constructor<T> = new () => T;
type Decoders = Readonly<Record<number, Constructor<unknown>>>;

const DECODER_FILES: Readonly<Record<string, number>> = {
  raw: 0,
  copyrect: 1,
  rre: 2,
  hextile: 5,
  zlib: 6,
  tight: 7,
  zrle: 16,
  jpeg: 21,
  h264: 50,
  tightpng: -260,
};

/** The default export of a file of an installed noVNC; noVNC has no types, so its shape is taken on trust. */
async function load<T>(file: string): Promise<T> {
  const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { default: unknown };
  const inner = module.default as { default?: unknown };
  return (inner.default ?? inner) as T;
}

class FakeWebSocket {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  static latest: FakeWebSocket | null = null;
  readonly readyState = 1;
  binaryType = '';
  protocol = 'binary';
  onopen: unknown = null;
  onerror: unknown = null;
  onclose: unknown = null;
  onmessage: (event: { readonly data: ArrayBuffer }) => void = () => {};
  constructor() {
    FakeWebSocket.latest = this;
  }
  send(): void {}
  close(): void {}
}

/** Whether zlib streams last for the session, as a server's do, or for a rectangle, as the builders make them. */
export type ZlibStreams = 'of a session' | 'of a rectangle';

/** `root` is the folder with noVNC's files (core or lib), `decoders` the encodings this version has files for. */
export async function loadNovnc(
  root: string,
  decoders: readonly number[],
  zlib: ZlibStreams,
): Promise<() => NovncReader> {
  const page = new Window();
  Object.assign(globalThis, {
    WebSocket: FakeWebSocket,
    window: page,
    document: page.document,
    navigator: page.navigator,
    MutationObserver: page.MutationObserver,
  });
  const Rfb = await load<{ prototype: object }>(`${root}/rfb.js`);
  const Websock = await load<Constructor<NovncSocket>>(`${root}/websock.js`);
  const byEncoding: Record<number, Constructor<unknown>> = {};
  for (const [file, encoding] of Object.entries(DECODER_FILES)) {
    if (decoders.includes(encoding)) byEncoding[encoding] = await load(`${root}/decoders/${file}.js`);
  }
  return () => newReader(Rfb.prototype, new Websock(), byEncoding, zlib);
}

function newReader(
  prototype: object,
  socket: NovncSocket,
  decoders: Decoders,
  zlib: ZlibStreams,
): NovncReader {
  socket.open('ws://novnc.test', []);
  const session = newSession(prototype, socket, decoders, zlib);
  return {
    read(chunks) {
      const ends: number[] = [];
      let fedBytes = 0;
      for (const chunk of chunks) {
        fedBytes += chunk.length;
        FakeWebSocket.latest?.onmessage({ data: new Uint8Array(chunk).buffer });
        while (socket._rQlen > socket._rQi && session._normalMsg()) {
          ends.push(fedBytes - (socket._rQlen - socket._rQi));
        }
      }
      return ends;
    },
  };
}

function newSession(
  prototype: object,
  socket: NovncSocket,
  decoders: Decoders,
  zlib: ZlibStreams,
): NovncSession {
  const session = Object.create(prototype) as NovncSession;
  const nothing = () => {};
  Object.assign(session, {
    _sock: socket,
    _FBU: { rects: 0, x: 0, y: 0, width: 0, height: 0, encoding: null },
    _display: new Proxy({}, { get: (_target, name) => (name === 'pending' ? () => false : nothing) }),
    _decoders: {},
    _fbDepth: 24,
    _viewOnly: false,
    _enabledContinuousUpdates: true,
    _clipboardText: null,
    _clipboardServerCapabilitiesActions: {},
    _clipboardServerCapabilitiesFormats: {},
    _updateCursor: nothing,
    _resize: nothing,
    _setDesktopName: nothing,
    _requestRemoteResize: nothing,
    _updateContinuousUpdates: nothing,
    _setCapability: nothing,
    dispatchEvent: nothing,
    _fail: (why: string) => {
      throw new Error(why);
    },
  });
  const renew = () => {
    for (const [encoding, Decoder] of Object.entries(decoders))
      session._decoders[Number(encoding)] = new Decoder();
  };
  renew();
  if (zlib === 'of a session') return session;
  const handleRect = session._handleRect;
  session._handleRect = () => {
    const finished = handleRect.call(session);
    if (finished) renew();
    return finished;
  };
  return session;
}
