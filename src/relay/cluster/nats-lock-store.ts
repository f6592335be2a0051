import type { KV } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import type { LockStore, StoredValue } from '../lock-store.ts';
import { natsReplicas, storeUnreachable } from './cluster-error.ts';
import { natsJetStream, natsKv } from './nats-packages.ts';

/** Before it, a replicated bucket let several writers win: nats-server #4320, and #5841 in 2.10.19. */
const REPLICATED_SINCE = [2, 10, 20] as const;
const BUCKET_TIME_LIMIT_MS = 5000;

export interface NatsLockStoreOptions {
  /** Name of the bucket: letters, digits, - and _. It is made if it is not there, with one replica. */
  readonly bucket: string;
  /** Of one question. */
  readonly timeLimitMs: number;
}

/** Values in a bucket of NATS KV, with history 1 and no time to live. */
export class NatsLockStore implements LockStore {
  readonly #bucket: KV;
  readonly #where: string;
  readonly #timeLimitMs: number;
  readonly #isConflict: (error: unknown) => boolean;

  private constructor(
    bucket: KV,
    where: string,
    timeLimitMs: number,
    isConflict: (error: unknown) => boolean,
  ) {
    this.#bucket = bucket;
    this.#where = where;
    this.#timeLimitMs = timeLimitMs;
    this.#isConflict = isConflict;
  }

  /** The connection stays the caller's. Refuses a bucket with several replicas on a server that cannot keep it. */
  static async open(connection: NatsConnection, options: NatsLockStoreOptions): Promise<NatsLockStore> {
    const [{ Kvm }, { jetstream, JetStreamApiCodes, JetStreamApiError }] = await Promise.all([
      natsKv(),
      natsJetStream(),
    ]);
    const where = connection.getServer();
    const bucket = await within(
      BUCKET_TIME_LIMIT_MS,
      where,
      // No direct reads: a follower may answer those with an older value.
      new Kvm(jetstream(connection, { timeout: options.timeLimitMs })).create(options.bucket, {
        history: 1,
        replicas: 1,
        allow_direct: false,
      }),
    );
    const { streamInfo } = await within(BUCKET_TIME_LIMIT_MS, where, bucket.status());
    const serverVersion = connection.info?.version ?? '';
    if (!canKeep(serverVersion, streamInfo.config.num_replicas)) {
      throw natsReplicas(serverVersion, streamInfo.config.num_replicas);
    }
    const conflicts: readonly number[] = [
      JetStreamApiCodes.StreamWrongLastSequence,
      JetStreamApiCodes.StreamWrongLastSequenceUnknown,
    ];
    const isConflict = (error: unknown): boolean =>
      error instanceof JetStreamApiError && conflicts.includes(error.code);
    return new NatsLockStore(bucket, where, options.timeLimitMs, isConflict);
  }

  async read(room: string): Promise<StoredValue | null> {
    const entry = await within(this.#timeLimitMs, this.#where, this.#bucket.get(room));
    if (entry === null || entry.operation !== 'PUT') return null;
    return { text: entry.string(), revision: String(entry.revision) };
  }

  async write(room: string, text: string, revision: string | null): Promise<string | 'conflict'> {
    const written =
      revision === null
        ? this.#bucket.create(room, text)
        : this.#bucket.update(room, text, Number(revision), this.#timeLimitMs);
    return this.#settled(written.then(String));
  }

  async remove(room: string, revision: string): Promise<void> {
    await this.#settled(this.#bucket.purge(room, { previousSeq: Number(revision) }));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #settled<T>(written: Promise<T>): Promise<T | 'conflict'> {
    const settled = written.catch((error: unknown) => {
      if (this.#isConflict(error)) return 'conflict' as const;
      throw error;
    });
    return within(this.#timeLimitMs, this.#where, settled);
  }
}

/** Whether compare-and-set holds on such a server. */
export function canKeep(serverVersion: string, replicas: number): boolean {
  if (replicas <= 1) return true;
  const numbers = /^(\d+)\.(\d+)\.(\d+)/.exec(serverVersion)?.slice(1).map(Number) ?? [0];
  for (const [index, since] of REPLICATED_SINCE.entries()) {
    const found = numbers[index] ?? 0;
    if (found !== since) return found > since;
  }
  return true;
}

async function within<T>(timeLimitMs: number, where: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeLimitMs} ms`)), timeLimitMs);
  });
  try {
    return await Promise.race([work, tooLate]);
  } catch (error) {
    throw storeUnreachable(where, error);
  } finally {
    clearTimeout(timer);
  }
}
