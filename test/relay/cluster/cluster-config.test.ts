import { describe, expect, it } from 'vitest';
import { clusterOptionsOf } from '../../../src/relay/cluster/cluster-config.ts';
import { readFlags } from '../../../src/relay/flags.ts';
import { readConfig } from '../../../src/relay/relay-config-decoder.ts';

/** What flags make of a relay among others. */
function among(...args: readonly string[]): ReturnType<typeof clusterOptionsOf> {
  const config = readConfig(readFlags(args).fields);
  if (!config.ok) throw new Error(config.problems.map(({ path }) => path).join(', '));
  return clusterOptionsOf(config.value);
}

const nats = ['nats://127.0.0.1:4222'];
const etcd = ['http://127.0.0.1:2379', 'http://127.0.0.1:22379'];

describe('the flags of a relay among others', () => {
  it('say nothing for a single relay', () => {
    expect(among()).toBeNull();
    expect(among('--store', 'file')).toBeNull();
  });

  it('choose the store by the addresses', () => {
    expect(among('--nats', 'nats://127.0.0.1:4222')).toEqual({ nats, etcd: null });
    expect(among('--nats', 'nats://127.0.0.1:4222', '--etcd', etcd.join(','))).toEqual({ nats, etcd });
    expect(among('--etcd', etcd[0] ?? '', '--etcd', etcd[1] ?? '')).toEqual({ nats: null, etcd });
  });

  it('may choose NATS KV although etcd has an address', () => {
    expect(among('--nats', ...nats, '--etcd', etcd.join(','), '--store', 'nats-kv')).toEqual({
      nats,
      etcd: null,
    });
  });

  it('are refused where they contradict each other, with a remedy', () => {
    for (const args of [
      ['--store', 'etcd'],
      ['--store', 'nats-kv'],
      ['--store', 'nats-kv', '--etcd', 'http://127.0.0.1:2379'],
      ['--store', 'file', '--nats', 'nats://127.0.0.1:4222'],
    ]) {
      expect(() => among(...args)).toThrow(/Either .*, or choose another --store/);
    }
  });

  it('are refused where an address is none', () => {
    expect(() => among('--nats', '127.0.0.1:4222')).toThrow('nats');
    expect(() => among('--etcd', 'nats://127.0.0.1:4222')).toThrow('etcd');
    expect(() => among('--store', 'redis')).toThrow('store');
  });
});
