/** What keeps a relay from working with others. Codes are stable; the remedy is for whoever runs the relay. */
export type ClusterErrorCode =
  | 'package-missing'
  | 'bus-unreachable'
  | 'store-unreachable'
  | 'store-refused'
  | 'store-broken'
  | 'nats-replicas'
  | 'store-mismatch';

export class ClusterError extends Error {
  override readonly name = 'ClusterError';

  constructor(
    readonly code: ClusterErrorCode,
    what: string,
    /** One sentence: what to do. */
    readonly remedy: string,
    options?: ErrorOptions,
  ) {
    super(`${what} ${remedy}`, options);
  }
}

export const packageMissing = (name: string, cause: unknown): ClusterError =>
  new ClusterError(
    'package-missing',
    `NATS is configured, but the package ${name} is not installed.`,
    'Install it beside the relay: npm install @nats-io/transport-node @nats-io/jetstream @nats-io/kv',
    { cause },
  );

export const busUnreachable = (servers: string, cause: unknown): ClusterError =>
  new ClusterError(
    'bus-unreachable',
    `No NATS server answers at ${servers}.`,
    'Start nats-server, or give the address of a running one with --nats.',
    { cause },
  );

/** The outcome of a write that ends in this is unknown: it may have happened, or happen yet. */
export const storeUnreachable = (where: string, cause: unknown): ClusterError =>
  new ClusterError(
    'store-unreachable',
    `The lock store at ${where} does not answer.`,
    'Start it, or check its address and the network; until then no room is served.',
    { cause },
  );

export const storeRefused = (where: string, answer: string): ClusterError =>
  new ClusterError(
    'store-refused',
    `The lock store at ${where} refused: ${answer}`,
    'Check the user and the password for the store, and its rights to read and write there.',
  );

export const storeBroken = (finding: string): ClusterError =>
  new ClusterError(
    'store-broken',
    `The lock store failed its test: ${finding}.`,
    'Two people could get control at once, so the relay does not start. Use etcd 3.4 or newer, NATS KV with one replica, or one relay with its own file.',
  );

export const natsReplicas = (version: string, replicas: number): ClusterError =>
  new ClusterError(
    'nats-replicas',
    `nats-server ${version} with ${replicas} replicas lets several writers win one compare-and-set.`,
    'Use a bucket with one replica, nats-server 2.10.20 or newer, or etcd.',
  );

export const storeMismatch = (store: string, remedy: string): ClusterError =>
  new ClusterError(
    'store-mismatch',
    `The settings contradict each other: the store is ${store}.`,
    `Either ${remedy}, or choose another --store.`,
  );
