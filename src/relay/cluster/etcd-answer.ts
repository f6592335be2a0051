import { boolean, type Decoder, type Problem, string } from '../../model/decode/decode.ts';

/** Characters of one value in base64, as far as this relay writes them. */
const MAX_VALUE = 4_000_000;

/** One key of etcd's JSON gateway; numbers of 64 bits are text there. */
export interface EtcdValue {
  readonly value: string;
  readonly modRevision: string;
}

export interface EtcdTxnAnswer {
  readonly succeeded: boolean;
  /** The revision of the store after it: of the key, if it was written. */
  readonly revision: string;
}

/** The gateway leaves out what is zero, false or empty, and may add fields in a later release. */
const field = (input: unknown, name: string): unknown =>
  typeof input === 'object' && input !== null ? Reflect.get(input, name) : undefined;

export function decodeRange(input: unknown): EtcdValue | null | undefined {
  const kvs = field(input, 'kvs');
  if (kvs === undefined) return field(input, 'header') === undefined ? undefined : null;
  const first: unknown = Array.isArray(kvs) ? kvs[0] : undefined;
  const value = decoded(string(MAX_VALUE), field(first, 'value') ?? '');
  const modRevision = decoded(string(32), field(first, 'mod_revision'));
  return value === undefined || modRevision === undefined ? undefined : { value, modRevision };
}

export function decodeTxn(input: unknown): EtcdTxnAnswer | undefined {
  const succeeded = decoded(boolean, field(input, 'succeeded') ?? false);
  const revision = decoded(string(32), field(field(input, 'header'), 'revision'));
  return succeeded === undefined || revision === undefined ? undefined : { succeeded, revision };
}

export function decodeToken(input: unknown): string | undefined {
  return decoded(string(4096), field(input, 'token'));
}

function decoded<T>(decoder: Decoder<T>, input: unknown): T | undefined {
  const problems: Problem[] = [];
  const value = decoder(input, '', problems);
  return problems.length === 0 ? value : undefined;
}
