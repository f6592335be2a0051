import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frame } from '../../../../testbed/instrument/frame.ts';
import type { InputEvent } from '../../../../testbed/instrument/input-log.ts';
import { RfbSession } from '../../../../testbed/instrument/rfb/rfb-session.ts';
import * as client from './client-bytes.ts';
import { readServer, type ServerMessage } from './server-reader.ts';

const FENCE = -312;
const CONTINUOUS = -313;
const all = { x: 0, y: 0, width: 128, height: 64 };

function bench(frame = new Frame(all.width, all.height)) {
  let sent: Buffer[] = [];
  const inputs: InputEvent[] = [];
  const closed: string[] = [];
  const host = { backlogBytes: 0 };
  const session = new RfbSession(
    { frame, name: 'Testing', seams: [64] },
    {
      send: (bytes) => sent.push(bytes),
      input: (event) => inputs.push(event),
      close: (reason) => closed.push(reason),
      backlogBytes: () => host.backlogBytes,
    },
  );
  /** Everything sent since the last call. */
  const sentBytes = (): Buffer => {
    const bytes = Buffer.concat(sent);
    sent = [];
    return bytes;
  };
  return {
    frame,
    session,
    inputs,
    closed,
    host,
    sentBytes,
    messages: (): ServerMessage[] => readServer(sentBytes(), client.novncFormat),
    receive: (...bytes: Buffer[]) => session.receive(Buffer.concat(bytes), 0),
  };
}

/** A bench after the handshake, with the format and these encodings set. */
function connected(...encodings: number[]) {
  return handshaken(bench(), encodings);
}

function handshaken(made: ReturnType<typeof bench>, encodings: number[]) {
  made.receive(client.version('8'), Buffer.of(1), Buffer.of(1));
  made.sentBytes();
  made.receive(client.setPixelFormat(client.novncFormat), client.setEncodings(...encodings));
  return made;
}

describe('the handshake', () => {
  it('of RFB 3.8 offers no security, says that it is fine and describes the screen', () => {
    const { receive, sentBytes } = bench();
    expect(sentBytes().toString('latin1')).toBe('RFB 003.008\n');
    receive(client.version('8'));
    expect(sentBytes()).toEqual(Buffer.of(1, 1));
    receive(Buffer.of(1));
    expect(sentBytes()).toEqual(Buffer.alloc(4));
    receive(Buffer.of(1));
    expect(sentBytes()).toEqual(
      Buffer.concat([
        client.u16(all.width, all.height),
        client.pixelFormat(client.novncFormat),
        client.u32(7),
        Buffer.from('Testing'),
      ]),
    );
  });

  it('of RFB 3.7 has no result and of 3.3 no choice', () => {
    const seven = bench();
    seven.sentBytes();
    seven.receive(client.version('7'), Buffer.of(1));
    expect(seven.sentBytes()).toEqual(Buffer.of(1, 1));
    const three = bench();
    three.sentBytes();
    three.receive(client.version('3'));
    expect(three.sentBytes()).toEqual(Buffer.of(0, 0, 0, 1));
  });

  it('ends with a reason when the client speaks something else', () => {
    const http = bench();
    http.receive(Buffer.from('GET / HTTP/1.1\r\n'));
    expect(http.closed).toEqual(['not an RFB 3.3, 3.7 or 3.8 client']);
    const password = bench();
    password.receive(client.version('8'), Buffer.of(2));
    expect(password.closed).toEqual(['security type 2 was not offered']);
  });
});

