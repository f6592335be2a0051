import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { run } from '../../../src/model/decode/decode.ts';
import {
  recordEntries,
  recordEntryDecoder,
  recordEventDecoder,
} from '../../../src/model/record/record-decoder.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';
import { EVENTS, entry } from '../../support/record-events.ts';

describe('a fact for the record', () => {
  it.each(EVENTS.map((event) => [JSON.stringify(event), event]))(
    'comes through as it is: %s',
    (json, event) => {
      expect(run(recordEventDecoder, JSON.parse(String(json)))).toEqual({ ok: true, value: event });
    },
  );

  it('has no place for a key, a text or a clipboard', () => {
    for (const event of EVENTS) {
      for (const extra of ['key', 'keysym', 'code', 'text', 'clipboard', 'x', 'y']) {
        expect(run(recordEventDecoder, { ...event, [extra]: 'a' })).toMatchObject({
          ok: false,
          problems: [{ path: extra, code: 'unknown-key' }],
        });
      }
    }
  });

  it('with a field missing, or of another kind, is refused', () => {
    for (const event of EVENTS) {
      for (const name of Object.keys(event)) {
        const { [name]: _, ...without } = event as unknown as Record<string, unknown>;
        expect(run(recordEventDecoder, without).ok, `${event.type} without ${name}`).toBe(false);
        expect(run(recordEventDecoder, { ...event, [name]: { odd: 1 } }).ok, `${event.type} ${name}`).toBe(
          false,
        );
      }
    }
  });

  it('has a limit for every text and number', () => {
    expect(run(recordEventDecoder, { type: 'stop', function: 'x'.repeat(81) }).ok).toBe(false);
    expect(run(recordEventDecoder, { type: 'retry', sentAgoMs: -1 }).ok).toBe(false);
    expect(run(recordEventDecoder, { type: 'gap', lost: Number.POSITIVE_INFINITY }).ok).toBe(false);
    expect(run(recordEntryDecoder, { ...entry(EVENTS[0]!), wallMs: 9e15 }).ok).toBe(false);
    expect(
      run(
        recordEntries(2),
        EVENTS.slice(0, 3).map((event) => entry(event)),
      ).ok,
    ).toBe(false);
  });

  it('of any kind whatever never makes the decoder throw', () => {
    const anything = fc.anything({ withNullPrototype: true, withObjectString: true, withBigInt: true });
    const nearly = fc
      .tuple(fc.constantFrom(...EVENTS), fc.string(), anything)
      .map(([event, name, value]) => ({ ...event, [name]: value }));
    fc.assert(
      fc.property(fc.oneof(anything, nearly), (input) => {
        const result = run(recordEntries(100), [{ atMs: 1, wallMs: 1, event: input }]);
        if (result.ok) expect(JSON.parse(JSON.stringify(result.value))).toEqual(result.value);
        run(recordEventDecoder, input);
        run(recordEntries(100), input);
      }),
      { numRuns: DECODER_RUNS },
    );
  });
});
