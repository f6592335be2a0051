import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ClientEvent, ServerEvent } from '../../../../src/model/rfb/messages.ts';
import { Wire } from '../../../../src/model/rfb/wire.ts';
import { EXTENSION, type RecordedChunk, readRecording, recordingFiles } from '../../../recordings/format.ts';

const names = recordingFiles().map((file) => basename(file, EXTENSION));

/** Chunks cut into parts of at most `partBytes`; the order of the two directions stays. */
const cut = (chunks: readonly RecordedChunk[], partBytes: number): RecordedChunk[] =>
  chunks.flatMap((chunk) =>
    Array.from({ length: Math.ceil(chunk.bytes.length / partBytes) }, (_, part) => ({
      ...chunk,
      bytes: chunk.bytes.subarray(part * partBytes, (part + 1) * partBytes),
    })),
  );

function replay(chunks: readonly RecordedChunk[]) {
  const wire = new Wire();
  const server: ServerEvent[] = [];
  const client: ClientEvent[] = [];
  for (const { direction, bytes } of chunks) {
    if (direction === 'server') server.push(...wire.server(bytes));
    else client.push(...wire.client(bytes));
  }
  return { server, client };
}

/** Rectangles by encoding, without one whose payload the recording ends in. */
function finishedRects(events: readonly ServerEvent[]): Record<string, number> {
  const counts: Record<string, number> = {};
  const finished = events.at(-1)?.type === 'rect' ? events.slice(0, -1) : events;
  for (const event of finished) {
    if (event.type === 'rect') counts[event.encoding] = (counts[event.encoding] ?? 0) + 1;
  }
  return counts;
}

describe('recorded from real servers', () => {
  it('there are recordings', () => {
    expect(names.length).toBeGreaterThan(50);
  });

  it.each(names)(
    '%s is read without a desync, to the rectangles that its client counted',
    { timeout: 60_000 },
    (name) => {
      const { meta, chunks } = readRecording(name);
      const { server, client } = replay(chunks);
      expect(server.filter((event) => event.type === 'desync')).toEqual([]);
      expect(client.filter((event) => event.type === 'desync')).toEqual([]);
      expect(finishedRects(server)).toEqual(meta.rects);
      expect(replay(cut(chunks, 61))).toEqual({ server, client });
    },
  );
});
