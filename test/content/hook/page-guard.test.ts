import { describe, expect, it } from 'vitest';
import { PageGuard } from '../../../src/content/hook/page-guard.ts';
import { FakeRealm, type FakeSocket } from '../../support/fake-realm.ts';
import { PageMessageEvent } from '../../support/message-event.ts';
import { firstMessages, key, openSession, pointer, setEncodings } from '../../support/rfb-bytes.ts';
import { bell, fence, join, raw, update } from '../../support/rfb-server-bytes.ts';

function hooked(): FakeRealm {
  const realm = new FakeRealm();
  new PageGuard(realm.page, realm);
  return realm;
}

/** A socket in the middle of a VNC session with a server that knows fences. */
function session(realm: FakeRealm): { socket: FakeSocket; heard: Uint8Array[] } {
  const socket = realm.socket();
  const heard: Uint8Array[] = [];
  socket.addEventListener('message', (event) => {
    heard.push(new Uint8Array((event as PageMessageEvent).data as ArrayBuffer));
  });
  socket.open('binary');
  for (const { from, bytes } of [...openSession(), firstMessages()]) {
    if (from === 'server') socket.receiveBytes(bytes);
    else socket.send(bytes);
  }
  socket.receiveBytes(join(fence(0x80000003, [1]), update([raw({ x: 0, y: 0, width: 2, height: 2 })])));
  heard.length = 0;
  return { socket, heard };
}

/** Lets time pass until a further probe goes out; its nonce. */
function probeOf(realm: FakeRealm, socket: FakeSocket): Uint8Array {
  const from = socket.sent.length;
  for (let i = 0; i < 100; i++) {
    realm.tick();
    const probe = socket.sentBytes.slice(from).find((bytes) => bytes[0] === 248 && bytes.length === 25);
    if (probe !== undefined) return probe.slice(9);
  }
  throw new Error('no probe was sent');
}

