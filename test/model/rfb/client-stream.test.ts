import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../src/model/rfb/byte-reader.ts';
import { ClientStream } from '../../../src/model/rfb/client-stream.ts';
import { MAX_CUT_TEXT_BYTES, MAX_ENCODINGS } from '../../../src/model/rfb/limits.ts';
import type { ClientEvent } from '../../../src/model/rfb/messages.ts';
import * as rfb from '../../support/rfb-bytes.ts';
import { join, noise, u16, u32 } from '../../support/rfb-server-bytes.ts';
import { desyncOf, readClient } from './session.ts';

/** The only event of a message that stands between two keys, in one piece and byte by byte. */
function only(message: Uint8Array): ClientEvent | undefined {
  const bytes = join(rfb.key(true, 1), message, rfb.key(false, 1));
  const events = readClient(bytes);
  expect(readClient(bytes, 1)).toEqual(events);
  expect(events.map((event) => event.type)).toEqual(['key', events[1]?.type, 'key']);
  expect(events[1]).toMatchObject({ startByte: 8, endByte: 8 + message.length });
  expect(events[2]).toMatchObject({ startByte: 8 + message.length, endByte: bytes.length });
  return events[1];
}

/** The desync that ends a stream in which `bytes` follow a key; it must stand at their beginning. */
function endOf(bytes: Uint8Array) {
  const stream = join(rfb.key(true, 1), bytes, rfb.key(false, 1));
  const events = readClient(stream);
  expect(readClient(stream, 1)).toEqual(events);
  expect(events).toHaveLength(2);
  expect(events[1]).toMatchObject({ type: 'desync', offsetBytes: 8 });
  return desyncOf(events);
}

describe('client messages', () => {
  it('SetPixelFormat tells what lengths depend on', () => {
    expect(only(rfb.setPixelFormat(rfb.FORMAT_16))).toMatchObject({
      type: 'set-pixel-format',
      format: { bitsPerPixel: 16, depth: 15, trueColour: true, redMax: 31, greenMax: 31, blueMax: 31 },
    });
    const colourMap = rfb.setPixelFormat({ bitsPerPixel: 8, depth: 8, trueColour: false, max: 0 });
    expect(only(colourMap)).toMatchObject({ format: { bitsPerPixel: 8, trueColour: false } });
  });

  it('SetEncodings tells signed numbers in the order of preference', () => {
    expect(only(rfb.setEncodings([7, -316, 0x574d5664, 0xc0a1e5ce | 0]))).toMatchObject({
      type: 'set-encodings',
      encodings: [7, -316, 0x574d5664, -1063131698],
    });
    expect(only(rfb.setEncodings([]))).toMatchObject({ encodings: [] });
  });

  it('SetEncodings may be as long as its limit, however it is split', () => {
    const most = Array.from({ length: MAX_ENCODINGS }, (_, i) => i * 1000);
    expect(only(rfb.setEncodings(most))).toMatchObject({ encodings: most });
  });

  it('an update request tells its area and whether it is incremental', () => {
    expect(only(rfb.updateRequest(true, [1, 2, 65535, 4]))).toMatchObject({
      type: 'update-request',
      incremental: true,
      x: 1,
      y: 2,
      width: 65535,
      height: 4,
    });
    expect(only(rfb.updateRequest(false, [0, 0, 1, 1]))).toMatchObject({ incremental: false });
  });

  it('a key tells its keysym and has no key code', () => {
    expect(only(rfb.key(true, 0xffffffff))).toMatchObject({
      type: 'key',
      down: true,
      keysym: 0xffffffff,
      keycode: null,
    });
    expect(only(rfb.key(false, 0))).toMatchObject({ down: false, keysym: 0 });
  });

  it('a QEMU key tells its key code as well', () => {
    expect(only(rfb.qemuKey(true, 0, 0xe01d))).toMatchObject({
      type: 'key',
      down: true,
      keysym: 0,
      keycode: 0xe01d,
    });
    expect(only(rfb.qemuKey(false, 0x61, 30))).toMatchObject({ down: false, keysym: 0x61, keycode: 30 });
  });

  it.each([
    [0, 4],
    [1, 4],
    [2, 10],
  ])('QEMU audio operation %i is %i bytes long', (operation, bytes) => {
    const message = rfb.qemuAudio(operation);
    expect(message).toHaveLength(bytes);
    expect(only(message)).toMatchObject({ type: 'qemu-audio', operation });
  });

  it('a pointer event tells all eight bits of its mask while the long form is not agreed on', () => {
    expect(only(rfb.pointer(0xff, 65535, 3))).toMatchObject({
      type: 'pointer',
      buttonMask: 0xff,
      x: 65535,
      y: 3,
      extended: false,
    });
  });

  it('cut text tells its length, and none of its letters is read', () => {
    expect(only(rfb.clientCutText(rfb.text('Rm 4.12')))).toMatchObject({ type: 'cut-text', textBytes: 7 });
    expect(only(rfb.clientCutText(noise(70_000)))).toMatchObject({ textBytes: 70_000 });
  });

  it('empty cut text in front of the next message is a message of its own (noVNC 1.1 to 1.4)', () => {
    expect(only(rfb.clientCutText([]))).toMatchObject({ type: 'cut-text', textBytes: 0 });
  });

  it.each([
    ['caps', 0x1f000001, u32(0)],
    ['request', 0x02000001, []],
    ['peek', 0x04000000, []],
    ['notify', 0x08000001, []],
    ['provide', 0x10000001, noise(5000)],
    ['unknown', 0x06000000, []],
    ['unknown', 0x80000000, []],
    ['unknown', 0, []],
  ])('extended clipboard: %s (%i)', (action, flags, body) => {
    expect(only(rfb.clientClipboard(flags, body))).toMatchObject({ type: 'clipboard', action, flags });
  });

  it('continuous updates tell whether they are wanted, and where', () => {
    expect(only(rfb.continuousUpdates(true, [1, 2, 3, 4]))).toMatchObject({
      type: 'continuous-updates',
      enable: true,
      x: 1,
      y: 2,
      width: 3,
      height: 4,
    });
    expect(only(rfb.continuousUpdates(false, [0, 0, 0, 0]))).toMatchObject({ enable: false });
  });

  it.each([0, 1, 16, 64])('a fence with %i bytes carries a copy of them', (length) => {
    const payload = noise(length);
    const event = only(rfb.clientFence(0x80000000, payload));
    expect(event).toMatchObject({ type: 'fence', flags: 0x80000000, payload });
    if (event?.type === 'fence') expect(event.payload.buffer.byteLength).toBe(length);
  });

  it('xvp tells its action', () => {
    expect(only(rfb.clientXvp(4))).toMatchObject({ type: 'xvp', action: 4 });
  });

  it.each([0, 1, 2, 255])('SetDesktopSize with %i screens tells the size when it is whole', (screens) => {
    expect(only(rfb.setDesktopSize(1920, 1080, screens))).toMatchObject({
      type: 'set-desktop-size',
      width: 1920,
      height: 1080,
    });
  });
});

