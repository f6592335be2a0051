import type { RelayConfig } from '../relay-config.ts';
import type { ClusterOptions } from './cluster.ts';
import { storeMismatch } from './cluster-error.ts';

/** null: one relay, with its own file. Throws a ClusterError where the settings contradict each other. */
export function clusterOptionsOf(
  config: Pick<RelayConfig, 'nats' | 'etcd' | 'store'>,
): Omit<ClusterOptions, 'log'> | null {
  const { nats, etcd } = config;
  const store = config.store ?? (etcd !== null ? 'etcd' : nats !== null ? 'nats-kv' : 'file');
  switch (store) {
    case 'file':
      if (nats !== null || etcd !== null) throw storeMismatch('file', 'leave out --nats and --etcd');
      return null;
    case 'etcd':
      if (etcd === null) throw storeMismatch('etcd', 'give --etcd URL');
      return { nats, etcd };
    case 'nats-kv':
      if (nats === null) throw storeMismatch('nats-kv', 'give --nats URL');
      return { nats, etcd: null };
  }
}
