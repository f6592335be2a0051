import { describe, expect, it } from 'vitest';
import type { LockCommand } from '../../../src/model/control/lock-command.ts';
import { lockCommandDecoder } from '../../../src/model/control/lock-command-decoder.ts';
import { lockView } from '../../../src/model/control/lock-state.ts';
import { lockViewDecoder } from '../../../src/model/control/lock-view-decoder.ts';
import type { SeatOrder, SeatWord } from '../../../src/model/control/seat-order.ts';
import { seatOrderDecoder } from '../../../src/model/control/seat-order-decoder.ts';
import { seatWordDecoder } from '../../../src/model/control/seat-word-decoder.ts';
import { type Decoder, run } from '../../../src/model/decode/decode.ts';
import { LockBench } from '../../support/lock-bench.ts';

const ANN = 'ann0000000000000000000';
const BOB = 'bob_-00000000000000000';

const COMMANDS: { readonly [T in LockCommand['type']]: Extract<LockCommand, { type: T }> } = {
  request: { type: 'request' },
  withdraw: { type: 'withdraw' },
  deny: { type: 'deny', member: ANN, reason: 'acquiring' },
  pass: { type: 'pass', epoch: 3, to: BOB },
  release: { type: 'release', epoch: 3 },
  accept: { type: 'accept', epoch: 3 },
  decline: { type: 'decline', epoch: 3 },
  renew: { type: 'renew', epoch: 3, nonce: 2 ** 48, idleMs: 0, unacknowledged: 2 },
  drained: { type: 'drained', epoch: 3, unacknowledged: 0 },
  take: { type: 'take' },
  freeze: { type: 'freeze' },
  unfreeze: { type: 'unfreeze' },
  'keep-idle': { type: 'keep-idle', on: true },
  move: { type: 'move', member: ANN, to: 0 },
};

const ORDERS: { readonly [T in SeatOrder['type']]: Extract<SeatOrder, { type: T }> } = {
  solo: { type: 'solo' },
  watch: { type: 'watch' },
  granted: { type: 'granted', epoch: 3 },
  renewed: { type: 'renewed', epoch: 3, nonce: 9 },
  drain: { type: 'drain', epoch: 3 },
};

const WORDS: { readonly [T in SeatWord['type']]: Extract<SeatWord, { type: T }> } = {
  renew: COMMANDS.renew,
  drained: COMMANDS.drained,
};

/** Each value with one field missing, one too many, and each number made none. */
function broken(value: object): readonly unknown[] {
  const names = Object.keys(value);
  const without = (name: string) => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
  return [
    { ...value, more: 1 },
    ...names.map(without),
    ...names.flatMap((name) =>
      [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, null, [], {}].map((bad) => ({
        ...value,
        [name]: bad,
      })),
    ),
    ...names.flatMap((name) =>
      ['', 'x', 'ann 000000000000000000', `${ANN}0`].map((bad) => ({ ...value, [name]: bad })),
    ),
  ];
}

function expectStrict<T extends object>(decoder: Decoder<T>, values: readonly T[]): void {
  for (const value of values) {
    expect(run(decoder, JSON.parse(JSON.stringify(value)))).toEqual({ ok: true, value });
    for (const bad of broken(value))
      expect(run(decoder, bad), JSON.stringify(bad)).toMatchObject({ ok: false });
  }
  for (const bad of [null, 1, 'x', [], {}, { type: '__proto__' }]) expect(run(decoder, bad).ok).toBe(false);
}

describe('the decoders of the lock', () => {
  it('take every command, and no other', () => {
    expectStrict(lockCommandDecoder, Object.values(COMMANDS));
  });

  it('take every order to a gate, and no other', () => {
    expectStrict(seatOrderDecoder, Object.values(ORDERS));
  });

  it('take what a gate says, and nothing of a person', () => {
    expectStrict(seatWordDecoder, Object.values(WORDS));
    expect(run(seatWordDecoder, COMMANDS.take).ok).toBe(false);
  });

  it('take the lock as an arbiter shows it, in every phase', () => {
    const bench = new LockBench();
    for (const member of [ANN, BOB]) bench.join(member, 'trainer');
    const views = [bench.view];
    const note = () => views.push(bench.view);
    bench.say(ANN, { type: 'request' });
    bench.say(BOB, { type: 'request' });
    note();
    bench.say(ANN, { type: 'pass', epoch: bench.state.epoch, to: BOB });
    note();
    bench.drained(ANN);
    note();
    bench.say(BOB, { type: 'freeze' });
    note();
    expect(views.map(({ phase }) => phase.type)).toEqual(['free', 'held', 'draining', 'offered', 'frozen']);
    for (const view of views) expect(run(lockViewDecoder, view)).toEqual({ ok: true, value: view });
    const { state, nowMs } = bench;
    const odd = { ...lockView(state, nowMs), phase: { type: 'held' } };
    expect(run(lockViewDecoder, odd).ok).toBe(false);
  });
});
