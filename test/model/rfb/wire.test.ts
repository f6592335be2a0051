import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { INTERNAL_ERROR_VALUE, Wire } from '../../../src/model/rfb/wire.ts';
import * as rfb from '../../support/rfb-bytes.ts';
import * as server from '../../support/rfb-server-bytes.ts';
import { hear } from './session.ts';

const { fromClient, fromServer } = rfb;
const AREA = { x: 1, y: 2, width: 3, height: 4 };
const typesOf = (events: readonly { readonly type: string }[]): string[] => events.map(({ type }) => type);

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** In a function of its own, so that nothing on the stack holds the chunk. */
function feedCopy(wire: Wire, bytes: Uint8Array): ArrayBufferLike {
  const chunk = bytes.slice();
  wire.server(chunk);
  return chunk.buffer;
}

describe('the phases of a connection', () => {
  it('go from detecting over the handshake to messages', () => {
    const wire = new Wire();
    const phases = [wire.phase];
    for (const { from, bytes } of rfb.openSession()) {
      wire[from](bytes);
      phases.push(wire.phase);
    }
    expect(phases).toEqual(['detecting', ...Array.from({ length: 6 }, () => 'handshake'), 'messages']);
  });

  it.each([
    ['server', fromServer([99])],
    ['client', fromClient([99])],
  ])('end as lost when framing of the %s’s stream is lost', (_, nonsense) => {
    expect(hear([...rfb.openSession(), nonsense]).wire.phase).toBe('lost');
  });
});

describe('one direction decides how the other is read', () => {
  it('the client’s pixel format decides how long the server’s rectangles are', () => {
    const wide = { pixel: 4, tightPixel: 3 } as const;
    const narrow = { pixel: 2, tightPixel: 2 } as const;
    const heard = hear([
      ...rfb.openSession({ format: rfb.FORMAT_32 }),
      fromServer(server.update([server.raw(AREA, wide)])),
      fromClient(rfb.setPixelFormat(rfb.FORMAT_16)),
      fromServer(server.update([server.raw(AREA, narrow), server.tightFill(AREA, { pixel: narrow })]), [2]),
    ]);
    expect(typesOf(heard.server).slice(4)).toEqual(['update-start', 'rect', 'rect', 'update-end', 'bell']);
  });

  it('the server’s own format counts until the client sets one', () => {
    const narrow = { pixel: 2, tightPixel: 2 } as const;
    const heard = hear([
      ...rfb.openSession({ format: rfb.FORMAT_16 }),
      fromServer(server.update([server.raw(AREA, narrow)]), [2]),
    ]);
    expect(typesOf(heard.server)).toEqual(['server-init', 'update-start', 'rect', 'update-end', 'bell']);
  });

  it('the server’s rectangle -316 makes the client’s long pointer messages legal', () => {
    const long = fromClient(rfb.extendedPointer(0x101, 5, 6), rfb.pointer(0, 5, 6));
    const before = hear([...rfb.openSession(), rfb.firstMessages(), fromClient(rfb.pointer(0x81, 5, 6))]);
    expect(before.client.at(-1)).toMatchObject({ type: 'pointer', buttonMask: 0x81, extended: false });
    const after = hear([
      ...rfb.openSession(),
      rfb.firstMessages(),
      fromServer(server.update([server.extendedMouseButtons()])),
      long,
    ]);
    expect(after.client.slice(-2)).toMatchObject([
      { type: 'pointer', buttonMask: 0x101, x: 5, y: 6, extended: true },
      { type: 'pointer', buttonMask: 0, extended: false },
    ]);
  });

  it('a rectangle -316 in the chunk of ServerInit counts, too', () => {
    const [clientInit, serverInit] = rfb.init();
    const heard = hear([
      ...rfb.opening([1], 1),
      rfb.resultOk(),
      clientInit!,
      fromServer(serverInit!.bytes, server.update([server.extendedMouseButtons()])),
      rfb.firstMessages(),
      fromClient(rfb.extendedPointer(0x100, 1, 2)),
    ]);
    expect(heard.client.at(-1)).toMatchObject({ type: 'pointer', extended: true });
  });
});

describe('a desync', () => {
  it('of the server leaves the client understood', () => {
    const heard = hear([
      ...rfb.openSession(),
      fromServer([99]),
      fromServer(server.noise(1000)),
      fromClient(rfb.key(true, 0x61)),
    ]);
    expect(typesOf(heard.server)).toEqual(['server-init', 'desync']);
    expect(typesOf(heard.client)).toEqual(['key']);
    expect(heard.wire.serverUndecidedFromByte).toBeNull();
  });

  it('of the client leaves the server understood', () => {
    const heard = hear([
      ...rfb.openSession(),
      fromClient([99]),
      fromClient(rfb.key(true, 0x61)),
      fromServer(server.bell()),
    ]);
    expect(typesOf(heard.client)).toEqual(['desync']);
    expect(typesOf(heard.server)).toEqual(['server-init', 'bell']);
    expect(heard.wire.clientUndecidedFromByte).toBeNull();
  });

  it('for KasmVNC’s dialect ends both directions, and says so in each', () => {
    const turns = [
      ...rfb.openSession(),
      fromServer(server.update([server.raw(AREA)]).slice(0, 20)),
      fromClient(rfb.setPixelFormat(), rfb.setEncodings([17, 7])),
      fromClient(rfb.key(true, 1)),
      fromServer(server.bell()),
      fromServer(server.bell()),
    ];
    const heard = hear(turns);
    const serverBytes = turns
      .slice(0, -2)
      .reduce((sum, turn) => sum + (turn.from === 'server' ? turn.bytes.length : 0), 0);
    expect(typesOf(heard.client)).toEqual(['set-pixel-format', 'desync']);
    expect(heard.server.slice(3)).toEqual([
      { type: 'desync', reason: 'foreign-dialect', value: 17, offsetBytes: serverBytes },
    ]);
  });

  it('leaves the bytes of both directions counted', () => {
    const { wire } = hear([fromServer(server.noise(500)), fromClient(server.noise(30)), fromServer([1])]);
    expect([wire.serverBytes, wire.clientBytes]).toEqual([501, 30]);
  });
});

