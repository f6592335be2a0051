import { createHash } from 'node:crypto';
import type { RecordEntry, RecordEvent } from '../../src/model/record/record-event.ts';
import {
  endLine,
  entryLine,
  type Hash,
  headerLine,
  type RecordHeader,
} from '../../src/model/record/record-line.ts';

const numbers = { roundTripMs: 42.5, excessMs: 3, unansweredMs: null, unacknowledged: 2 };

/** One of every kind. Typed by kind, so that a new kind does not compile without one. */
const KINDS: { readonly [T in RecordEvent['type']]: readonly Extract<RecordEvent, { readonly type: T }>[] } =
  {
    connected: [
      { type: 'connected', instrument: null },
      { type: 'connected', instrument: 'Titan µ' },
    ],
    state: [{ type: 'state', from: 'stable', to: 'breakdown', cause: 'network', ...numbers }],
    gate: [
      { type: 'gate', blocked: 'probe-overdue', ...numbers },
      { type: 'gate', blocked: null, ...numbers },
    ],
    block: [
      { type: 'block', reason: 'no-credit', inputClass: 'hazardous', function: 'stage', count: 3 },
      { type: 'block', reason: 'burst-cut', inputClass: 'normal', function: null, count: 1 },
    ],
    retry: [{ type: 'retry', sentAgoMs: 800 }],
    release: [{ type: 'release', cause: 'gate', keys: 2, buttons: 1 }],
    override: [
      { type: 'override', phase: 'begin', reason: 'protect-sample' },
      { type: 'override', phase: 'end', reason: 'time', sent: 4 },
      { type: 'override', phase: 'refused', reason: 'forbidden' },
    ],
    're-arm': [{ type: 're-arm' }],
    unstick: [{ type: 'unstick', buttons: 1 }],
    stop: [{ type: 'stop', function: 'beam off' }],
    fault: [{ type: 'fault', latched: true }],
    guarding: [
      { type: 'guarding', to: 'unverified', reason: 'unknown-encoding' },
      { type: 'guarding', to: 'guarded', reason: null },
    ],
    blind: [{ type: 'blind', cause: 'hidden', gapMs: 61_000 }],
    interfered: [{ type: 'interfered', interfered: true }],
    detached: [{ type: 'detached' }],
    control: [
      { type: 'control', to: 'open', cause: 'granted', epoch: 7, unacknowledged: 0 },
      { type: 'control', to: 'closed', cause: 'deadline', epoch: 7, unacknowledged: 2 },
      { type: 'control', to: 'solo', cause: 'solo', epoch: 0, unacknowledged: 0 },
    ],
    quality: [
      { type: 'quality', from: 6, to: 2, cause: 'network' },
      { type: 'quality', from: null, to: 9, cause: 'user' },
    ],
    closed: [{ type: 'closed', unacknowledged: 1 }],
    gap: [{ type: 'gap', lost: 7 }],
  };

/** Every kind of event, some twice. */
export const EVENTS: readonly RecordEvent[] = Object.values(KINDS).flat();

export const WALL_MS = 1_700_000_000_000;

export function entry(event: RecordEvent, atMs = 1000): RecordEntry {
  return { atMs, wallMs: WALL_MS + atMs, event };
}

export const hash: Hash = async (text) => createHash('sha256').update(text).digest('hex');

export const HEADER: RecordHeader = {
  session: 'a-session',
  origin: 'https://lab.example:6080',
  instrument: 'Titan µ',
  extension: '0.1.0',
  browser: 'Chrome 156',
  wallMs: WALL_MS,
};

/** A whole exported record: header, so many entries of all kinds in turn, and its end. */
export async function recordOf(entries: number): Promise<string[]> {
  const lines = [headerLine(HEADER)];
  for (let seq = 1; seq <= entries; seq += 1) {
    const event = EVENTS[seq % EVENTS.length]!;
    lines.push(entryLine(seq, await hash(lines.at(-1)!), entry(event, 400 * seq)));
  }
  const head = await hash(lines.at(-1)!);
  lines.push(
    await endLine({ count: entries, head, session: 'closed', omitted: 0, wallMs: WALL_MS + 9e7 }, hash),
  );
  return lines;
}