describe('the extended pointer message', () => {
  const bytes = join(rfb.extendedPointer(0x181, 10, 20), rfb.pointer(1, 30, 40), rfb.key(true, 1));
  const read = (requested: boolean, announced: boolean): readonly ClientEvent[] => {
    const reader = new ByteReader();
    const stream = new ClientStream(reader);
    const events: ClientEvent[] = [];
    if (announced) stream.announceExtendedMouse();
    reader.push(join(rfb.setEncodings(requested ? [7, -316] : [7]), bytes));
    stream.read(events);
    return events.slice(1);
  };

  it('is seven bytes long once it was requested and announced', () => {
    expect(read(true, true)).toMatchObject([
      { type: 'pointer', buttonMask: 0x181, x: 10, y: 20, extended: true },
      { type: 'pointer', buttonMask: 1, x: 30, y: 40, extended: false },
      { type: 'key' },
    ]);
  });

  it('is no longer expected when the client takes its request back', () => {
    const reader = new ByteReader();
    const stream = new ClientStream(reader);
    const events: ClientEvent[] = [];
    stream.announceExtendedMouse();
    reader.push(
      join(rfb.setEncodings([-316]), rfb.setEncodings([7]), rfb.pointer(0x81, 1, 2), rfb.key(true, 1)),
    );
    stream.read(events);
    expect(events.slice(2)).toMatchObject([{ buttonMask: 0x81, extended: false }, { type: 'key' }]);
  });

  it.each([
    [true, false],
    [false, true],
    [false, false],
  ])('is not expected when requested is %s and announced is %s', (requested, announced) => {
    expect(read(requested, announced)[0]).toMatchObject({
      type: 'pointer',
      buttonMask: 0x81,
      extended: false,
    });
  });
});

