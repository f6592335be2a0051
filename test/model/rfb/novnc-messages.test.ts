// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import type { ClientEvent } from '../../../src/model/rfb/messages.ts';
import { type NovncRelease, novncReleases, openNovnc } from '../../support/novnc-client.ts';
import * as rfb from '../../support/rfb-bytes.ts';
import * as server from '../../support/rfb-server-bytes.ts';
import { hear } from './session.ts';

interface Write {
  readonly writer: string;
  readonly args: readonly unknown[];
  readonly expected: object;
}

const TEXT_FORMAT = 1;

/** What the page of any release writes. */
const WRITES: readonly Write[] = [
  {
    writer: 'pixelFormat',
    args: [24, true],
    expected: {
      type: 'set-pixel-format',
      format: { bitsPerPixel: 32, depth: 24, trueColour: true, redMax: 255 },
    },
  },
  {
    writer: 'pixelFormat',
    args: [8, true],
    expected: { type: 'set-pixel-format', format: { bitsPerPixel: 8, depth: 8, redMax: 3 } },
  },
  {
    writer: 'clientEncodings',
    args: [[7, -260, -316, 0x574d5664, -1063131698]],
    expected: { type: 'set-encodings', encodings: [7, -260, -316, 0x574d5664, -1063131698] },
  },
  {
    writer: 'fbUpdateRequest',
    args: [true, 1, 2, 1920, 1080],
    expected: { type: 'update-request', incremental: true, x: 1, y: 2, width: 1920, height: 1080 },
  },
  {
    writer: 'keyEvent',
    args: [0xffe1, 1],
    expected: { type: 'key', down: true, keysym: 0xffe1, keycode: null },
  },
  { writer: 'keyEvent', args: [0xffe1, 0], expected: { type: 'key', down: false, keysym: 0xffe1 } },
  {
    writer: 'QEMUExtendedKeyEvent',
    args: [0x61, true, 0xe01d],
    expected: { type: 'key', down: true, keysym: 0x61, keycode: 0x9d },
  },
  {
    writer: 'pointerEvent',
    args: [1919, 1079, 0x15],
    expected: { type: 'pointer', x: 1919, y: 1079, buttonMask: 0x15, extended: false },
  },
  {
    writer: 'setDesktopSize',
    args: [1600, 900, 7, 0],
    expected: { type: 'set-desktop-size', width: 1600, height: 900 },
  },
  {
    writer: 'clientFence',
    args: [3, 'payload'],
    expected: { type: 'fence', flags: 3, payload: Uint8Array.from(rfb.text('payload')) },
  },
  {
    writer: 'enableContinuousUpdates',
    args: [true, 0, 0, 640, 480],
    expected: { type: 'continuous-updates', enable: true, width: 640, height: 480 },
  },
  { writer: 'xvpOp', args: [1, 3], expected: { type: 'xvp', action: 3 } },
];

/** Only in releases that have them. */
const NEWER_WRITES: readonly Write[] = [
  {
    writer: 'extendedPointerEvent',
    args: [3, 4, 0x181],
    expected: { type: 'pointer', x: 3, y: 4, buttonMask: 0x181, extended: true },
  },
  {
    writer: 'extendedClipboardCaps',
    args: [[1 << 24, 1 << 25, 1 << 26, 1 << 27, 1 << 28], { [TEXT_FORMAT]: 0 }],
    expected: { type: 'clipboard', action: 'caps' },
  },
  {
    writer: 'extendedClipboardRequest',
    args: [[TEXT_FORMAT]],
    expected: { type: 'clipboard', action: 'request', flags: 0x02000001 },
  },
  {
    writer: 'extendedClipboardNotify',
    args: [[TEXT_FORMAT]],
    expected: { type: 'clipboard', action: 'notify', flags: 0x08000001 },
  },
  {
    writer: 'extendedClipboardProvide',
    args: [[TEXT_FORMAT], ['Grüße vom Gerät']],
    expected: { type: 'clipboard', action: 'provide', flags: 0x10000001 },
  },
];

const cutTextWrite = (release: NovncRelease, length: number): Write => ({
  writer: 'clientCutText',
  args: [release === '1.0' ? 'x'.repeat(length) : new Uint8Array(length).fill(0x78)],
  expected: { type: 'cut-text', textBytes: length },
});

/** noVNC 1.0 throws for more than fits its buffer of 10 KiB. */
const cutTextLengths = (release: NovncRelease): number[] =>
  release === '1.0' ? [0, 1, 10_000] : [0, 1, 10_232, 10_233, 50_000];

interface Written {
  readonly sends: readonly Uint8Array[];
  readonly expected: readonly object[];
}

/** Has the release write all it can, through its own send queue, and collects what would go to the socket. */
async function write(release: NovncRelease): Promise<Written> {
  const { rfb: client, socket, module } = await openNovnc(release);
  const sends: Uint8Array[] = [];
  socket.onSend = (bytes) => sends.push(bytes);
  socket.open();
  const writes = [
    ...WRITES,
    ...cutTextLengths(release).map((length) => cutTextWrite(release, length)),
    ...NEWER_WRITES.filter(({ writer }) => module.messages[writer] !== undefined),
    ...WRITES,
  ];
  for (const { writer, args } of writes) module.messages[writer]?.(client._sock, ...args);
  return { sends, expected: writes.map(({ expected }) => expected) };
}

const read = (chunks: readonly Uint8Array[]): readonly ClientEvent[] => {
  const session = [
    ...rfb.openSession(),
    rfb.firstMessages(),
    rfb.fromServer(server.update([server.extendedMouseButtons()])),
    ...chunks.map((chunk) => rfb.fromClient(chunk)),
  ];
  const { client, wire } = hear(session);
  expect([wire.phase, wire.clientUndecidedFromByte]).toEqual(['messages', null]);
  const last = client.at(-1);
  expect(last !== undefined && 'endByte' in last && last.endByte).toBe(wire.clientBytes);
  return client.slice(3);
};

describe.each(novncReleases)('what noVNC %s writes', (release) => {
  it('is read as what was meant, as it is sent, joined, and byte by byte', async () => {
    const { sends, expected } = await write(release);
    const events = read(sends);
    expect(events).toMatchObject(expected);
    expect(events).toHaveLength(expected.length);
    const joined = server.join(...sends);
    expect(read([joined])).toEqual(events);
    expect(read(Array.from(joined, (byte) => Uint8Array.of(byte)))).toEqual(events);
  });
});

it('the releases write what the builders of the other tests write', async () => {
  const { sends } = await write('1.7');
  const built = [
    rfb.setPixelFormat({ ...rfb.FORMAT_32 }),
    rfb.setEncodings([7, -260, -316, 0x574d5664, -1063131698]),
    rfb.updateRequest(true, [1, 2, 1920, 1080]),
    rfb.key(true, 0xffe1),
    rfb.qemuKey(true, 0x61, 0x9d),
    rfb.pointer(0x15, 1919, 1079),
    rfb.clientFence(3, rfb.text('payload')),
    rfb.continuousUpdates(true, [0, 0, 640, 480]),
    rfb.extendedPointer(0x181, 3, 4),
    rfb.clientClipboard(0x02000001),
    rfb.clientXvp(3),
  ];
  // noVNC's shifts are the other way round; no length hangs on them.
  const shifts = [14, 15, 16];
  const withoutShifts = (bytes: Uint8Array): string =>
    bytes[0] === 0 ? bytes.map((byte, i) => (shifts.includes(i) ? 0 : byte)).join() : bytes.join();
  expect(sends.map(withoutShifts)).toEqual(expect.arrayContaining(built.map(withoutShifts)));
});
