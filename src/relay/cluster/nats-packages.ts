import { packageMissing } from './cluster-error.ts';

// Loaded when NATS is configured and not before: a single relay needs none of it.

export const natsTransport = (): Promise<typeof import('@nats-io/transport-node')> =>
  import('@nats-io/transport-node').catch((cause: unknown) => {
    throw packageMissing('@nats-io/transport-node', cause);
  });

export const natsKv = (): Promise<typeof import('@nats-io/kv')> =>
  import('@nats-io/kv').catch((cause: unknown) => {
    throw packageMissing('@nats-io/kv', cause);
  });

export const natsJetStream = (): Promise<typeof import('@nats-io/jetstream')> =>
  import('@nats-io/jetstream').catch((cause: unknown) => {
    throw packageMissing('@nats-io/jetstream', cause);
  });
