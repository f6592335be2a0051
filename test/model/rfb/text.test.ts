import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_TEXT_LENGTH } from '../../../src/model/rfb/limits.ts';
import { decodeText } from '../../../src/model/rfb/text.ts';
import { PROPERTY_RUNS } from '../../support/property-runs.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const decode = (...bytes: readonly number[]): string => decodeText(Uint8Array.from(bytes), false);

describe('decodeText', () => {
  it('decodes UTF-8 of every length', () => {
    expect(decodeText(utf8('SEM ä € 🔬'), false)).toBe('SEM ä € 🔬');
  });

  it.each([
    ['a lone continuation byte', [0x41, 0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong three-byte form', [0xe0, 0x80, 0xaf]],
    ['a surrogate', [0xed, 0xa0, 0x80, 0x41]],
    ['a code point beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['an unfinished character', [0x41, 0xe2, 0x82]],
  ])('takes %s for Latin-1', (_, bytes) => {
    expect(decodeText(Uint8Array.from(bytes), false)).toBe(
      String.fromCharCode(...bytes.filter((byte) => byte < 0x80 || byte > 0x9f)),
    );
  });

  it('leaves out an unfinished last character when only the beginning is known', () => {
    expect(decodeText(utf8('ab€').subarray(0, 4), true)).toBe('ab');
  });

  it('removes control characters, and makes line breaks and tabs spaces', () => {
    expect(decode(0x61, 0x00, 0x1b, 0x62, 0x0a, 0x63, 0x09, 0x64, 0x7f)).toBe('ab c d');
  });

  it('removes characters that reorder text', () => {
    expect(decodeText(utf8('safe\u202e\u2066\u200fgnp.exe\u061c'), false)).toBe('safegnp.exe');
  });

  it('cuts a long text without splitting a character', () => {
    const decoded = decodeText(utf8(`${'a'.repeat(MAX_TEXT_LENGTH - 1)}🔬`), false);
    expect(decoded).toBe('a'.repeat(MAX_TEXT_LENGTH - 1));
  });

  it('agrees with the platform about what is UTF-8', () => {
    const platform = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 8 }), (bytes) => {
        let expected: string | null = null;
        try {
          expected = platform.decode(bytes);
        } catch {}
        // Only the decoding is compared, so only texts that cleaning leaves alone.
        fc.pre(expected === null || /^[^\p{C}\p{Z}]*$/u.test(expected));
        const latin1 = expected === null;
        expect(decodeText(bytes, false) === expected).toBe(!latin1);
      }),
      { numRuns: PROPERTY_RUNS },
    );
  });

  it('never gives more than its limit, nor a control character', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, truncated) => {
        const text = decodeText(bytes, truncated);
        expect(text.length).toBeLessThanOrEqual(MAX_TEXT_LENGTH);
        expect(text).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
      }),
      { numRuns: Math.min(PROPERTY_RUNS, 20_000) },
    );
  });
});