describe('nonsense of the client', () => {
  it.each([1, 7, 8, 100, 149, 151, 178, 252, 253, 254])('message %i is not known', (type) => {
    expect(endOf(Uint8Array.from([type]))).toMatchObject({ reason: 'unknown-message', value: type });
  });

  it('a QEMU message other than key and audio is not known', () => {
    expect(endOf(Uint8Array.from([255, 2]))).toMatchObject({ reason: 'unknown-message', value: 0xff02 });
    expect(endOf(Uint8Array.from([255, 1, 0, 3]))).toMatchObject({
      reason: 'unknown-message',
      value: 0xff01,
    });
  });

  it.each([24, 0, 64, 255])('%i bits per pixel are none of RFB’s', (bitsPerPixel) => {
    const message = rfb.setPixelFormat({ ...rfb.FORMAT_32, bitsPerPixel });
    expect(endOf(message)).toMatchObject({ reason: 'bad-pixel-format', value: bitsPerPixel });
  });

  it.each([MAX_ENCODINGS + 1, 65535])('%i encodings are too many', (count) => {
    expect(endOf(join([2, 0], u16(count)))).toMatchObject({ reason: 'length-over-limit', value: count });
  });

  it.each([65, 255])(
    'a fence of %i bytes is too long: noVNC and servers disagree about its end',
    (length) => {
      const message = join([248, 0, 0, 0], u32(0), [length]);
      expect(endOf(message)).toMatchObject({ reason: 'length-over-limit', value: length });
    },
  );

  it.each([
    ['length-over-limit', MAX_CUT_TEXT_BYTES + 1],
    ['length-over-limit', 0x7fffffff],
    ['length-over-limit', -0x80000000],
    ['length-over-limit', -MAX_CUT_TEXT_BYTES - 1],
    ['bad-encoding-data', -1],
    ['bad-encoding-data', -3],
  ])('%s: cut text of %i bytes', (reason, length) => {
    expect(endOf(join([6, 0, 0, 0], u32(length), u32(0)))).toMatchObject({ reason, value: length });
  });

  it('cut text as long as its limit is believed, told at once, and passed over', () => {
    const [event] = readClient(join([6, 0, 0, 0], u32(MAX_CUT_TEXT_BYTES), noise(100)));
    expect(event).toMatchObject({ type: 'cut-text', startByte: 0, endByte: 8 + MAX_CUT_TEXT_BYTES });
  });

  it.each([17, -2048, -1887, -1886, -1884, -1170, -770])('encoding %i is KasmVNC’s', (encoding) => {
    expect(endOf(rfb.setEncodings([7, encoding, 0]))).toMatchObject({
      reason: 'foreign-dialect',
      value: encoding,
    });
  });

  it.each([16, 18, -2049, -1883, -1171, -769, -763, -512, -412])('encoding %i is not', (encoding) => {
    expect(only(rfb.setEncodings([7, encoding, 0]))).toMatchObject({ type: 'set-encodings' });
  });
});

describe('what is undecided', () => {
  const undecided = (bytes: Uint8Array): number | null => {
    const reader = new ByteReader();
    const stream = new ClientStream(reader);
    reader.push(join(rfb.key(true, 1), bytes));
    stream.read([]);
    reader.release();
    return stream.undecidedFromByte;
  };

  it.each([
    ['a key', rfb.key(true, 1)],
    ['a pointer event', rfb.pointer(1, 2, 3)],
    ['encodings', rfb.setEncodings([1, 2, 3])],
    ['a desktop size', rfb.setDesktopSize(1, 2, 3)],
    ['a fence', rfb.clientFence(0, noise(9))],
    ['a clipboard request', rfb.clientClipboard(0x02000001)],
  ])('is %s from its first byte to the one before its last', (_, message) => {
    expect(undecided(message)).toBeNull();
    for (let length = 1; length < message.length; length++)
      expect(undecided(message.slice(0, length))).toBe(8);
  });

  it('is not clipboard content once its header is there: it may be sent as it comes', () => {
    const message = rfb.clientCutText(noise(20));
    expect([7, 8, 9, 27].map((length) => undecided(message.slice(0, length)))).toEqual([8, null, null, null]);
    const provide = rfb.clientClipboard(0x10000001, noise(20));
    expect([11, 12, 13].map((length) => undecided(provide.slice(0, length)))).toEqual([8, null, null]);
  });

  it('is nothing after framing was lost', () => {
    expect(undecided(Uint8Array.from([9, 9, 9]))).toBeNull();
  });
});
