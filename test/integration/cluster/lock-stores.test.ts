import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EtcdLockStore } from '../../../src/relay/cluster/etcd-lock-store.ts';
import { connectNats } from '../../../src/relay/cluster/nats-connection.ts';
import { NatsLockStore } from '../../../src/relay/cluster/nats-lock-store.ts';
import { selfTest } from '../../../src/relay/cluster/store-self-test.ts';
import type { LockStore } from '../../../src/relay/lock-store.ts';
import { type Etcd, startEtcd } from '../../support/servers/etcd.ts';
import { type Nats, startNats } from '../../support/servers/nats.ts';
import { freePort } from '../../support/servers/port.ts';
import { missingPrograms } from '../../support/servers/programs.ts';

const TIME_LIMIT_MS = 10_000;
const missing = missingPrograms({ etcd: 'etcd-server', 'nats-server': 'nats-server' });

describe.skipIf(missing !== '')(`lock stores on real servers${missing}`, () => {
  let etcd: Etcd;
  let nats: Nats;
  let connection: NatsConnection;

  beforeAll(async () => {
    [etcd, nats] = await Promise.all([startEtcd(), startNats()]);
    connection = await connectNats([nats.url], 'test');
  });

  afterAll(async () => {
    await connection?.close();
    await Promise.all([etcd?.stop(), nats?.stop()]);
  });

  const etcdStore = (...endpoints: readonly string[]): EtcdLockStore =>
    new EtcdLockStore({ endpoints, prefix: 'rice/rooms/', user: null, timeLimitMs: TIME_LIMIT_MS });
  const natsStore = (): Promise<NatsLockStore> =>
    NatsLockStore.open(connection, { bucket: 'rice-rooms', timeLimitMs: TIME_LIMIT_MS });

  const stores: readonly { name: string; open: () => Promise<LockStore> }[] = [
    { name: 'etcd', open: () => Promise.resolve(etcdStore(etcd.url)) },
    { name: 'NATS KV', open: () => natsStore() },
  ];

  for (const { name, open } of stores) {
    describe(name, () => {
      it('keeps a value under the revision that its write was told', async () => {
        const store = await open();
        expect(await store.read('kept')).toBeNull();
        const first = await store.write('kept', 'größe 1', null);
        expect(await store.read('kept')).toEqual({ text: 'größe 1', revision: first });
        const second = await store.write('kept', '2', first);
        expect(second).not.toBe('conflict');
        expect(await store.read('kept')).toEqual({ text: '2', revision: second });
      });

      it('refuses a second beginning, an old revision, and a revision of what is gone', async () => {
        const store = await open();
        const first = await store.write('once', '1', null);
        expect(await store.write('once', 'again', null)).toBe('conflict');
        const second = await store.write('once', '2', first);
        expect(await store.write('once', 'late', first)).toBe('conflict');
        await store.remove('once', String(first));
        expect((await store.read('once'))?.text).toBe('2');
        await store.remove('once', String(second));
        expect(await store.read('once')).toBeNull();
        expect(await store.write('once', 'late', second)).toBe('conflict');
        expect(await store.write('once', 'anew', null)).not.toBe('conflict');
      });

      it('lets exactly one of nine writers win', async () => {
        await selfTest(await open());
      });
    });
  }

  it('goes to another endpoint of etcd when one does not listen', async () => {
    const deaf = `http://127.0.0.1:${await freePort()}`;
    const store = etcdStore(deaf, etcd.url);
    const revision = await store.write('second-endpoint', '1', null);
    expect(await store.read('second-endpoint')).toEqual({ text: '1', revision });
  });

  it('says where nobody answers and what to do', async () => {
    const deaf = `http://127.0.0.1:${await freePort()}`;
    await expect(etcdStore(deaf).read('room')).rejects.toMatchObject({
      code: 'store-unreachable',
      message: expect.stringContaining(deaf) as string,
      remedy: expect.stringMatching(/\w/) as string,
    });
    await expect(connectNats([`nats://127.0.0.1:${await freePort()}`], 'test')).rejects.toMatchObject({
      code: 'bus-unreachable',
    });
  });

  it('writes to etcd as a user, also after its token has gone stale', async () => {
    const own = await startEtcd();
    try {
      const post = (path: string, body: object): Promise<Response> =>
        fetch(`${own.url}${path}`, { method: 'POST', body: JSON.stringify(body) });
      await post('/v3/auth/user/add', { name: 'root', password: 'canary' });
      await post('/v3/auth/role/add', { name: 'root' });
      await post('/v3/auth/user/grant', { user: 'root', role: 'root' });
      expect((await post('/v3/auth/enable', {})).status).toBe(200);
      const options = { endpoints: [own.url], prefix: 'rice/rooms/', timeLimitMs: TIME_LIMIT_MS };
      const store = new EtcdLockStore({ ...options, user: { name: 'root', password: 'canary' } });
      const revision = await store.write('guarded', '1', null);
      const stranger = new EtcdLockStore({ ...options, user: null });
      await expect(stranger.read('guarded')).rejects.toMatchObject({ code: 'store-refused' });
      const mistaken = new EtcdLockStore({ ...options, user: { name: 'root', password: 'wrong' } });
      await expect(mistaken.read('guarded')).rejects.toMatchObject({ code: 'store-refused' });
      // Tokens of the simple kind live in the server's memory.
      await own.stop();
      const restarted = await own.again();
      expect(await store.read('guarded')).toEqual({ text: '1', revision });
      await restarted.stop();
    } finally {
      await own.stop();
    }
  });
});
