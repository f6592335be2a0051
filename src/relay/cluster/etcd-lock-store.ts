import type { LockStore, StoredValue } from '../lock-store.ts';
import { storeRefused, storeUnreachable } from './cluster-error.ts';
import { decodeRange, decodeToken, decodeTxn } from './etcd-answer.ts';

export interface EtcdOptions {
  /** Web addresses of the members, such as http://127.0.0.1:2379. */
  readonly endpoints: readonly string[];
  /** Before each room's name. */
  readonly prefix: string;
  readonly user: { readonly name: string; readonly password: string } | null;
  /** Of one question to one endpoint. */
  readonly timeLimitMs: number;
}

/** gRPC code 16: the token is too old, or from before a restart. */
const UNAUTHENTICATED = 16;
const INVALID_TOKEN = /invalid auth token|auth: .*revision.*old/;

/**
 * Values in etcd 3.4 or newer, by its JSON gateway: one transaction that compares mod_revision. etcd answers after a
 * majority has the value on disk.
 */
export class EtcdLockStore implements LockStore {
  readonly #options: EtcdOptions;
  readonly #closed = new AbortController();
  /** The endpoint that answered last. */
  #current = 0;
  #token: string | null = null;

  constructor(options: EtcdOptions) {
    this.#options = options;
  }

  async read(room: string): Promise<StoredValue | null> {
    // A range without `serializable` is linearizable: never an older value from a member that was cut off.
    const value = decodeRange(await this.#ask('/v3/kv/range', { key: this.#key(room) }, true));
    if (value === undefined) throw this.#unreadable();
    return value === null ? null : { text: fromBase64(value.value), revision: value.modRevision };
  }

  async write(room: string, text: string, revision: string | null): Promise<string | 'conflict'> {
    const put = { request_put: { key: this.#key(room), value: toBase64(text) } };
    const answer = decodeTxn(await this.#ask('/v3/kv/txn', this.#txn(room, revision ?? '0', put), false));
    if (answer === undefined) throw this.#unreadable();
    return answer.succeeded ? answer.revision : 'conflict';
  }

  async remove(room: string, revision: string): Promise<void> {
    const remove = { request_delete_range: { key: this.#key(room) } };
    await this.#ask('/v3/kv/txn', this.#txn(room, revision, remove), false);
  }

  close(): Promise<void> {
    this.#closed.abort();
    return Promise.resolve();
  }

  #txn(room: string, revision: string, success: object): object {
    const key = this.#key(room);
    // mod_revision 0: there is no such key.
    return { compare: [{ key, target: 'MOD', result: 'EQUAL', mod_revision: revision }], success: [success] };
  }

  #key(room: string): string {
    return toBase64(`${this.#options.prefix}${room}`);
  }

  async #ask(path: string, body: object, isRepeatable: boolean): Promise<unknown> {
    const { user } = this.#options;
    if (user !== null) this.#token ??= await this.#authenticate(user);
    const answer = await this.#post(path, body, isRepeatable);
    if (answer.ok) return answer.json;
    if (user === null || !isStaleToken(answer.json)) throw this.#refused(answer.json);
    // Refused before it did anything, so that it may be asked again.
    this.#token = await this.#authenticate(user);
    const again = await this.#post(path, body, isRepeatable);
    if (!again.ok) throw this.#refused(again.json);
    return again.json;
  }

  async #authenticate(user: { readonly name: string; readonly password: string }): Promise<string> {
    this.#token = null;
    const answer = await this.#post('/v3/auth/authenticate', user, true);
    const token = answer.ok ? decodeToken(answer.json) : undefined;
    if (token === undefined) throw this.#refused(answer.json);
    return token;
  }

  /** Asks the endpoints in turn. A write goes on to the next one only if this one never got it. */
  async #post(
    path: string,
    body: object,
    isRepeatable: boolean,
  ): Promise<{ readonly ok: boolean; readonly json: unknown }> {
    const { endpoints, timeLimitMs } = this.#options;
    let cause: unknown = null;
    for (let tries = 0; tries < endpoints.length; tries += 1) {
      try {
        const response = await fetch(`${endpoints[this.#current]}${path}`, {
          method: 'POST',
          headers: this.#token === null ? {} : { authorization: this.#token },
          body: JSON.stringify(body),
          redirect: 'error',
          signal: AbortSignal.any([AbortSignal.timeout(timeLimitMs), this.#closed.signal]),
        });
        const json: unknown = await response.json();
        // 503: this member has no leader, the write was not taken or its outcome is unknown.
        if (response.status !== 503) return { ok: response.ok, json };
        cause = json;
      } catch (error) {
        cause = error;
      }
      this.#current = (this.#current + 1) % endpoints.length;
      if (this.#closed.signal.aborted || (!isRepeatable && !wasNeverSent(cause))) break;
    }
    throw storeUnreachable(endpoints.join(', '), cause);
  }

  #refused(json: unknown): Error {
    const said: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, 'error') : undefined;
    return storeRefused(
      this.#options.endpoints.join(', '),
      typeof said === 'string' ? said : 'no reason given',
    );
  }

  #unreadable(): Error {
    return storeRefused(this.#options.endpoints.join(', '), 'its answer is not one of etcd');
  }
}

function isStaleToken(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return false;
  const said: unknown = Reflect.get(json, 'error');
  return (
    Reflect.get(json, 'code') === UNAUTHENTICATED || (typeof said === 'string' && INVALID_TOKEN.test(said))
  );
}

/** Nobody listened at that address. */
function wasNeverSent(error: unknown): boolean {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && Reflect.get(cause, 'code') === 'ECONNREFUSED';
}

const toBase64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');
const fromBase64 = (text: string): string => Buffer.from(text, 'base64').toString('utf8');
