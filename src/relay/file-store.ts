import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type Decoder, nullable, object, run, string, version } from '../model/decode/decode.ts';
import { counter, roomIdDecoder } from '../model/room/name-decoders.ts';
import { AppendFile, Batch } from './append-file.ts';
import type { LockStore, StoredValue } from './lock-store.ts';

export const ROOMS_FILE = 'rooms.jsonl';
/** A room nobody came back to for so long is forgotten at the next start. */
const MAX_AGE_MS = 24 * 60 * 60_000;
/** Characters of one room: members, tokens and their uses at the most. */
const MAX_TEXT = 4_194_304;

/** One write. The last line of a room counts. */
interface Line {
  readonly v: 1;
  readonly room: string;
  readonly revision: number;
  readonly wallMs: number;
  /** null: removed. */
  readonly text: string | null;
}

export interface FileStore {
  readonly store: LockStore;
  /** Lines that could not be read: 1 where the last one was cut off by a loss of power. */
  readonly unreadableLines: number;
}

const lineDecoder: Decoder<Line> = object<Line>({
  v: version(1),
  room: roomIdDecoder,
  revision: counter,
  wallMs: counter,
  text: nullable(string(MAX_TEXT)),
});

/**
 * The rooms of one relay in one file: each write is a line, and is on disk when it resolves. Writes that come together
 * share one fsync. At the start the file is written anew with what still counts.
 */
export async function openFileStore(directory: string, wallMs: () => number): Promise<FileStore> {
  const path = join(directory, ROOMS_FILE);
  const { rooms, revision: lastRevision, unreadableLines } = await readRooms(path, wallMs() - MAX_AGE_MS);
  const size = await compact(directory, path, [...rooms.values()]);
  const file = await AppendFile.open(path, size);
  const batch = new Batch<string>((lines) => file.append(lines.join('')));
  const values = new Map<string, StoredValue>();
  for (const { room, revision, text } of rooms.values()) {
    if (text !== null) values.set(room, { text, revision: String(revision) });
  }
  let newest = lastRevision;
  const turns = new Map<string, Promise<unknown>>();

  const put = async (room: string, text: string | null, expected: string | null) => {
    if ((values.get(room)?.revision ?? null) !== expected) return 'conflict';
    newest += 1;
    const revision = newest;
    const line: Line = { v: 1, room, revision, wallMs: Math.floor(wallMs()), text };
    await batch.push([`${JSON.stringify(line)}\n`]);
    if (text === null) values.delete(room);
    else values.set(room, { text, revision: String(revision) });
    return String(revision);
  };
  /** Writes of one room wait for each other: of several on one revision, one wins. */
  const inTurn = <T>(room: string, act: () => Promise<T>): Promise<T> => {
    const done = (turns.get(room) ?? Promise.resolve()).then(act, act);
    const over = () => {
      if (turns.get(room) === done) turns.delete(room);
    };
    turns.set(room, done);
    done.then(over, over);
    return done;
  };

  const store: LockStore = {
    read: (room) => inTurn(room, async () => values.get(room) ?? null),
    write: (room, text, expected) => inTurn(room, () => put(room, text, expected)),
    remove: (room, expected) =>
      inTurn(room, async () => {
        await put(room, null, expected);
      }),
    close: async () => {
      await Promise.allSettled([...turns.values()]);
      await batch.settled();
      await file.close();
    },
  };
  return { store, unreadableLines };
}

interface Rooms {
  readonly rooms: ReadonlyMap<string, Line>;
  readonly revision: number;
  readonly unreadableLines: number;
}

async function readRooms(path: string, notBeforeMs: number): Promise<Rooms> {
  const content = await readFile(path, 'utf8').catch((error: unknown) => {
    // No file is a first start; one that cannot be read must not be taken for one.
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return '';
    throw error;
  });
  const rooms = new Map<string, Line>();
  let revision = 0;
  let unreadableLines = 0;
  for (const text of content.split('\n')) {
    if (text === '') continue;
    const line = readLine(text);
    if (line === null) {
      unreadableLines += 1;
      continue;
    }
    revision = Math.max(revision, line.revision);
    rooms.set(line.room, line);
  }
  for (const [room, { text, wallMs }] of rooms) {
    if (text === null || wallMs < notBeforeMs) rooms.delete(room);
  }
  return { rooms, revision, unreadableLines };
}

function readLine(text: string): Line | null {
  try {
    const result = run(lineDecoder, JSON.parse(text));
    return result.ok ? result.value : null;
  } catch {
    return null;
  }
}

/** @returns bytes of the new file */
async function compact(directory: string, path: string, lines: readonly Line[]): Promise<number> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const next = `${path}.new`;
  const handle = await open(next, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(next, path);
  // The name too must outlive a loss of power.
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
  return Buffer.byteLength(text);
}
