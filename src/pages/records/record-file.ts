import { endLine } from '../../model/record/record-line.ts';
import type { RecordedSession } from '../../model/record/recorded-session.ts';
import type { RecordsPort } from './records-port.ts';

/** @returns every stored line, in order; undefined when the storage did not answer */
export async function allLines(
  port: RecordsPort,
  session: string,
  onProgress: (lines: number) => void,
): Promise<readonly string[] | undefined> {
  const all: string[] = [];
  for (;;) {
    const lines = await port.lines(session, all.length);
    if (lines === undefined) return undefined;
    if (lines.length === 0) return all;
    all.push(...lines);
    onProgress(all.length);
  }
}

/** A record as a file: JSON Lines, with the end that shows whether it is whole. */
export async function recordFile(
  port: RecordsPort,
  { closed, omitted }: RecordedSession,
  lines: readonly string[],
): Promise<{ readonly lines: readonly string[]; readonly head: string }> {
  const last = lines.at(-1);
  const head = last === undefined ? '' : await port.hash(last);
  const end = await endLine(
    {
      count: Math.max(0, lines.length - 1),
      head,
      session: closed ? 'closed' : 'open',
      omitted,
      wallMs: port.wallMs(),
    },
    port.hash,
  );
  return { lines: [...lines, end], head };
}

/** @returns a session's trace as a file; undefined when there is none, or the storage did not answer */
export async function traceText(port: RecordsPort, session: string): Promise<string | undefined> {
  const all: string[] = [];
  for (;;) {
    const pieces = await port.tracePieces(session, all.length);
    if (pieces === undefined) return undefined;
    if (pieces.length === 0) return all.length === 0 ? undefined : all.join('');
    all.push(...pieces);
  }
}

type Named = Pick<RecordedSession, 'origin' | 'wallMs'>;

/** @example fileName(session) // rice-record-lab.example-20260713T101500Z.jsonl */
export function fileName(session: Named): string {
  return nameOf('record', session);
}

/** @example traceFileName(session) // rice-trace-lab.example-20260713T101500Z.jsonl */
export function traceFileName(session: Named): string {
  return nameOf('trace', session);
}

function nameOf(kind: 'record' | 'trace', { origin, wallMs }: Named): string {
  const host = URL.canParse(origin) ? new URL(origin).hostname : 'unknown';
  const start = new Date(wallMs).toISOString().replace(/[-:]|\.\d+/g, '');
  return `rice-${kind}-${host.replace(/[^\w.-]/g, '_')}-${start}.jsonl`;
}
