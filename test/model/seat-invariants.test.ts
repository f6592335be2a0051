import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { SeatOrder } from '../../src/model/control/seat-order.ts';
import { STRICT_POLICY } from '../../src/model/policy/policy.ts';
import type { ClientMessage } from '../../src/model/rfb/messages.ts';
import { GuardBench } from '../support/guard-bench.ts';
import { cutText, desktopSize, key, pointer, xvp } from '../support/guard-messages.ts';
import type { Received } from '../support/guard-server-view.ts';
import { keyOf, profileOf } from '../support/profile-of.ts';
import { SESSION_RUNS } from '../support/property-runs.ts';
import { SeatDesk } from '../support/seat-desk.ts';

// I8 of docs/gate.md: what a room's lock promises, over random orders, answers that are late or never come, input, and
// accidents. When the gate may be open is counted by the test itself, from what was said and answered.

const STOP = 0xff1b;
const ORDERS: readonly SeatOrder[] = [
  { type: 'watch' },
  { type: 'watch' },
  { type: 'solo' },
  ...[1, 2, 3, 4].flatMap((epoch): readonly SeatOrder[] => [
    { type: 'granted', epoch },
    { type: 'drain', epoch },
    { type: 'renewed', epoch, nonce: 2 },
  ]),
];
const INPUT: readonly ClientMessage[] = [
  ...[65, 65, 66, 0xffe1, STOP].flatMap((keysym) => [key(true, keysym), key(false, keysym)]),
  ...[0, 0, 1, 1, 8].map((mask) => pointer(mask, 10, 10)),
  pointer(0, 300, 20),
  pointer(1, 60, 20),
  cutText(),
  xvp(),
  desktopSize(),
];

type Step =
  | { readonly type: 'order'; readonly order: SeatOrder }
  | { readonly type: 'grant' | 'answer' | 'fault' | 'cut' | 'heal' | 'measure' | 'guard' | 'override' }
  | { readonly type: 'input'; readonly message: ClientMessage }
  | { readonly type: 'wait' | 'freeze'; readonly ms: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ type: fc.constant('order' as const), order: fc.constantFrom(...ORDERS) }),
  },
  { weight: 4, arbitrary: fc.constant({ type: 'grant' as const }) },
  { weight: 6, arbitrary: fc.constant({ type: 'answer' as const }) },
  {
    weight: 16,
    arbitrary: fc.record({ type: fc.constant('input' as const), message: fc.constantFrom(...INPUT) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      ms: fc.constantFrom(20, 100, 900, 2500, 6000),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('freeze' as const), ms: fc.constantFrom(400, 4000, 60_000) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom(
        ...(['fault', 'cut', 'heal', 'heal', 'heal', 'measure', 'guard', 'override', 'override'] as const),
      ),
    }),
  },
);

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

class Trial {
  readonly bench = new GuardBench({ profiles: [profileOf({ keys: [keyOf('Escape', 'stop')] })] });
  readonly desk = new SeatDesk(this.bench);
  #seen = 0;
  /** Orders about some of the first epochs come late. */
  #epoch = 1;
  presses = 0;

  constructor() {
    this.bench.run(3000);
    this.desk.order({ type: 'watch' });
    this.#look();
  }

  take(it: Step): void {
    const { bench, desk } = this;
    switch (it.type) {
      case 'order':
        desk.order(it.order);
        break;
      case 'grant':
        this.#epoch += 1;
        desk.order({ type: 'granted', epoch: this.#epoch });
        desk.answer();
        break;
      case 'answer':
        desk.answer();
        break;
      case 'input':
        this.#input(it.message);
        break;
      case 'wait':
        bench.run(it.ms, () => {
          desk.hear();
          this.#look();
        });
        break;
      case 'freeze':
        bench.nowMs += it.ms;
        break;
      case 'fault':
        bench.perform(bench.guard.fault(bench.nowMs));
        break;
      case 'cut':
        bench.cut();
        break;
      case 'heal':
        bench.heal();
        break;
      case 'measure':
      case 'guard': {
        const mode = it.type === 'measure' ? 'measure' : STRICT_POLICY.mode;
        bench.perform(bench.guard.setPolicy({ ...STRICT_POLICY, mode }, bench.nowMs));
        break;
      }
      case 'override':
        bench.perform(bench.guard.command({ type: 'override', reason: 'other' }, bench.nowMs));
        break;
    }
    desk.hear();
    this.#look();
  }

  #input(message: ClientMessage): void {
    const { bench, desk } = this;
    const wasHeld = bench.sent.held;
    const { outcome } = bench.client(message);
    if (message.type === 'key' && !message.down && wasHeld.includes(`key ${message.keysym}`)) {
      check(!bench.sent.isDown(`key ${message.keysym}`), 'a release passes');
    }
    if (message.type === 'pointer' && message.buttonMask === 0) {
      const isDown = bench.sent.held.some((name) => name.startsWith('button'));
      check(!isDown, 'the release of a button passes');
    }
    const isPassed = outcome.type !== 'drop';
    const isCommand = message.type !== 'key' && message.type !== 'pointer';
    if (isCommand && isPassed) check(desk.mayPress, `${message.type} without control`);
  }

  /** Looks at all that was sent since it looked last. */
  #look(): void {
    const { bench, desk } = this;
    const { received } = bench.sent;
    for (const message of received.slice(this.#seen)) {
      if (!isAct(message)) continue;
      this.presses += 1;
      check(desk.mayPress, `${message.type} without control`);
    }
    this.#seen = received.length;
    if (desk.mayPress) return;
    bench.perform(bench.guard.tick(bench.nowMs));
    desk.hear();
    check(bench.sent.held.length === 0, 'nothing is held without control');
    this.#seen = received.length;
  }
}

/** Puts something down, or moves the pointer. */
function isAct({ type, downs, ups }: Received): boolean {
  return downs.length > 0 || (type === 'pointer' && ups.length === 0);
}

describe('a session in a room, whatever is said and whatever happens', () => {
  it(`acts only while its seat is open, and always lets go (${SESSION_RUNS} runs)`, () => {
    let presses = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }), (steps) => {
        const trial = new Trial();
        for (const each of steps) trial.take(each);
        presses += trial.presses;
      }),
      { numRuns: SESSION_RUNS },
    );
    check(presses > SESSION_RUNS, `the schedules do act (${presses})`);
  });
});
