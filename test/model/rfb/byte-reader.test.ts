import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, MAX_PEEK_BYTES } from '../../../src/model/rfb/byte-reader.ts';
import { PROPERTY_RUNS } from '../../support/property-runs.ts';
import { noise } from '../../support/rfb-server-bytes.ts';

const readerOf = (...chunks: readonly (readonly number[])[]): ByteReader => {
  const reader = new ByteReader();
  for (const chunk of chunks) reader.push(Uint8Array.from(chunk));
  return reader;
};

describe('ByteReader', () => {
  it('reads big-endian numbers from one chunk', () => {
    const reader = readerOf([1, 2, 3, 4, 5, 6, 7, 0xff, 0xff, 0xff, 0xfe]);
    expect(reader.has(11)).toBe(true);
    expect([reader.u8(), reader.u16(), reader.u32(), reader.s32()]).toEqual([1, 0x0203, 0x04050607, -2]);
  });

  it('reads an unsigned U32 above 2^31', () => {
    const reader = readerOf([0xff, 0xff, 0xff, 0xff]);
    reader.has(4);
    expect(reader.u32()).toBe(0xffffffff);
  });

  it('reads a number that is split over three chunks', () => {
    const reader = readerOf([0x12], [0x34, 0x56], [0x78]);
    expect(reader.has(4)).toBe(true);
    expect(reader.u32()).toBe(0x12345678);
  });

  it('has no more than what has arrived', () => {
    const reader = readerOf([1, 2, 3]);
    expect([reader.has(3), reader.has(4)]).toEqual([true, false]);
  });

  it('skips payload that has not arrived, and counts it in its offset', () => {
    const reader = readerOf([1, 2]);
    reader.skip(10);
    expect([reader.offsetBytes, reader.arrivedBytes, reader.skipped, reader.has(1)]).toEqual([
      10,
      2,
      false,
      false,
    ]);
    reader.push(Uint8Array.from([3, 4, 5, 6, 7, 8, 9, 10, 11]));
    expect(reader.has(1)).toBe(true);
    expect([reader.u8(), reader.offsetBytes]).toEqual([11, 11]);
  });

  it('knows that skipped payload ends exactly with the chunk', () => {
    const reader = readerOf([1, 2]);
    reader.skip(2);
    expect([reader.skipped, reader.has(1), reader.offsetBytes]).toEqual([true, false, 2]);
  });

  it('peeks across the border of two chunks without moving', () => {
    const reader = readerOf([1], [2, 3]);
    reader.has(3);
    expect([reader.peek(), reader.peek(1), reader.peek(2), reader.offsetBytes]).toEqual([1, 2, 3, 0]);
  });

  it('keeps its own copy of a chunk it has released', () => {
    const chunk = Uint8Array.from([1, 2, 3]);
    const reader = new ByteReader();
    reader.push(chunk);
    reader.u8();
    reader.release();
    chunk.fill(9);
    expect(reader.has(2)).toBe(true);
    expect([...reader.bytes(2)]).toEqual([2, 3]);
  });

  it('gives the unread rest of a chunk as a view, and nothing while bytes are carried', () => {
    const reader = readerOf([1, 2, 3]);
    reader.u8();
    expect([...reader.rest()]).toEqual([2, 3]);
    reader.push(Uint8Array.from([4]));
    expect(reader.rest()).toHaveLength(0);
  });

  it('drops what has arrived when told to discard it', () => {
    const reader = readerOf([1, 2], [3]);
    reader.discard();
    expect([reader.offsetBytes, reader.has(1)]).toEqual([3, false]);
    reader.push(Uint8Array.from([4]));
    expect(reader.has(1)).toBe(true);
    expect(reader.u8()).toBe(4);
  });

  it('refuses to read what it does not have, to skip backwards, and to carry more than its limit', () => {
    expect(() => readerOf([]).u8()).toThrow(RangeError);
    expect(() => readerOf([1]).u16()).toThrow(RangeError);
    expect(() => readerOf([1]).peek(1)).toThrow(RangeError);
    expect(() => readerOf([1]).skip(-1)).toThrow(RangeError);
    expect(() => readerOf([1]).skip(Number.NaN)).toThrow(RangeError);
    const unread = new ByteReader();
    unread.push(new Uint8Array(MAX_PEEK_BYTES + 1));
    expect(() => unread.release()).toThrow(RangeError);
  });

  it('reads the same whatever the chunks are', () => {
    const steps = fc.array(fc.record({ skip: fc.boolean(), bytes: fc.integer({ min: 1, max: 9 }) }), {
      maxLength: 20,
    });
    const sizes = fc.array(fc.nat(12), { minLength: 1, maxLength: 6 });
    const bytes = noise(180);
    const run = (
      plan: readonly { skip: boolean; bytes: number }[],
      chunkSizes: readonly number[],
    ): string => {
      const reader = new ByteReader();
      const seen: string[] = [];
      let arrived = 0;
      let turn = 0;
      const more = (): void => {
        const size = chunkSizes[turn++ % chunkSizes.length] ?? 1;
        reader.release();
        reader.push(bytes.slice(arrived, arrived + size + (turn % chunkSizes.length === 0 ? 1 : 0)));
        arrived = reader.arrivedBytes;
      };
      for (const step of plan) {
        if (step.skip) reader.skip(step.bytes);
        else {
          while (!reader.has(step.bytes)) more();
          seen.push(`${reader.offsetBytes}:${reader.bytes(step.bytes).join()}`);
        }
      }
      return seen.join(' ');
    };
    fc.assert(
      fc.property(steps, sizes, (plan, chunkSizes) => {
        expect(run(plan, chunkSizes)).toBe(run(plan, [bytes.length]));
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });
});
