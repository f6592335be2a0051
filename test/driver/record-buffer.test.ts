import { describe, expect, it } from 'vitest';
import { MAX_RECORDED, RecordBuffer } from '../../src/driver/record-buffer.ts';

describe('the facts of a connection between two pictures', () => {
  it('are kept in order, with both clocks', () => {
    const buffer = new RecordBuffer();
    buffer.add({ type: 're-arm' }, 10, 1010);
    buffer.add({ type: 'retry', sentAgoMs: 5 }, 11, 1011);
    expect(buffer.take(20, 1020)).toEqual([
      { atMs: 10, wallMs: 1010, event: { type: 're-arm' } },
      { atMs: 11, wallMs: 1011, event: { type: 'retry', sentAgoMs: 5 } },
    ]);
    expect(buffer.take(30, 1030)).toEqual([]);
  });

  it('are counted beyond the limit, and the count is told once', () => {
    const buffer = new RecordBuffer();
    for (let at = 0; at < MAX_RECORDED + 3; at += 1) buffer.add({ type: 'retry', sentAgoMs: at }, at, at);
    const taken = buffer.take(500, 1500);
    expect(taken).toHaveLength(MAX_RECORDED + 1);
    expect(taken[MAX_RECORDED - 1]).toMatchObject({ atMs: MAX_RECORDED - 1 });
    expect(taken.at(-1)).toEqual({ atMs: 500, wallMs: 1500, event: { type: 'gap', lost: 3 } });
    buffer.add({ type: 're-arm' }, 501, 1501);
    expect(buffer.take(502, 1502)).toEqual([{ atMs: 501, wallMs: 1501, event: { type: 're-arm' } }]);
  });
});
