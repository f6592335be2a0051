import { choice, type Decoder, nullable, number, object, string, version } from '../decode/decode.ts';
import { recordEventDecoder } from './record-decoder.ts';
import type { RecordEntry } from './record-event.ts';

/** The first line of a record: what was watched, by what, since when. */
export interface RecordHeader {
  readonly session: string;
  /** Scheme, host and port of the portal: neither path nor query, which may hold a token. */
  readonly origin: string;
  /** Name of the profile that was in force at the beginning. */
  readonly instrument: string | null;
  readonly extension: string;
  readonly browser: string;
  /** Milliseconds since 1970 UTC. */
  readonly wallMs: number;
}

/** The last line of an exported record. */
export interface RecordEnd {
  /** Entries between the header and this line. */
  readonly count: number;
  /** SHA-256 of the last line before this one. */
  readonly head: string;
  /** closed: the connection's end is among the entries. */
  readonly session: 'open' | 'closed';
  /** Entries that came after the limit of one session and were only counted. */
  readonly omitted: number;
  /** When it was exported. */
  readonly wallMs: number;
}

/** SHA-256 of the UTF-8 bytes of a text, in 64 lower-case hexadecimal digits. */
export type Hash = (text: string) => Promise<string>;

/** `prev` of the first line. */
export const ZERO_HASH = '0'.repeat(64);
export const FORMAT = 'rice-novnc-record';

export interface HeaderLine extends RecordHeader {
  readonly seq: number;
  readonly prev: string;
  readonly type: 'session';
  readonly format: typeof FORMAT;
  readonly version: 1;
}

export interface EntryLine extends RecordEntry {
  readonly seq: number;
  readonly prev: string;
}

export interface EndLine extends RecordEnd {
  readonly seq: number;
  readonly prev: string;
  readonly type: 'end';
  /** SHA-256 of this line without this field: nothing comes after it that could hold its hash. */
  readonly check: string;
}

export function headerLine(header: RecordHeader): string {
  const line: HeaderLine = {
    seq: 0,
    prev: ZERO_HASH,
    type: 'session',
    format: FORMAT,
    version: 1,
    ...header,
  };
  return JSON.stringify(line);
}

/** @param prev SHA-256 of the exact text of the line before */
export function entryLine(seq: number, prev: string, { atMs, wallMs, event }: RecordEntry): string {
  const line: EntryLine = { seq, prev, atMs, wallMs, event };
  return JSON.stringify(line);
}

export async function endLine(end: RecordEnd, hash: Hash): Promise<string> {
  const line: Omit<EndLine, 'check'> = { seq: end.count + 1, prev: end.head, type: 'end', ...end };
  const text = JSON.stringify(line);
  return `${text.slice(0, -1)}${checkField(await hash(text))}`;
}

/** The text of an end line that its `check` is the hash of. */
export function uncheckedEnd(text: string): string {
  return `${text.slice(0, -checkField(ZERO_HASH).length)}}`;
}

function checkField(check: string): string {
  return `,"check":"${check}"}`;
}

const time = number(0, 8.64e15);
const count = number(0, Number.MAX_SAFE_INTEGER);
const digest = string(64);
const name = string(200);

export const headerDecoder: Decoder<HeaderLine> = object<HeaderLine>({
  seq: count,
  prev: digest,
  type: choice('session'),
  format: choice(FORMAT),
  version: version(1),
  session: name,
  origin: string(300),
  instrument: nullable(name),
  extension: name,
  browser: name,
  wallMs: time,
});

export const entryLineDecoder: Decoder<EntryLine> = object<EntryLine>({
  seq: count,
  prev: digest,
  atMs: time,
  wallMs: time,
  event: recordEventDecoder,
});

export const endDecoder: Decoder<EndLine> = object<EndLine>({
  seq: count,
  prev: digest,
  type: choice('end'),
  count,
  head: digest,
  session: choice('open', 'closed'),
  omitted: count,
  wallMs: time,
  check: digest,
});
