/**
 * Builders for the handshake of both sides and for what an RFB client sends (RFC 6143 sections 7.1 to 7.5,
 * rfbproto, and noVNC's own order of things). The server's messages are in rfb-server-bytes.ts.
 */
import { type Bytes, join, noise, u8, u16, u32 } from './rfb-server-bytes.ts';

/** Bytes of one side. A session is a list of turns, in the order in which they were seen. */
export interface Turn {
  readonly from: 'server' | 'client';
  readonly bytes: Uint8Array;
}

export const fromServer = (...parts: readonly Bytes[]): Turn => ({ from: 'server', bytes: join(...parts) });
export const fromClient = (...parts: readonly Bytes[]): Turn => ({ from: 'client', bytes: join(...parts) });

export const text = (words: string): number[] => [...new TextEncoder().encode(words)];
export const sized = (words: string): Uint8Array => join(u32(text(words).length), text(words));
const capability = (code: number, name: string): Uint8Array => join(u32(code), text(name));

// ---------------------------------------------------------------------------------------------------------
// handshake

export interface Format {
  readonly bitsPerPixel: number;
  readonly depth: number;
  readonly trueColour: boolean;
  readonly max: number;
}

export const FORMAT_32: Format = { bitsPerPixel: 32, depth: 24, trueColour: true, max: 255 };
export const FORMAT_16: Format = { bitsPerPixel: 16, depth: 15, trueColour: true, max: 31 };

export const pixelFormat = ({ bitsPerPixel, depth, trueColour, max }: Format = FORMAT_32): Uint8Array =>
  join([bitsPerPixel, depth, 0, trueColour ? 1 : 0], u16(max), u16(max), u16(max), [16, 8, 0], [0, 0, 0]);

export const version = (number: string): Uint8Array => join(text(`RFB ${number}\n`));

/** The beginning up to the security type: `types` is the server's list, `chosen` the client's choice. */
export const opening = (
  types: readonly number[],
  chosen: number | null,
  clientVersion = '003.008',
  serverVersion = clientVersion,
): Turn[] => {
  const greeting = [fromServer(version(serverVersion)), fromClient(version(clientVersion))];
  if (clientVersion === '003.003' || serverVersion === '003.003')
    return [...greeting, fromServer(u32(types[0] ?? 0))];
  const list = fromServer(u8(types.length), types);
  return chosen === null ? [...greeting, list] : [...greeting, list, fromClient(u8(chosen))];
};

export const resultOk = (): Turn => fromServer(u32(0));
export const refusal = (reason: string, status = 1): Turn => fromServer(u32(status), sized(reason));

export interface Init {
  readonly name?: string;
  readonly format?: Format;
  readonly width?: number;
  readonly height?: number;
  /** Tight security: numbers of server messages, client messages and encodings in the lists that follow. */
  readonly tight?: readonly [number, number, number];
}

/** ClientInit and ServerInit. */
export const init = ({
  name = 'sem',
  format = FORMAT_32,
  width = 640,
  height = 480,
  tight,
}: Init = {}): Turn[] => [
  fromClient([1]),
  fromServer(
    u16(width),
    u16(height),
    pixelFormat(format),
    sized(name),
    tight === undefined ? [] : tightLists(tight),
  ),
];

const tightLists = (counts: readonly [number, number, number]): Uint8Array =>
  join(
    ...counts.map(u16),
    [0, 0],
    ...counts.flatMap((count) => Array.from({ length: count }, (_, i) => capability(i, 'TGHTSOMETHNG'))),
  );