describe('updates', () => {
  it('answer a request once, then only what has changed', () => {
    const { session, receive, messages } = connected(7);
    receive(client.updateRequest(false, all));
    const [first] = messages();
    expect(first?.type === 'update' && first.rects.reduce((sum, r) => sum + r.width * r.height, 0)).toBe(
      128 * 64,
    );
    receive(client.updateRequest(true, all));
    expect(messages()).toEqual([]);
    session.damage({ x: 3, y: 3, width: 2, height: 2 });
    session.update(10);
    expect(messages()).toMatchObject([{ type: 'update', rects: [{ x: 0, y: 0, width: 32, height: 32 }] }]);
    session.damage(all);
    session.update(20);
    expect(messages()).toEqual([]);
  });

  it('of one pixel answer with that pixel', () => {
    const { receive, messages } = connected(7);
    receive(client.updateRequest(false, all));
    messages();
    receive(client.updateRequest(false, { x: 9, y: 9, width: 1, height: 1 }));
    expect(messages()).toMatchObject([{ rects: [{ x: 9, y: 9, width: 1, height: 1 }] }]);
  });

  it('go to a client that asks for a region outside the screen as nothing', () => {
    const { receive, messages, closed } = connected(7);
    receive(client.updateRequest(false, { x: 60_000, y: 60_000, width: 60_000, height: 60_000 }));
    expect(messages()).toEqual([]);
    expect(closed).toEqual([]);
  });

  it('flow without requests while continuous updates are on, until they are ended', () => {
    const { session, receive, messages } = connected(7, CONTINUOUS);
    expect(messages()).toEqual([{ type: 'endOfContinuousUpdates' }]);
    receive(client.continuousUpdates(true, all));
    expect(messages()).toHaveLength(1);
    session.damage(all);
    session.update(10);
    session.damage(all);
    session.update(20);
    expect(messages()).toHaveLength(2);
    receive(client.continuousUpdates(false, all));
    expect(messages()).toEqual([{ type: 'endOfContinuousUpdates' }]);
    session.damage(all);
    session.update(30);
    expect(messages()).toEqual([]);
  });

  it('wait for fences when much is on its way, and go on when they return', () => {
    const { frame, session, receive, messages } = connected(0, FENCE, CONTINUOUS);
    receive(client.continuousUpdates(true, all));
    let updates: ServerMessage[] = messages();
    for (let i = 0; i < 40; i++) {
      frame.pixels.fill(i);
      session.damage(all);
      session.update(i);
      updates = [...updates, ...messages()];
    }
    const fences = updates.filter((message) => message.type === 'fence' && message.payload.length === 4);
    expect(fences.length).toBeGreaterThan(0);
    expect(fences.length).toBeLessThan(10);
    const [first] = fences;
    if (first?.type !== 'fence') throw new Error('no fence');
    session.receive(client.fence(0, first.payload), 50);
    expect(messages().some((message) => message.type === 'update')).toBe(true);
    expect(session.roundTripMs).toBeGreaterThan(0);
  });

  it('show one moment, however many of them a picture takes', () => {
    // Raw, 256 kB: more than one update carries and more than the window holds.
    const screen = { x: 0, y: 0, width: 256, height: 256 };
    const large = bench(new Frame(screen.width, screen.height));
    const { frame, session, receive, messages } = handshaken(large, [0, FENCE, CONTINUOUS]);
    receive(client.continuousUpdates(true, screen));
    const strips: { shade: number; pixels: number }[] = [];
    const updates: ServerMessage[] = [];
    for (let i = 0; i < 60; i++) {
      frame.pixels.fill(i);
      session.damage(screen);
      session.update(i);
      for (const message of messages()) {
        if (message.type === 'fence' && message.payload.length === 4) {
          session.receive(client.fence(0, message.payload), i);
        } else if (message.type === 'update') {
          updates.push(message);
          for (const { rgb } of message.rects) strips.push({ shade: rgb![0]!, pixels: rgb!.length / 3 });
        }
      }
    }
    let pictures = 0;
    for (let area = 0, shade = -1; strips.length > 0; ) {
      const strip = strips.shift()!;
      if (area === 0) shade = strip.shade;
      expect(strip.shade).toBe(shade);
      area = (area + strip.pixels) % (256 * 256);
      if (area === 0) pictures += 1;
    }
    expect(pictures).toBeGreaterThan(5);
    expect(updates.length).toBeGreaterThan(pictures * 3);
  });

  it('of a small region come while a sweep over the rest is unfinished', () => {
    const { session, receive, messages } = connected(7);
    const right = { x: 64, y: 0, width: 64, height: 64 };
    const left = { x: 0, y: 0, width: 64, height: 64 };
    receive(client.updateRequest(false, right));
    expect(messages()).toHaveLength(1);
    session.damage({ x: 70, y: 5, width: 1, height: 1 });
    receive(client.updateRequest(true, right));
    expect(messages()).toMatchObject([{ rects: [{ x: 64, y: 0, width: 32, height: 32 }] }]);
    receive(client.updateRequest(true, left));
    expect(messages()).toHaveLength(1);
  });

  it('of a client without fences wait while its socket is behind', () => {
    const { host, receive, messages } = connected(7);
    host.backlogBytes = 1 << 20;
    receive(client.updateRequest(false, all));
    expect(messages()).toEqual([]);
  });
});