describe('a hooked WebSocket', () => {
  it('looks like the one it replaced', () => {
    const realm = hooked();
    expect(realm.WebSocket).not.toBe(realm.native);
    expect(realm.WebSocket.OPEN).toBe(1);
    expect(realm.WebSocket.prototype).toBe(realm.native.prototype);
    expect(realm.native.prototype.constructor).toBe(realm.WebSocket);
    const socket = realm.socket();
    expect(Object.getPrototypeOf(socket)).toBe(realm.native.prototype);
    expect(socket).toBeInstanceOf(realm.WebSocket);
    expect(Object.keys(Object.getOwnPropertyDescriptors(socket))).toEqual(
      Object.keys(Object.getOwnPropertyDescriptors(new realm.native())),
    );
  });

  it('can be subclassed', () => {
    const realm = hooked();
    class Chat extends realm.WebSocket {
      readonly room = 'lab';
    }
    const chat = new Chat('ws://x');
    expect(chat).toBeInstanceOf(Chat);
    expect(chat.room).toBe('lab');
    expect(chat.constructor).toBe(Chat);
  });

  it('throws what the browser throws', () => {
    const realm = hooked();
    const socket = realm.socket();
    expect(() => socket.send('x')).toThrow('early');
    socket.open();
    expect(() => socket.close(1)).toThrow('bad code');
    expect(() => realm.WebSocket.prototype.send.call(new EventTarget() as WebSocket, 'x')).toThrow(TypeError);
  });

  it('hands on the very objects the page gives', () => {
    const { socket } = session(hooked());
    const before = socket.sent.length;
    const buffer = Uint8Array.from(key(false, 0x61)).buffer;
    const view = new DataView(Uint8Array.from([...key(false, 0x62), 9]).buffer, 0, 8);
    const bytes = key(false, 0x63);
    socket.send(buffer);
    socket.send(view);
    socket.send(bytes);
    const given = socket.sent
      .slice(before)
      .filter((data) => data === buffer || data === view || data === bytes);
    expect(given).toEqual([buffer, view, bytes]);
    expect(given[0]).toBe(buffer);
  });

  it('is forgotten when it does not speak RFB', () => {
    const realm = hooked();
    const socket = realm.socket();
    socket.open();
    socket.receiveBytes(new TextEncoder().encode('hello'));
    const odd = { toString: () => 'odd' };
    socket.send(odd);
    expect(socket.sent).toEqual([odd]);
    expect(realm.ticking).toBe(false);
  });

  it('gives the page chunks as they came, and others without our replies', () => {
    const realm = hooked();
    const { socket, heard } = session(realm);
    const events: Event[] = [];
    socket.addEventListener('message', (event) => events.push(event));
    const nonce = probeOf(realm, socket);
    socket.receiveBytes(bell());
    socket.receiveBytes(join(bell(), fence(0, nonce), bell()));
    expect(heard).toEqual([bell(), join(bell(), bell())]);
    expect(events[1]).toMatchObject({ origin: 'ws://instrument.example', type: 'message' });
    const again = probeOf(realm, socket);
    socket.receiveBytes(fence(0, again));
    expect(heard).toHaveLength(2);
  });

  it('leaves events that the page makes itself alone', () => {
    const { socket, heard } = session(hooked());
    socket.dispatchEvent(new PageMessageEvent('message', { data: Uint8Array.from(fence(0, [1])).buffer }));
    expect(heard).toEqual([fence(0, [1])]);
  });

  it('lets go of what is held before it closes, and is closed for us at once', () => {
    const realm = hooked();
    const { socket } = session(realm);
    socket.receiveBytes(fence(0, probeOf(realm, socket)));
    socket.send(pointer(1, 7, 8));
    socket.close();
    expect(socket.sentBytes.at(-1)).toEqual(pointer(0, 7, 8));
    expect(socket.closes).toBe(1);
    expect(realm.ticking).toBe(false);
  });

  it('that turns to text is not guarded any more, and nothing is held back', () => {
    const realm = hooked();
    const { socket } = session(realm);
    socket.send('text');
    socket.send(setEncodings([1]));
    expect(socket.sent.slice(-2)).toEqual(['text', setEncodings([1])]);
  });

  it('hands shared and resizable memory to the browser, which refuses it', () => {
    const { socket } = session(hooked());
    const shared = new Uint8Array(new SharedArrayBuffer(8));
    socket.send(shared);
    expect(socket.sent.at(-1)).toBe(shared);
  });
});

describe('the private port of a hook', () => {
  it('tells of sessions only, and takes a policy', async () => {
    const realm = new FakeRealm();
    const heard: { readonly type: string; readonly snapshot?: { readonly guarding: string } }[] = [];
    let link: MessagePort | undefined;
    realm.addEventListener('rice-novnc:hook', (event) => {
      event.preventDefault();
      link = (event as PageMessageEvent).ports[0];
      link!.onmessage = ({ data }) => heard.push(data as (typeof heard)[0]);
    });
    new PageGuard(realm.page, realm);
    const other = realm.socket();
    other.open();
    other.receiveBytes(new TextEncoder().encode('hello'));
    const { socket } = session(realm);
    link!.postMessage({ type: 'policy', policy: { nonsense: true } });
    link!.postMessage({
      type: 'policy',
      policy: {
        version: 1,
        mode: 'measure',
        whenUnverified: 'block',
        whenUnguarded: 'pass',
        maxInputAgeMs: 500,
        override: 'allow',
      },
    });
    await expect
      .poll(() =>
        heard
          .map(({ type }) => type)
          .filter((type) => type !== 'sockets')
          .slice(0, 2),
      )
      .toEqual(['ready', 'session']);
    expect(heard.filter(({ type }) => type === 'sockets')).toEqual(
      [1, 2].map((opened) => ({ type: 'sockets', opened, wallMs: 1_700_000_005_000 })),
    );
    await expect
      .poll(() => {
        realm.tick(200);
        return heard.filter(({ snapshot }) => snapshot !== undefined).at(-1)?.snapshot?.guarding;
      })
      .toBe('measuring');
    socket.ended();
    await expect
      .poll(() => heard.filter(({ snapshot }) => snapshot !== undefined).at(-1)?.snapshot?.guarding)
      .toBe('closed');
    link!.close();
  });
});