/** What passes between the choice of a security type and SecurityResult. */
export const SECURITY_TURNS = {
  none: [],
  vncAuth: [fromServer(noise(16)), fromClient(noise(16, 2))],
  ra2ne: [
    fromServer(u32(2048), noise(512)),
    fromClient(u32(2048), noise(512), u16(256), noise(256)),
    fromServer(u16(256), noise(256)),
    fromClient(u16(20), noise(36)),
    fromServer(u16(20), noise(36), u16(1), noise(17)),
    fromClient(u16(10), noise(26)),
  ],
  tightVnc: [
    fromServer(u32(0), u32(1), capability(2, 'STDVVNCAUTH_')),
    fromClient(u32(2)),
    fromServer(noise(16)),
    fromClient(noise(16, 2)),
  ],
  tightTunnelUnix: [
    fromServer(u32(1), capability(0, 'TGHTNOTUNNEL')),
    fromClient(u32(0)),
    fromServer(u32(1), capability(129, 'TGHTULGNAUTH')),
    fromClient(u32(129), u32(4), u32(6), text('user'), text('secret')),
  ],
  tightNothing: [fromServer(u32(0), u32(0))],
  veNCryptPlain: [
    fromServer([0, 2]),
    fromClient([0, 2]),
    fromServer([0], [2], u32(262), u32(256)),
    fromClient(u32(256), u32(4), u32(6), text('user'), text('secret')),
  ],
  veNCryptVnc: [
    fromServer([0, 2]),
    fromClient([0, 2]),
    fromServer([0], [1], u32(2)),
    fromClient(u32(2)),
    fromServer(noise(16)),
    fromClient(noise(16, 2)),
  ],
  xvp: [fromClient([4, 3], text('userbox')), fromServer(noise(16)), fromClient(noise(16, 2))],
  ard: [fromServer(u16(2), u16(128), noise(256)), fromClient(noise(128 + 128))],
  msLogonII: [fromServer(noise(24)), fromClient(noise(8 + 256 + 64))],
  plain: [fromClient(u32(4), u32(6), text('user'), text('secret'))],
} as const satisfies Record<string, readonly Turn[]>;

/** The shortest way to the first message: 3.8 and no authentication. */
export const openSession = (serverInit: Init = {}): Turn[] => [
  ...opening([1], 1),
  resultOk(),
  ...init(serverInit),
];

// ---------------------------------------------------------------------------------------------------------
// client messages

export const setPixelFormat = (format: Format = FORMAT_32): Uint8Array =>
  join([0, 0, 0, 0], pixelFormat(format));
export const setEncodings = (encodings: readonly number[]): Uint8Array =>
  join([2, 0], u16(encodings.length), ...encodings.map(u32));
export const updateRequest = (
  incremental: boolean,
  area: readonly [number, number, number, number],
): Uint8Array => join([3, incremental ? 1 : 0], ...area.map(u16));
export const key = (down: boolean, keysym: number): Uint8Array => join([4, down ? 1 : 0, 0, 0], u32(keysym));
export const qemuKey = (down: boolean, keysym: number, keycode: number): Uint8Array =>
  join([255, 0], u16(down ? 1 : 0), u32(keysym), u32(keycode));
export const qemuAudio = (operation: number): Uint8Array =>
  join([255, 1], u16(operation), operation === 2 ? [3, 2, ...u32(44100)] : []);
export const pointer = (mask: number, x: number, y: number): Uint8Array => join([5, mask], u16(x), u16(y));
export const extendedPointer = (mask: number, x: number, y: number): Uint8Array =>
  join([5, 0x80 | (mask & 0x7f)], u16(x), u16(y), [mask >> 7]);
export const clientCutText = (content: Bytes): Uint8Array => join([6, 0, 0, 0], u32(content.length), content);
export const clientClipboard = (flags: number, body: Bytes = []): Uint8Array =>
  join([6, 0, 0, 0], u32(-(4 + body.length)), u32(flags), body);
export const continuousUpdates = (
  enable: boolean,
  area: readonly [number, number, number, number],
): Uint8Array => join([150, enable ? 1 : 0], ...area.map(u16));
export const clientFence = (flags: number, payload: Bytes = []): Uint8Array =>
  join([248, 0, 0, 0], u32(flags), u8(payload.length), payload);
export const clientXvp = (action: number): Uint8Array => join([250, 0, 1, action]);
export const setDesktopSize = (width: number, height: number, screens = 1): Uint8Array =>
  join(
    [251, 0],
    u16(width),
    u16(height),
    [screens, 0],
    ...Array.from({ length: screens }, (_, id) =>
      join(u32(id), u16(0), u16(0), u16(width), u16(height), u32(0)),
    ),
  );

/** SetEncodings of noVNC 1.7, without H.264. */
export const NOVNC_ENCODINGS: readonly number[] = [
  1,
  7,
  -260,
  16,
  21,
  5,
  2,
  6,
  0,
  -26,
  -254,
  -223,
  -224,
  -258,
  -261,
  -308,
  -309,
  -312,
  -313,
  -307,
  0xc0a1e5ce | 0,
  -316,
  0x574d5664,
  -239,
];

/** What noVNC sends first. */
export const firstMessages = (): Turn =>
  fromClient(setPixelFormat(), setEncodings(NOVNC_ENCODINGS), updateRequest(false, [0, 0, 640, 480]));