describe('an error of the parser', () => {
  // A chunk that claims bytes it does not have: what a bug would look like.
  const broken = { length: 30 } as Uint8Array;
  const failure = { type: 'desync', reason: 'bad-encoding-data', value: INTERNAL_ERROR_VALUE };

  it('ends only its own direction, and never leaves the wire', () => {
    const { wire } = hear(rfb.openSession());
    expect(wire.client(broken)).toMatchObject([failure]);
    expect(wire.client(rfb.key(true, 1))).toEqual([]);
    expect(typesOf(wire.server(server.bell()))).toEqual(['bell']);
    expect(wire.server(broken)).toMatchObject([failure]);
  });

  it('ends both directions during the handshake', () => {
    const { wire } = hear(rfb.opening([1], 1));
    expect(wire.server(broken)).toMatchObject([{ ...failure, offsetBytes: 14 }]);
    expect(wire.client(rfb.key(true, 1))).toMatchObject([{ ...failure, offsetBytes: 13 }]);
  });
});

describe('chunks', () => {
  it('are counted, the empty ones as nothing', () => {
    const { wire } = hear([fromServer([]), ...rfb.openSession(), fromClient([])]);
    expect(wire.clientBytes).toBe(12 + 1 + 1);
    expect(wire.serverBytes).toBe(12 + 2 + 4 + 24 + 3);
  });

  it('may be reused by the page as soon as the call returns', () => {
    const wire = new Wire();
    const buffer = new Uint8Array(1024);
    const events = [];
    for (const { from, bytes } of [
      ...rfb.openSession(),
      fromClient(rfb.clientFence(1, [1, 2, 3])),
      fromClient(rfb.key(true, 0x61).slice(0, 5)),
      fromClient(rfb.key(true, 0x61).slice(5)),
    ]) {
      buffer.fill(0xee);
      buffer.set(bytes);
      events.push(...wire[from](buffer.subarray(0, bytes.length)));
    }
    buffer.fill(0xee);
    expect(events.slice(1)).toMatchObject([
      { type: 'fence', payload: Uint8Array.from([1, 2, 3]) },
      { type: 'key', keysym: 0x61 },
    ]);
  });

  it.each([
    ['between messages', server.bell()],
    ['inside a rectangle', server.update([server.raw({ ...AREA, width: 5000 })]).slice(0, 9000)],
    ['inside a field', server.fence(0, server.noise(9)).slice(0, 7)],
    ['after a desync', server.join([99], server.noise(600))],
  ])('are not held %s', async (_, bytes) => {
    const { wire } = hear(rfb.openSession());
    const held = new WeakRef(feedCopy(wire, bytes));
    await new Promise((done) => setTimeout(done));
    collectGarbage();
    expect(held.deref()).toBeUndefined();
    expect(wire.serverBytes).toBeGreaterThan(bytes.length);
  });

  it('may begin anywhere in their buffer', () => {
    const turns = rfb.openSession().map(({ from, bytes }) => {
      const wide = new Uint8Array(bytes.length + 20).fill(0xee);
      wide.set(bytes, 10);
      return { from, bytes: wide.subarray(10, 10 + bytes.length) };
    });
    expect(typesOf(hear(turns).server)).toEqual(['server-init']);
  });
});

describe('undecided bytes', () => {
  it('of the server begin with what may be a probe’s reply', () => {
    const start = hear(rfb.openSession()).wire.serverBytes;
    const reply = server.fence(0, server.noise(16));
    const undecided = (bytes: Uint8Array) =>
      hear([...rfb.openSession(), fromServer(bytes)]).wire.serverUndecidedFromByte;
    for (let length = 1; length < reply.length; length++)
      expect(undecided(reply.slice(0, length))).toBe(start);
    expect(undecided(reply)).toBeNull();
    expect(undecided(server.update([server.raw(AREA)]).slice(0, 30))).toBeNull();
  });

  it('are none during the handshake', () => {
    const { wire } = hear([fromServer(rfb.version('003.008').slice(0, 5))]);
    expect([wire.serverUndecidedFromByte, wire.clientUndecidedFromByte]).toEqual([null, null]);
  });
});
