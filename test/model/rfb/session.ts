import { ByteReader } from '../../../src/model/rfb/byte-reader.ts';
import { ClientStream } from '../../../src/model/rfb/client-stream.ts';
import type { ClientEvent, Desync, ServerEvent } from '../../../src/model/rfb/messages.ts';
import { Wire } from '../../../src/model/rfb/wire.ts';
import type { Turn } from '../../support/rfb-bytes.ts';
import { join } from '../../support/rfb-server-bytes.ts';

export interface Heard {
  readonly wire: Wire;
  readonly server: readonly ServerEvent[];
  readonly client: readonly ClientEvent[];
}

/** What a fresh wire understands of a session. */
export function hear(turns: readonly Turn[]): Heard {
  const wire = new Wire();
  const server: ServerEvent[] = [];
  const client: ClientEvent[] = [];
  for (const { from, bytes } of turns) {
    if (from === 'server') server.push(...wire.server(bytes));
    else client.push(...wire.client(bytes));
  }
  return { wire, server, client };
}

/** The same bytes in the same order, in pieces of the given sizes over and over. */
export function chopTurns(turns: readonly Turn[], sizes: readonly number[]): Turn[] {
  const pieces: Turn[] = [];
  let next = 0;
  for (const { from, bytes } of turns) {
    let at = 0;
    do {
      const size = sizes[next++ % sizes.length] ?? 1;
      pieces.push({ from, bytes: bytes.subarray(at, at + size) });
      at += size;
    } while (at < bytes.length);
  }
  return pieces;
}

export const byteByByte = (turns: readonly Turn[]): Turn[] => chopTurns(turns, [1]);

/** The session with neighbouring turns of one side put together. */
export function joinTurns(turns: readonly Turn[]): Turn[] {
  const runs: { from: Turn['from']; parts: Uint8Array[] }[] = [];
  for (const { from, bytes } of turns) {
    const last = runs.at(-1);
    if (last?.from === from) last.parts.push(bytes);
    else runs.push({ from, parts: [bytes] });
  }
  return runs.map(({ from, parts }) => ({ from, bytes: join(...parts) }));
}

/** The events of a client's stream that begins with `bytes`, given in pieces of `size`. */
export function readClient(bytes: Uint8Array, size = bytes.length): ClientEvent[] {
  const reader = new ByteReader();
  const stream = new ClientStream(reader);
  const events: ClientEvent[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    reader.push(bytes.slice(at, at + size));
    stream.read(events);
    reader.release();
  }
  return events;
}

export const desyncOf = (events: readonly (ServerEvent | ClientEvent)[]): Desync | undefined =>
  events.find((event) => event.type === 'desync');
