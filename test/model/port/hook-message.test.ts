import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { run } from '../../../src/model/decode/decode.ts';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import { MAX_ADDRESS } from '../../../src/model/port/hook-message.ts';
import { fromHookDecoder } from '../../../src/model/port/hook-message-from-hook.ts';
import { toHookDecoder } from '../../../src/model/port/hook-message-to-hook.ts';
import { snapshotOf } from '../../support/snapshot-of.ts';

const message = (different: object = {}) => ({
  type: 'snapshot',
  snapshot: { ...snapshotOf(), ...different },
});

describe('what the hook says', () => {
  it('is taken when it is as it should be', () => {
    for (const type of ['session', 'snapshot']) {
      const input = { type, snapshot: snapshotOf() };
      expect(run(fromHookDecoder, input)).toEqual({ ok: true, value: input });
    }
    expect(run(fromHookDecoder, { type: 'ready' }).ok).toBe(true);
  });

  it('is a journal with an address that can be one', () => {
    const journal = { keys: [{ keysym: 0x71, keycode: null }], buttonMask: 1, x: 5, y: 6 };
    const input = {
      ...{ type: 'journal', connection: '1', address: 'instrument.example/websockify' },
      ...{ journal, hasTaken: false },
    };
    expect(run(fromHookDecoder, input)).toEqual({ ok: true, value: input });
    for (const wrong of [{ journal: null }, { address: 'x'.repeat(MAX_ADDRESS + 1) }, { hasTaken: 1 }]) {
      expect(run(fromHookDecoder, { ...input, ...wrong }).ok).toBe(false);
    }
    const leftover = { type: 'leftover', connection: '1', journal };
    expect(run(toHookDecoder, leftover)).toEqual({ ok: true, value: leftover });
    expect(run(toHookDecoder, { ...leftover, journal: { ...journal, buttonMask: -1 } }).ok).toBe(false);
  });

  it('is a word about the lock of a room, which is answered by an order', () => {
    const word = { type: 'renew', epoch: 3, nonce: 2 ** 47, idleMs: 400, unacknowledged: 0 };
    const said = { type: 'seat', connection: '1', word };
    expect(run(fromHookDecoder, said)).toEqual({ ok: true, value: said });
    for (const wrong of [{ epoch: -1 }, { nonce: 0.5 }, { idleMs: Number.NaN }, { unacknowledged: '0' }]) {
      expect(run(fromHookDecoder, { ...said, word: { ...word, ...wrong } }).ok).toBe(false);
    }
    const order = { type: 'seat', connection: '1', order: { type: 'renewed', epoch: 3, nonce: 2 ** 47 } };
    expect(run(toHookDecoder, order)).toEqual({ ok: true, value: order });
    expect(run(toHookDecoder, { ...order, order: { type: 'open' } }).ok).toBe(false);
    expect(run(toHookDecoder, { ...order, order: { type: 'granted', epoch: 1, until: 9 } }).ok).toBe(false);
    expect(run(fromHookDecoder, { type: 'outsider', connection: '1' }).ok).toBe(true);
    expect(run(fromHookDecoder, message({ seat: { state: 'mine', leftMs: 0 } })).ok).toBe(false);
  });

  it('is a place of the pointer that can be one', () => {
    const pointer = { x: 65_535, y: 0, atMs: 17.25 };
    const input = message({ pointer });
    expect(run(fromHookDecoder, input)).toEqual({ ok: true, value: input });
    for (const wrong of [{ x: 65_536 }, { y: -1 }, { atMs: Number.POSITIVE_INFINITY }, { x: '5' }]) {
      expect(run(fromHookDecoder, message({ pointer: { ...pointer, ...wrong } })).ok).toBe(false);
    }
    expect(run(fromHookDecoder, message({ pointer: undefined })).ok).toBe(false);
  });

  it('may say never, as Infinity, where there is an age', () => {
    const path = { ...snapshotOf().path, unansweredMs: Number.POSITIVE_INFINITY };
    expect(run(fromHookDecoder, message({ path })).ok).toBe(true);
    expect(run(fromHookDecoder, message({ nowMs: Number.POSITIVE_INFINITY })).ok).toBe(false);
  });

  it.each([
    ['another state', { state: 'perfect' }],
    ['another guarding', { guarding: 'green' }],
    ['a name that is too long', { desktopName: 'x'.repeat(257) }],
    ['a name that turns the text around', { desktopName: 'lab\u202efdp' }],
    ['a name with a line break', { desktopName: 'a\nb' }],
    ['a connection without an end', { connection: 'x'.repeat(65) }],
    ['not a number', { unacknowledged: Number.NaN }],
    ['a negative count', { droppedPresses: -1 }],
    ['something missing', { demand: undefined }],
    ['something more', { url: 'https://instrument.example' }],
  ])('is refused with %s', (_what, different) => {
    const result = run(fromHookDecoder, message(different));
    expect(result.ok).toBe(false);
  });

  it('never makes the decoder throw', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 4 }), (input) => {
        run(fromHookDecoder, input);
        run(fromHookDecoder, { type: 'snapshot', snapshot: input });
        run(toHookDecoder, { type: 'policy', policy: input });
      }),
    );
  });
});

describe('what the link says', () => {
  it('is a policy or a farewell, and nothing else', () => {
    expect(run(toHookDecoder, { type: 'policy', policy: STRICT_POLICY }).ok).toBe(true);
    expect(run(toHookDecoder, { type: 'detached' }).ok).toBe(true);
    expect(run(toHookDecoder, { type: 'policy', policy: { ...STRICT_POLICY, mode: 'off' } }).ok).toBe(false);
    expect(run(toHookDecoder, { type: 'execute', code: '1' }).ok).toBe(false);
  });
});
