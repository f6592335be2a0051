import { once } from 'node:events';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { type Portal, startPortal } from '../../../testbed/demo/portal-server.ts';
import { fence, pointer, setEncodings, version } from '../instrument/rfb/client-bytes.ts';

describe('the demo portal', () => {
  let portal: Portal;
  beforeAll(async () => {
    portal = await startPortal({ port: 0, specimenSide: 64 });
  });
  afterAll(() => portal.stop());

  const at = (path: string) => new URL(path, portal.url).href;
  const socketUrl = () => at('/websockify').replace('http', 'ws');

  /** A WebSocket that has done the RFB handshake, and what came after it. */
  async function connected(): Promise<{ socket: WebSocket; bytes: () => Buffer }> {
    const socket = new WebSocket(socketUrl());
    let received = Buffer.alloc(0);
    socket.on('message', (data) => {
      received = Buffer.concat([received, data as Buffer]);
    });
    const length = async (count: number) => {
      while (received.length < count) await once(socket, 'message');
    };
    await length(12);
    socket.send(Buffer.concat([version('8'), Buffer.of(1, 1)]));
    const initBytes = 12 + 2 + 4 + 24 + 'Demo microscope'.length;
    await length(initBytes);
    return { socket, bytes: () => received.subarray(initBytes) };
  }

  /** Status of a request with headers that fetch would not send. */
  function status(
    path: string,
    headers: Record<string, string>,
    method = 'GET',
  ): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      request(at(path), { method, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  }

  it('serves its page, its script, and noVNC as npm delivers it', async () => {
    for (const path of ['/', '/portal.css', '/portal.js', '/icon.svg', '/novnc/core/rfb.js']) {
      const response = await fetch(at(path));
      expect(response.status, path).toBe(200);
      expect((await response.text()).length).toBeGreaterThan(100);
    }
    expect(await (await fetch(at('/portal.js'))).text()).toContain('/novnc/core/rfb.js');
  });

  it('serves nothing else from the disk', async () => {
    for (const path of [
      '/novnc/package.json',
      '/novnc/core/..%2f..%2f..%2fws/index.js',
      '/main.ts',
      '/novnc/core/',
    ]) {
      expect((await fetch(at(path))).status, path).toBe(404);
    }
  });

  it('answers only to its own name and its own pages', async () => {
    expect(await status('/api/clock', { host: 'evil.example' })).toBe(403);
    expect(await status('/api/quality', { origin: 'https://evil.example' }, 'POST')).toBe(403);
    const socket = new WebSocket(socketUrl(), { origin: 'https://evil.example' });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toContain('403');
  });

  it('refuses a quality it does not know', async () => {
    for (const body of ['{"quality":"perfect"}', 'nonsense', '{}', `{"quality":"${'x'.repeat(3000)}"}`]) {
      expect((await fetch(at('/api/quality'), { method: 'POST', body })).status).toBe(400);
    }
  });

  it('hands input to the instrument and closes a connection that talks nonsense with the reason', async () => {
    const { socket } = await connected();
    const inputs = portal.instrument.log.counts.press;
    const heard = new Promise<void>((resolve) => {
      const stop = portal.instrument.onInput(() => {
        stop();
        resolve();
      });
    });
    socket.send(pointer(1, 10, 10));
    await heard;
    expect(portal.instrument.log.counts.press).toBe(inputs + 1);
    socket.send(Buffer.of(99));
    const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
    expect(code).toBe(1002);
    expect(reason.toString()).toBe('unknown message 99');
  });

  it('delays the whole round trip by the quality that was chosen, without reconnecting', async () => {
    const { socket, bytes } = await connected();
    socket.send(setEncodings(7, -312));
    const roundTripMs = async () => {
      const before = bytes().length;
      const startMs = performance.now();
      socket.send(fence(0x8000_0000, Buffer.of(9)));
      while (bytes().length < before + 10) await once(socket, 'message');
      return performance.now() - startMs;
    };
    while (bytes().length < 10) await once(socket, 'message');
    const directMs: number[] = [];
    for (let i = 0; i < 5; i++) directMs.push(await roundTripMs());
    expect(Math.min(...directMs)).toBeLessThan(39);
    await fetch(at('/api/quality'), { method: 'POST', body: '{"quality":"wan"}' });
    expect(await roundTripMs()).toBeGreaterThanOrEqual(39);
    await fetch(at('/api/quality'), { method: 'POST', body: '{"quality":"direct"}' });
    socket.close();
  });

  it('delivers what was sent into a stall when it ends, even though the page has closed the connection', async () => {
    const { socket } = await connected();
    portal.setQuality('stalled');
    const before = portal.instrument.log.counts.press;
    socket.send(pointer(1, 20, 20));
    socket.close();
    await once(socket, 'close');
    expect(portal.instrument.log.counts.press).toBe(before);
    const heard = new Promise<void>((resolve) => {
      const stop = portal.instrument.onInput(() => {
        stop();
        resolve();
      });
    });
    portal.setQuality('direct');
    await heard;
    expect(portal.instrument.log.counts.press).toBe(before + 1);
  });

  it('reports inputs and the quality to its pages', async () => {
    const response = await fetch(at('/api/state'));
    const { value } = await response.body!.getReader().read();
    const text = new TextDecoder().decode(value);
    expect(JSON.parse(text.replace(/^data: /, ''))).toMatchObject({ quality: 'direct', entries: [] });
  });
});
