import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { direct } from '../../../testbed/link/profile.ts';
import { startTcpLink, type TcpLink } from '../../../testbed/link/tcp-link.ts';

describe('the TCP form of the link', () => {
  let echo: Server | undefined;
  let link: TcpLink | undefined;
  let client: Socket | undefined;

  /** An echo server behind a link, and a client in front of it. */
  async function connected(): Promise<{ link: TcpLink; client: Socket }> {
    echo = createServer((socket) => {
      socket.pipe(socket);
      socket.on('error', () => {});
    });
    echo.listen(0, '127.0.0.1');
    await once(echo, 'listening');
    link = await startTcpLink({
      listenPort: 0,
      target: { host: '127.0.0.1', port: (echo.address() as AddressInfo).port },
      profile: direct,
    });
    client = connect(link.port, '127.0.0.1');
    return { link, client };
  }

  afterEach(async () => {
    client?.destroy();
    await link?.stop();
    echo?.close();
  });

  async function read(socket: Socket, length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    let total = 0;
    for await (const part of socket.iterator({ destroyOnReturn: false })) {
      parts.push(part as Buffer);
      total += (part as Buffer).length;
      if (total >= length) break;
    }
    return Buffer.concat(parts);
  }

  it('carries bytes both ways, more than its queue holds', async () => {
    const { link, client } = await connected();
    link.setProfile({
      name: 'small queue',
      up: { ...direct.up, rateBitsPerSecond: 1e9, queueLimitBytes: 10_000 },
      down: { ...direct.down, queueLimitBytes: 10_000 },
    });
    const sent = Buffer.from(Uint8Array.from({ length: 1_000_000 }, (_, i) => i % 253));
    client.write(sent);
    expect((await read(client, sent.length)).equals(sent)).toBe(true);
  });

  it('adds its delay to the round trip', async () => {
    const { link, client } = await connected();
    link.setProfile({
      name: 'far',
      up: { ...direct.up, delayMs: 30 },
      down: { ...direct.down, delayMs: 30 },
    });
    const startMs = performance.now();
    client.write('a');
    await read(client, 1);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(59);
  });

  it('delivers what was sent into a stall, and the end of the stream behind it, after healing', async () => {
    const { link, client } = await connected();
    client.write('a');
    await read(client, 1);
    link.stall();
    client.end('bc');
    const late = read(client, 2);
    setTimeout(() => link.heal(), 50);
    expect((await late).toString()).toBe('bc');
    expect(await once(client, 'end')).toEqual([]);
  });

  it('closes its connections and its port when stopped', async () => {
    const { link, client } = await connected();
    client.write('a');
    await read(client, 1);
    const closed = once(client, 'close');
    await link.stop();
    await closed;
    const refused = connect(link.port, '127.0.0.1');
    const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });

  it('closes the client when the target refuses', async () => {
    const { link } = await connected();
    echo?.close();
    client?.destroy();
    await once(echo as Server, 'close');
    client = connect(link.port, '127.0.0.1');
    client.on('error', () => {});
    await once(client, 'close');
  });
});
