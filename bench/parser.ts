/**
 * How fast the server's stream is read, and how long one chunk takes. Prints one JSON object per line:
 * { name, value, unit, against }, where `against` is the time taken over that of a plain copy of the same bytes.
 *
 *   npx tsx bench/parser.ts
 *
 * The streams are whole frames of a 1920x1080 screen, as 60 Hz makes them, each in the chunks of at most 64 KiB
 * that websockify makes; and all that the recorded servers sent, in the chunks in which it came. Times during
 * which the scheduler gave the processor to somebody else are left out.
 */
import { ByteReader } from '../src/model/rfb/byte-reader.ts';
import type { PixelFormat, ServerEvent } from '../src/model/rfb/messages.ts';
import { ServerStream } from '../src/model/rfb/server-stream.ts';
import { Wire } from '../src/model/rfb/wire.ts';
import { readRecording, recordingFiles } from '../test/recordings/format.ts';
import * as server from '../test/support/rfb-server-bytes.ts';

const CHUNK_BYTES = 64 * 1024;
const WARM_UP_ROUNDS = 20;
const ROUNDS = 100;
const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 };
const FORMAT: PixelFormat = {
  bitsPerPixel: 32,
  depth: 24,
  trueColour: true,
  redMax: 255,
  greenMax: 255,
  blueMax: 255,
};

interface Scene {
  readonly name: string;
  readonly chunks: readonly Uint8Array[];
  /** A new parser; gives the events of one chunk. */
  readonly open: () => (chunk: Uint8Array) => number;
}

/** The screen in areas of this size. */
function areas(width: number, height: number): server.Area[] {
  const all: server.Area[] = [];
  for (let y = 0; y < SCREEN.height; y += height) {
    for (let x = 0; x < SCREEN.width; x += width) {
      all.push({
        x,
        y,
        width: Math.min(width, SCREEN.width - x),
        height: Math.min(height, SCREEN.height - y),
      });
    }
  }
  return all;
}

function inChunks(stream: Uint8Array): Uint8Array[] {
  const count = Math.ceil(stream.length / CHUNK_BYTES);
  return Array.from({ length: count }, (_, i) => stream.slice(i * CHUNK_BYTES, (i + 1) * CHUNK_BYTES));
}

function openStream(): (chunk: Uint8Array) => number {
  const reader = new ByteReader();
  const stream = new ServerStream(reader, { format: FORMAT });
  return (chunk) => {
    const events: ServerEvent[] = [];
    reader.push(chunk);
    stream.read(events);
    reader.release();
    if (events.at(-1)?.type === 'desync') throw new Error('the benchmark made an illegal stream');
    return events.length;
  };
}

const scene = (name: string, frames: readonly Uint8Array[]): Scene => ({
  name,
  chunks: frames.flatMap(inChunks),
  open: openStream,
});

const repeat = (count: number, frame: (index: number) => Uint8Array): Uint8Array[] =>
  Array.from({ length: count }, (_, index) => frame(index));

/** A photograph in tiles, text in palettes and plain areas: what TigerVNC makes of a microscope's window. */
function tightFrame(frame: number): Uint8Array {
  const rects = areas(192, 108).map((area, index) => {
    if (index % 4 === 0) return server.tightFill(area);
    if (index % 4 === 1) {
      return server.tightBasic({ ...area, width: 24, height: 16 }, { type: 'palette', colours: 2 });
    }
    return server.tightImage(area, server.noise(3000 + ((index * 37) % 900), frame + index));
  });
  return server.openUpdate(rects);
}

const plainTile = {
  type: 'flat',
  background: true,
  foreground: true,
  subrects: null,
  coloured: false,
} as const;

/** Half of the tiles plain, a quarter with a few subrectangles, a quarter raw. */
function hextileFrame(): Uint8Array {
  const tiles: readonly server.Tile[] = [
    plainTile,
    { ...plainTile, subrects: 6 },
    { ...plainTile, foreground: false },
    { type: 'raw' },
  ];
  return server.update([server.hextile(SCREEN, (index) => tiles[index % tiles.length] ?? plainTile)]);
}

/** Every tile as the one before: the least bytes per tile there can be. */
const blankTile: server.Tile = { ...plainTile, background: false, foreground: false };

