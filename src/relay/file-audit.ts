import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { AppendFile, Batch } from './append-file.ts';
import type { AuditEvent } from './audit-event.ts';
import type { AuditLog } from './audit-log.ts';

export const AUDIT_FILE = 'audit.jsonl';
/** `prev` of the first line. */
export const NO_PREV = '0'.repeat(64);
/** No line is longer: the last one is looked for in so much of the file's end. */
const MAX_LINE_BYTES = 4096;

export interface FileAudit {
  readonly log: AuditLog;
  /** Bytes of a last line that was cut off, and are gone. */
  readonly tornBytes: number;
}

/**
 * The log of what happened, as JSON Lines. Each line holds the SHA-256 of the one before it, without its newline: a
 * line that is changed, left out or put in shows. Who can rewrite the whole file can also rewrite the chain.
 */
export async function openFileAudit(directory: string, wallMs: () => number): Promise<FileAudit> {
  const path = join(directory, AUDIT_FILE);
  const end = await endOf(path);
  const file = await AppendFile.open(path, end.size);
  let { seq, prev } = end;
  const batch = new Batch<readonly [string, AuditEvent]>(async (entries) => {
    let nextSeq = seq;
    let nextPrev = prev;
    let text = '';
    for (const [room, event] of entries) {
      nextSeq += 1;
      const line = JSON.stringify({ v: 1, seq: nextSeq, wallMs: wallMs(), room, ...event, prev: nextPrev });
      nextPrev = sha256(line);
      text += `${line}\n`;
    }
    await file.append(text);
    seq = nextSeq;
    prev = nextPrev;
  });
  const log: AuditLog = {
    append: async (room, events) => {
      if (events.length > 0) await batch.push(events.map((event) => [room, event] as const));
    },
    close: async () => {
      await batch.settled();
      await file.close();
    },
  };
  return { log, tornBytes: end.tornBytes };
}

interface End {
  readonly size: number;
  readonly seq: number;
  readonly prev: string;
  readonly tornBytes: number;
}

/** Where the last whole line ends, and what the next one continues. */
async function endOf(path: string): Promise<End> {
  const handle = await open(path, 'r').catch(() => null);
  if (handle === null) return { size: 0, seq: 0, prev: NO_PREV, tornBytes: 0 };
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - 2 * MAX_LINE_BYTES);
    const bytes = Buffer.alloc(size - from);
    await handle.read(bytes, 0, bytes.length, from);
    const lastEnd = bytes.lastIndexOf(10);
    if (lastEnd < 0) return { size: 0, seq: 0, prev: NO_PREV, tornBytes: size };
    const before = lastEnd === 0 ? -1 : bytes.lastIndexOf(10, lastEnd - 1);
    const line = bytes.subarray(before + 1, lastEnd).toString('utf8');
    const whole = from + lastEnd + 1;
    return { size: whole, seq: seqOf(line), prev: sha256(line), tornBytes: size - whole };
  } finally {
    await handle.close();
  }
}

function seqOf(line: string): number {
  try {
    const seq: unknown = Reflect.get(Object(JSON.parse(line)), 'seq');
    return typeof seq === 'number' && Number.isSafeInteger(seq) ? seq : 0;
  } catch {
    // Somebody wrote into it: the chain goes on from that line, and whoever checks it sees where it broke.
    return 0;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
