import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openFileStore, ROOMS_FILE } from '../../src/relay/file-store.ts';
import { roomName } from '../support/relay-member.ts';

const ROOM = roomName(1);
const HOUR_MS = 3_600_000;
let directory: string;
let wallMs: number;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rice-relay-'));
  wallMs = 1_700_000_000_000;
});
afterEach(() => rm(directory, { recursive: true }));

const openStore = () => openFileStore(directory, () => wallMs);
const path = () => join(directory, ROOMS_FILE);

describe('the file of rooms', () => {
  test('gives back what was written, in another life too', async () => {
    const { store } = await openStore();
    const first = await store.write(ROOM, 'one', null);
    await store.write(ROOM, 'two', first);
    await store.close();

    const { store: again } = await openStore();

    expect((await again.read(ROOM))?.text).toBe('two');
    await again.close();
  });

  test('lets one of several writes on the same revision win', async () => {
    const { store } = await openStore();
    const revision = await store.write(ROOM, 'first', null);

    const outcomes = await Promise.all(
      Array.from({ length: 9 }, (_, n) => store.write(ROOM, `next ${n}`, revision)),
    );

    expect(outcomes.filter((outcome) => outcome !== 'conflict')).toHaveLength(1);
    expect(outcomes[0]).not.toBe('conflict');
    expect((await store.read(ROOM))?.text).toBe('next 0');
    await store.close();
  });

  test('forgets what was removed, and removes nothing that was written anew', async () => {
    const { store } = await openStore();
    const first = await store.write(ROOM, 'one', null);
    const second = await store.write(ROOM, 'two', first);

    await store.remove(ROOM, String(first));
    expect((await store.read(ROOM))?.text).toBe('two');
    await store.remove(ROOM, String(second));

    expect(await store.read(ROOM)).toBeNull();
    await store.close();
    const { store: again } = await openStore();
    expect(await again.read(ROOM)).toBeNull();
    await again.close();
  });

  test('is written anew at the start, with what still counts', async () => {
    const { store } = await openStore();
    let revision: string | null = null;
    for (let n = 0; n < 50; n += 1) revision = String(await store.write(ROOM, `value ${n}`, revision));
    await store.close();
    const { size } = await stat(path());

    await (await openStore()).store.close();

    expect((await stat(path())).size).toBeLessThan(size / 40);
  });

  test('forgets a room that nobody came back to for a day', async () => {
    const { store } = await openStore();
    await store.write(ROOM, 'old', null);
    await store.close();
    wallMs += 25 * HOUR_MS;

    const { store: again } = await openStore();

    expect(await again.read(ROOM)).toBeNull();
    await again.close();
  });

  test('has the last whole value when its end was cut off at any byte', async () => {
    const { store } = await openStore();
    const first = await store.write(ROOM, 'one', null);
    const { size: whole } = await stat(path());
    await store.write(ROOM, 'two', first);
    await store.close();
    const content = await readFile(path());

    for (let size = whole + 1; size < content.length - 1; size += 7) {
      await writeFile(path(), content.subarray(0, size));
      const { store: again, unreadableLines } = await openStore();
      expect([size, (await again.read(ROOM))?.text, unreadableLines]).toEqual([size, 'one', 1]);
      await again.close();
    }
  });

  test('skips lines that somebody spoilt, and counts them', async () => {
    const { store } = await openStore();
    await store.write(ROOM, 'one', null);
    await store.close();
    await appendFile(path(), 'nonsense\n{"v":2}\n\u0000\n');

    const { store: again, unreadableLines } = await openStore();

    expect(unreadableLines).toBe(3);
    expect((await again.read(ROOM))?.text).toBe('one');
    await again.close();
  });

  test('refuses a write when the disk does, and takes the next one', async () => {
    const { store } = await openStore();
    const first = await store.write(ROOM, 'one', null);
    await store.close();

    await expect(store.write(ROOM, 'two', first)).rejects.toThrow();

    const { store: again } = await openStore();
    expect((await again.read(ROOM))?.text).toBe('one');
    await again.close();
  });

  test('is for its own user alone', async () => {
    await (await openStore()).store.close();
    expect((await stat(path())).mode & 0o777).toBe(0o600);
    await truncate(path(), 0);
  });
});