const scenes: readonly Scene[] = [
  scene('tight', repeat(30, tightFrame)),
  scene(
    'tight, 2040 fills a frame',
    repeat(30, () => server.update(areas(32, 32).map((area) => server.tightFill(area)))),
  ),
  scene(
    'zrle',
    repeat(30, (frame) =>
      server.update(areas(1920, 270).map((area) => server.zrle(area, server.noise(90_000, frame)))),
    ),
  ),
  scene('hextile', repeat(5, hextileFrame)),
  scene(
    'hextile, 8160 blank tiles a frame',
    repeat(100, () => server.update([server.hextile(SCREEN, () => blankTile)])),
  ),
  scene(
    'raw',
    repeat(2, () => server.update([server.raw(SCREEN)])),
  ),
  scene(
    'jpeg 21',
    repeat(30, (frame) =>
      server.update([server.jpeg(SCREEN, { tables: frame === 0, scans: [300_000], seed: frame })]),
    ),
  ),
  ...recordedScenes(),
];

/** All recordings end to end: every chunk goes to a Wire that has seen its whole session. */
function recordedScenes(): Scene[] {
  const recordings = recordingFiles().map((file) => readRecording(file).chunks);
  const chunks = recordings.flat().filter((chunk) => chunk.direction === 'server');
  return [
    {
      name: 'recorded servers',
      chunks: chunks.map((chunk) => chunk.bytes),
      open: () => {
        const sessions = recordings.map((session) => [...session]);
        let session = sessions.shift() ?? [];
        let wire = new Wire();
        return (bytes) => {
          for (;;) {
            const next = session.shift();
            if (next === undefined) {
              session = sessions.shift() ?? [];
              wire = new Wire();
            } else if (next.direction === 'client') {
              wire.client(next.bytes);
            } else {
              return wire.server(bytes).length;
            }
          }
        };
      },
    },
  ];
}

/** Milliseconds of each chunk, round after round; what the work gave is added up so that none of it is left out. */
function timeChunks({ chunks }: Scene, rounds: number, open: Scene['open']): Float64Array {
  const timesMs = new Float64Array(rounds * chunks.length);
  let kept = 0;
  let result = 0;
  for (let round = 0; round < rounds; round++) {
    const work = open();
    for (const chunk of chunks) {
      const switchesBefore = process.resourceUsage().involuntaryContextSwitches;
      const startMs = performance.now();
      result += work(chunk);
      const tookMs = performance.now() - startMs;
      if (process.resourceUsage().involuntaryContextSwitches === switchesBefore) timesMs[kept++] = tookMs;
    }
  }
  if (result < 0) throw new Error('no work was done');
  return timesMs.subarray(0, kept);
}

const copyTarget = new Uint8Array(4 * 1024 * 1024);
const openCopy = () => (chunk: Uint8Array) => {
  copyTarget.set(chunk);
  return copyTarget[0] ?? 0;
};

function quantile(timesMs: Float64Array, part: number): number {
  const sorted = timesMs.slice().sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}

const meanOf = (timesMs: Float64Array): number =>
  timesMs.reduce((total, time) => total + time, 0) / timesMs.length;
const round = (value: number): number => Number(value.toPrecision(3));

function report(name: string, value: number, unit: string, against: number): void {
  console.log(JSON.stringify({ name, value: round(value), unit, against: round(against) }));
}

for (const each of scenes) {
  timeChunks(each, WARM_UP_ROUNDS, each.open);
  timeChunks(each, WARM_UP_ROUNDS, openCopy);
  const parseMs = timeChunks(each, ROUNDS, each.open);
  const copyMs = timeChunks(each, ROUNDS, openCopy);
  const chunkBytes = each.chunks.reduce((total, chunk) => total + chunk.length, 0) / each.chunks.length;
  const megabytesPerSecond = chunkBytes / 1e3 / meanOf(parseMs);
  report(`parser throughput, ${each.name}`, megabytesPerSecond, 'MB/s', meanOf(parseMs) / meanOf(copyMs));
  for (const [label, part] of [
    ['p50', 0.5],
    ['p99', 0.99],
  ] as const) {
    const value = quantile(parseMs, part);
    report(`parser time per chunk ${label}, ${each.name}`, value, 'ms', value / quantile(copyMs, part));
  }
}
