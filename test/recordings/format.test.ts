import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { EXTENSION, encodeRecording, type Recording, readRecording, recordingFiles } from './format.ts';

const file = join(tmpdir(), `rice-format-${process.pid}${EXTENSION}`);
afterEach(() => rmSync(file, { force: true }));

const recording: Recording = {
  meta: {
    name: 'made-up',
    server: { name: 'none', version: '0' },
    client: { name: 'scripted', version: '1' },
    protocol: '3.8',
    security: 'none',
    bitsPerPixel: 32,
    rects: { '7': 1 },
    durationMs: 70_000,
    serverBytes: 3,
    clientBytes: 1,
    note: 'grüße',
  },
  chunks: [
    { direction: 'server', atMs: 0, bytes: Uint8Array.of(1, 2) },
    { direction: 'client', atMs: 5, bytes: Uint8Array.of(255) },
    { direction: 'server', atMs: 70_000, bytes: Uint8Array.of(3) },
  ],
};

describe('a recording', () => {
  it('is read as it was written', () => {
    writeFileSync(file, encodeRecording(recording));
    expect(readRecording(file)).toEqual(recording);
  });

  it('is refused when it is something else', () => {
    writeFileSync(file, encodeRecording(recording).subarray(0, 40));
    expect(() => readRecording(file)).toThrow();
  });
});

describe('the recordings of the repository', () => {
  const names = recordingFiles()
    .map((path) => basename(path, EXTENSION))
    .sort();

  it('are those of the catalogue, and the index lists them all', () => {
    expect(names).toEqual(catalogue.map(({ name }) => name).sort());
    const index: unknown = JSON.parse(readFileSync(new URL('./streams/index.json', import.meta.url), 'utf8'));
    const listed = new Set((index as readonly { readonly name: string }[]).map(({ name }) => name));
    expect([...listed].sort()).toEqual(names);
  });

  it.each(names)('%s holds both directions, from the greeting on', (name) => {
    const { meta, chunks } = readRecording(name);
    const bytesFrom = (direction: 'server' | 'client') =>
      chunks.reduce((sum, chunk) => sum + (chunk.direction === direction ? chunk.bytes.length : 0), 0);
    expect(meta).toMatchObject({ name, serverBytes: bytesFrom('server'), clientBytes: bytesFrom('client') });
    expect(Buffer.from(chunks[0]?.bytes ?? []).toString('latin1')).toMatch(/^RFB 003\.00[78]\n/);
    expect(Object.values(meta.rects).reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
  });
});
