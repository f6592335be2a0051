import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Driver } from '../../src/driver/driver.ts';
import { NO_JOURNAL } from '../../src/driver/journal-store.ts';
import { STRICT_POLICY } from '../../src/model/policy/policy.ts';
import { Wire } from '../../src/model/rfb/wire.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { EXTENSION, type RecordedChunk, readRecording, recordingFiles } from '../recordings/format.ts';
import { fence, join } from '../support/rfb-server-bytes.ts';

const FENCE = 248;
const TICK_MS = 50;
/** Sizes of the pieces in which the server's bytes come, in turn: not those of the recording. */
const PIECES = [1, 7, 1448, 3, 65_536, 20];

/** A session of real software, driven by the real driver with a server that answers our probes in order. */
class Replay {
  readonly toPage: Uint8Array[] = [];
  readonly toServer: Uint8Array[] = [];
  probes = 0;
  snapshot: Snapshot | null = null;
  #nowMs = 0;
  #tick: () => void = () => {};
  #replies: Uint8Array[] = [];
  #piece = 0;
  readonly #driver = new Driver({
    connection: 'recorded',
    policy: { ...STRICT_POLICY, mode: 'measure' },
    profiles: [],
    socketHost: 'instrument.example',
    journal: NO_JOURNAL,
    onRecord: () => {},
    onBins: () => {},
    onSeat: () => {},
    onOutsider: () => {},
    visible: true,
    channel: {
      send: (bytes) => this.#sent(bytes.slice()),
      deliver: (bytes) => this.toPage.push(bytes.slice()),
      close: () => {},
    },
    surroundings: {
      nowMs: () => this.#nowMs,
      wallMs: () => 0,
      every: (_periodMs, callback) => {
        this.#tick = callback;
        return () => {};
      },
      randomBytes: (count) => new Uint8Array(count).fill(++this.probes % 256),
      eventAgeMs: () => 0,
    },
    onSnapshot: (snapshot) => {
      this.snapshot = snapshot;
    },
  });

  run(chunks: readonly RecordedChunk[]): void {
    const boundaries = messageBoundaries(chunks);
    let atByte = 0;
    for (const { direction, bytes, atMs } of chunks) {
      for (; this.#nowMs + TICK_MS <= atMs; ) {
        this.#nowMs += TICK_MS;
        this.#tick();
      }
      if (direction === 'client') this.#driver.client(bytes);
      else {
        this.#server(bytes, atByte, boundaries);
        atByte += bytes.length;
      }
    }
  }

  /** The server's bytes, with the replies that are due put where a message of its own ends. */
  #server(bytes: Uint8Array, atByte: number, boundaries: ReadonlySet<number>): void {
    let from = 0;
    for (let at = 1; at <= bytes.length; at++) {
      if (this.#replies.length === 0 || !boundaries.has(atByte + at)) continue;
      this.#pieces(join(bytes.subarray(from, at), ...this.#replies.splice(0)));
      from = at;
    }
    this.#pieces(bytes.subarray(from));
  }

  #pieces(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const size = PIECES[this.#piece++ % PIECES.length] ?? 1;
      this.toPage.push(this.#driver.server(bytes.slice(at, at + size)).slice());
      at += size;
    }
  }

  #sent(bytes: Uint8Array): void {
    const isOurs = bytes[0] === FENCE && bytes[4] === 0x80 && bytes[8] === 16;
    if (isOurs) this.#replies.push(fence(0, [...bytes.slice(9)]));
    else this.toServer.push(bytes);
  }
}

/** Offsets of the server's stream at which one of its messages ends. */
function messageBoundaries(chunks: readonly RecordedChunk[]): ReadonlySet<number> {
  const wire = new Wire();
  const ends = new Set<number>();
  for (const { direction, bytes } of chunks) {
    if (direction === 'client') wire.client(bytes);
    else {
      for (const event of wire.server(bytes)) {
        if (event.type !== 'rect' && 'endByte' in event) ends.add(event.endByte);
      }
    }
  }
  return ends;
}

function bytesOf(chunks: readonly RecordedChunk[], direction: RecordedChunk['direction']): Uint8Array {
  return join(...chunks.filter((chunk) => chunk.direction === direction).map((chunk) => chunk.bytes));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

describe('recorded sessions through the driver', () => {
  let answered = 0;

  test.each(recordingFiles().map((file) => basename(file, EXTENSION)))(
    '%s: noVNC gets exactly what the server sent, and the server what noVNC sent',
    (name) => {
      const { chunks } = readRecording(name);
      const replay = new Replay();
      replay.run(chunks);
      expect(replay.snapshot?.guarding ?? 'connecting').toMatch(/^(measuring|connecting)$/);
      const sent = bytesOf(chunks, 'server');
      const got = join(...replay.toPage);
      expect(got.length).toBe(sent.length);
      expect(sameBytes(got, sent)).toBe(true);
      // Refresh probes and moves of our own would be extra; in measure mode only refresh probes are.
      const written = join(...replay.toServer.filter((bytes) => !isRefreshProbe(bytes)));
      const wanted = join(bytesOf(chunks, 'client'));
      expect(sameBytes(written, wanted)).toBe(true);
      answered += replay.probes;
    },
  );

  test('probed the servers that answer fences', () => {
    expect(answered).toBeGreaterThan(20);
  });
});

/** A request for the one pixel at the corner, not incremental. */
function isRefreshProbe(bytes: Uint8Array): boolean {
  return Buffer.compare(bytes, Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 1, 0, 1)) === 0;
}
