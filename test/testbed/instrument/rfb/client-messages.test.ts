import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClientMessage, ClientMessages } from '../../../../testbed/instrument/rfb/client-messages.ts';
import { ProtocolError } from '../../../../testbed/instrument/rfb/protocol-error.ts';
import * as client from './client-bytes.ts';

function parse(...chunks: Uint8Array[]): ClientMessage[] {
  const messages = new ClientMessages();
  const found: ClientMessage[] = [];
  for (const chunk of chunks) {
    messages.push(chunk);
    for (let next = messages.next(); next !== null; next = messages.next()) found.push(next);
  }
  return found;
}

const rect = { x: 1, y: 2, width: 3, height: 4 };
const stream = Buffer.concat([
  client.setPixelFormat(client.novncFormat),
  client.setEncodings(7, -312, -256),
  client.updateRequest(false, rect),
  client.key(true, 0xff51),
  client.pointer(1, 640, 480),
  client.cutText(Buffer.from('a clipboard text')),
  client.continuousUpdates(true, rect),
  client.fence(0x8000_0000, Buffer.of(1, 2, 3)),
  client.setDesktopSize(800, 600),
  client.pointer(0, 641, 481),
]);

describe('the messages of a client', () => {
  it('are read with all their fields', () => {
    expect(parse(stream).slice(1)).toEqual([
      { type: 'setEncodings', encodings: [7, -312, -256] },
      { type: 'updateRequest', incremental: false, region: rect },
      { type: 'key', down: true, keysym: 0xff51 },
      { type: 'pointer', mask: 1, x: 640, y: 480 },
      { type: 'cutText', lengthBytes: 16 },
      { type: 'continuousUpdates', enable: true, region: rect },
      { type: 'fence', flags: 0x8000_0000, payload: Buffer.of(1, 2, 3) },
      { type: 'setDesktopSize' },
      { type: 'pointer', mask: 0, x: 641, y: 481 },
    ]);
  });

  it('are the same however the stream is chopped', () => {
    const whole = parse(stream);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: stream.length }), { maxLength: 30 }), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), stream.length];
        const chunks = edges.slice(1).map((end, i) => stream.subarray(edges[i], end));
        expect(parse(...chunks)).toEqual(whole);
      }),
    );
  });

  it.each([
    ['an unknown message', Buffer.of(77)],
    ['Kasm or QEMU messages that were not announced', Buffer.of(255, 0, 0, 1)],
    ['more encodings than anyone knows', Buffer.concat([Buffer.of(2, 0), client.u16(1025)])],
    ['a clipboard of gigabytes', Buffer.concat([Buffer.of(6, 0, 0, 0), client.u32(0x8000_0000)])],
    ['a fence that is too long', Buffer.concat([Buffer.of(248, 0, 0, 0), client.u32(0), Buffer.of(65)])],
    ['too many screens', Buffer.concat([Buffer.of(251, 0), client.u16(8, 8), Buffer.of(17, 0)])],
    ['24 bits per pixel', client.setPixelFormat({ ...client.novncFormat, bits: 24 })],
    ['a colour map', client.setPixelFormat({ ...client.novncFormat, trueColour: 0 })],
    ['a colour that does not fit', client.setPixelFormat({ ...client.novncFormat, shift: [0, 8, 30] })],
    [
      'a maximum without a whole number of bits',
      client.setPixelFormat({ ...client.novncFormat, max: [200, 255, 255] }),
    ],
  ])('refuse %s', (_, bytes) => {
    expect(() => parse(bytes)).toThrow(ProtocolError);
  });

  it('are messages or a ProtocolError for any bytes at all', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 20 }), (chunks) => {
        try {
          parse(...chunks);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