describe('extensions', () => {
  it('are announced once to clients that list them', () => {
    const { receive, messages } = connected(7, FENCE, CONTINUOUS, -308, -307, -239);
    receive(client.setEncodings(7, FENCE, CONTINUOUS, -308, -307, -239));
    receive(client.updateRequest(false, all));
    const found = messages();
    expect(found.slice(0, 2)).toEqual([
      { type: 'fence', flags: 0x8000_0000, payload: Buffer.of(0) },
      { type: 'endOfContinuousUpdates' },
    ]);
    const rects = found.flatMap((message) => (message.type === 'update' ? message.rects : []));
    expect(rects.map((rect) => rect.encoding).filter((encoding) => encoding < 0)).toEqual([-308, -307, -239]);
  });

  it('answer a fence at once with its payload and without the request bit', () => {
    const { receive, messages, inputs } = connected(7, FENCE);
    messages();
    const nonce = Buffer.from('0123456789abcdef');
    receive(client.pointer(1, 5, 5), client.fence(0x8000_0001, nonce));
    expect(inputs).toHaveLength(1);
    expect(messages()).toEqual([{ type: 'fence', flags: 1, payload: nonce }]);
  });

  it('close the connection of a client that uses a fence it did not list', () => {
    const { receive, closed } = connected(7);
    receive(client.fence(0x8000_0000, Buffer.of(1)));
    expect(closed).toEqual(['fences were not announced']);
  });

  it('refuse to change the size of the screen', () => {
    const { receive, messages } = connected(7, -308);
    receive(client.updateRequest(false, all));
    messages();
    receive(client.updateRequest(true, all), client.setDesktopSize(800, 600));
    expect(messages()).toMatchObject([{ rects: [{ encoding: -308, x: 1, y: 1, width: 128, height: 64 }] }]);
  });
});

describe('input', () => {
  it('reaches the instrument as it was sent, kept inside the screen', () => {
    const { receive, inputs } = connected(7);
    receive(client.key(true, 0x61), client.pointer(5, 100, 50), client.pointer(0, 9999, 9999));
    expect(inputs).toMatchObject([
      { type: 'key', down: true, keysym: 0x61 },
      { type: 'pointer', mask: 5, x: 100, y: 50 },
      { type: 'pointer', mask: 0, x: 127, y: 63 },
    ]);
  });

  it('is ignored after nonsense, which closes the connection once with its reason', () => {
    const { receive, inputs, closed, session, messages } = connected(7);
    receive(Buffer.of(99));
    receive(client.key(true, 0x61));
    session.damage(all);
    session.update(0);
    expect(inputs).toEqual([]);
    expect(closed).toEqual(['unknown message 99']);
    expect(messages()).toEqual([]);
  });

  it('of any bytes never throws, and closes the connection at most once', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 }), (chunks) => {
        const { session, closed } = connected(7, FENCE, CONTINUOUS);
        for (const chunk of chunks) session.receive(chunk, 0);
        session.damage(all);
        session.update(0);
        expect(closed.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});
