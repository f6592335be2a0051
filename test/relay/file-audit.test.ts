import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AuditEvent } from '../../src/relay/audit-event.ts';
import { AUDIT_FILE, NO_PREV, openFileAudit } from '../../src/relay/file-audit.ts';
import { memberId } from '../support/room-rig.ts';

const LEFT: AuditEvent = { type: 'left', member: memberId('guest'), cause: 'gone' };
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rice-audit-'));
});
afterEach(() => rm(directory, { recursive: true }));

const openLog = () => openFileAudit(directory, () => 5);
const text = () => readFile(join(directory, AUDIT_FILE), 'utf8');

/** Line numbers whose `prev` is not the hash of the line before, or whose number is not the next one. */
function breaks(content: string): readonly number[] {
  const lines = content.split('\n').slice(0, -1);
  return lines.flatMap((line, index) => {
    const before = lines[index - 1];
    const prev = before === undefined ? NO_PREV : createHash('sha256').update(before).digest('hex');
    const entry = JSON.parse(line) as { readonly seq: number; readonly prev: string };
    return entry.prev === prev && entry.seq === index + 1 ? [] : [index + 1];
  });
}

test('events are numbered and chained, over restarts too', async () => {
  for (let life = 0; life < 3; life += 1) {
    const { log } = await openLog();
    await Promise.all([log.append('room a', [LEFT, LEFT]), log.append('room b', [LEFT])]);
    await log.close();
  }

  expect(breaks(await text())).toEqual([]);
  expect((await text()).split('\n')).toHaveLength(10);
});

test('a line that was changed shows', async () => {
  const { log } = await openLog();
  await log.append('room', [LEFT, LEFT, LEFT]);
  await log.close();
  const lines = (await text()).split('\n');

  const changed = [lines[0], lines[1]?.replace('gone', 'left'), ...lines.slice(2)].join('\n');

  expect(breaks(changed)).toEqual([3]);
  expect(breaks([lines[0], ...lines.slice(2)].join('\n'))).toEqual([2]);
});

test('a line that was cut off is taken away, and the chain goes on', async () => {
  const { log } = await openLog();
  await log.append('room', [LEFT]);
  await log.close();
  await appendFile(join(directory, AUDIT_FILE), '{"v":1,"seq":2,"wall');

  const { log: again, tornBytes } = await openLog();
  await again.append('room', [LEFT]);
  await again.close();

  expect(tornBytes).toBe(20);
  expect(breaks(await text())).toEqual([]);
});
