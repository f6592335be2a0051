import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ClientEvent, ServerEvent } from '../../../src/model/rfb/messages.ts';
import { EXTENSION, readRecording, recordingFiles } from '../../recordings/format.ts';
import type { Turn } from '../../support/rfb-bytes.ts';
import { chopTurns, hear, joinTurns } from './session.ts';

const names = recordingFiles().map((file) => basename(file, EXTENSION));

/** Only short streams are given byte by byte; long ones are cut into these pieces. */
const SHORT_BYTES = 60_000;
const WAYS: readonly (readonly number[])[] = [[1460], [65_536, 1], [3, 5, 7, 1000, 4096, 11]];

const turnsOf = (name: string): Turn[] =>
  readRecording(name).chunks.map(({ direction, bytes }) => ({ from: direction, bytes }));

/** Where messages start and end; the parts of an update are one message. */
function spansOf(events: readonly (ServerEvent | ClientEvent)[]): { startByte: number; endByte: number }[] {
  return events.flatMap((event) => {
    if (event.type === 'desync') throw new Error(`${event.reason} at ${event.offsetBytes}: ${event.value}`);
    if (event.type === 'update-start' || event.type === 'rect' || !('endByte' in event)) return [];
    return [{ startByte: event.startByte, endByte: event.endByte }];
  });
}

/** Every message starts where the one before ended. */
function expectNoGaps(events: readonly (ServerEvent | ClientEvent)[]): void {
  const spans = spansOf(events);
  expect(spans.slice(1).map(({ startByte }) => startByte)).toEqual(
    spans.slice(0, -1).map(({ endByte }) => endByte),
  );
}

describe.each(names)('the recording %s', (name) => {
  const { meta } = readRecording(name);
  const turns = turnsOf(name);
  const heard = hear(turns);

  it('is read from its handshake to its last message, without a gap in either direction', () => {
    const [init] = heard.server;
    expect(init).toMatchObject({ type: 'server-init', version: meta.protocol });
    expectNoGaps(heard.server);
    expectNoGaps(heard.client);
    expect(heard.wire.phase).toBe('messages');
    expect([heard.wire.serverBytes, heard.wire.clientBytes]).toEqual([meta.serverBytes, meta.clientBytes]);
  });

  it('ends where its messages end, or inside one that is known', () => {
    const lastClient = heard.client.at(-1);
    const clientEnd = lastClient !== undefined && 'endByte' in lastClient ? lastClient.endByte : Number.NaN;
    expect(heard.wire.clientUndecidedFromByte ?? heard.wire.clientBytes).toBe(clientEnd);
    const lastServer = heard.server.at(-1);
    if (lastServer !== undefined && 'endByte' in lastServer) {
      // Either it fills the stream, or too few bytes of the next message have come for its header.
      expect(Math.abs(heard.wire.serverBytes - lastServer.endByte)).toBeLessThan(12);
    } else {
      expect(lastServer?.type).toMatch(/^(update-start|rect)$/);
    }
  });

  it('gives the same events however it is chopped', () => {
    const short = meta.serverBytes < SHORT_BYTES;
    for (const sizes of short ? [...WAYS, [1]] : WAYS) {
      const chopped = hear(chopTurns(turns, sizes));
      expect(chopped.server).toEqual(heard.server);
      expect(chopped.client).toEqual(heard.client);
    }
    const joined = hear(joinTurns(turns));
    expect([joined.server, joined.client]).toEqual([heard.server, heard.client]);
  });
});
