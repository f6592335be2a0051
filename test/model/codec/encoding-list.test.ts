import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { qualityOf, untouchable, withQuality } from '../../../src/model/codec/encoding-list.ts';
import { LADDER } from '../../../src/model/codec/quality-level.ts';
import { setEncodingsMessage } from '../../../src/model/codec/set-encodings.ts';
import { ENCODING } from '../../../src/model/rfb/numbers.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';

const COMPRESS_0 = -256;

describe('a list of encodings', () => {
  it('tells the level that the page asks for', () => {
    expect(qualityOf([ENCODING.tight, -26, -254])).toBe(6);
    expect(qualityOf([-32])).toBe(0);
    expect(qualityOf([-23])).toBe(9);
    expect(qualityOf([-22, -33, ENCODING.tight])).toBeNull();
  });

  it('stays as it is where the page asks for no level, for two, or for a finer one', () => {
    expect(untouchable([ENCODING.tight, -26])).toBeNull();
    expect(untouchable([ENCODING.tight])).toBe('lossless-page');
    expect(untouchable([-26, -23])).toBe('two-levels');
    expect(untouchable([-26, -512])).toBe('two-levels');
    expect(untouchable([-26, -412])).toBe('two-levels');
    expect(untouchable([-26, -411])).toBeNull();
  });

  it("stays as it is in KasmVNC's dialect, whatever else it says", () => {
    expect(untouchable([ENCODING.kasmVideo, -26])).toBe('unread');
    expect(untouchable([-1024, -26])).toBe('unread');
  });

  it('gets another level in place, and compress 1 where 0 could not be read', () => {
    expect(withQuality([1, 7, -26, COMPRESS_0, -312], 2, 1)).toEqual([1, 7, -30, -255, -312]);
    expect(withQuality([1, 7, -26, COMPRESS_0, -312], 2, 0)).toEqual([1, 7, -30, COMPRESS_0, -312]);
    expect(withQuality([-247, -26], 9, 1)).toEqual([-247, -23]);
  });

  it('never changes anywhere else, gets longer, or shorter', () => {
    const entry = fc.oneof(
      fc.integer({ min: -600, max: 60 }),
      fc.integer({ min: -32, max: -23 }),
      fc.integer(),
    );
    fc.assert(
      fc.property(
        fc.array(entry),
        fc.constantFrom(...LADDER),
        fc.constantFrom(0, 1),
        (list, level, lowestCompress) => {
          const rewritten = withQuality(list, level, lowestCompress);
          const isRight = list.map((was, index) => {
            const is = rewritten[index];
            if (was >= -32 && was <= -23) return is === -32 + level;
            return is === was || (was === COMPRESS_0 && is === COMPRESS_0 + lowestCompress);
          });
          expect(rewritten.length === list.length && isRight.every(Boolean)).toBe(true);
        },
      ),
      { numRuns: DECODER_RUNS },
    );
  });

  it('is written as RFC 6143 has it', () => {
    expect([...setEncodingsMessage([7, -26])]).toEqual([2, 0, 0, 2, 0, 0, 0, 7, 255, 255, 255, 230]);
  });
});
