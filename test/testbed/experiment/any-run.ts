import fc from 'fast-check';
import type { ObservedRun, Trouble } from '../../../testbed/experiment/observed-run.ts';
import { ARMS } from '../../../testbed/experiment/plan.ts';
import type { TruthEntry } from '../../../testbed/instrument/truth-log.ts';
import type { MadePress } from '../../../testbed/users/user-input.ts';
import { binOf } from '../../support/bin-of.ts';
import { planOf } from '../../support/observed-run-of.ts';

const time = fc.double({ min: 0, max: 200_000, noNaN: true });
const place = fc.integer({ min: 0, max: 6 });
const number = fc.integer({ min: 1, max: 12 });
const axis = fc.constantFrom('xy', 'z');

const press: fc.Arbitrary<MadePress> = fc.record({
  index: fc.nat(40),
  madeAtMs: time,
  x: place,
  y: place,
  releasedAtMs: fc.option(time),
  intent: fc.nat(5),
  givenUpAtMs: fc.option(time),
  task: fc.constantFrom(1, 2, 3),
  purpose: fc.constant('drag'),
});

const truth: fc.Arbitrary<TruthEntry> = fc.oneof(
  fc.record({
    type: fc.constant('input'),
    atMs: time,
    input: fc.record({
      number,
      timeMs: time,
      kind: fc.constantFrom('move', 'press', 'release', 'keyDown', 'keyUp'),
      event: fc.oneof(
        fc.record({ type: fc.constant('pointer'), mask: fc.nat(3), x: place, y: place }),
        fc.record({ type: fc.constant('key'), down: fc.boolean(), keysym: fc.nat(200) }),
      ),
    }),
  }),
  fc.record({ type: fc.constant('motion'), atMs: time, axis, inputNumber: number }),
  fc.record({
    type: fc.constant('rest'),
    atMs: time,
    axis,
    travelUm: fc.double({ min: -500, max: 500, noNaN: true }),
    overshootUm: fc.double({ min: 0, max: 50, noNaN: true }),
  }),
  fc.record({
    type: fc.constant('contact'),
    atMs: time,
    inputNumber: number,
    speedUmPerS: fc.double({ min: 0, max: 80, noNaN: true }),
  }),
  fc.record({ type: fc.constant('acquired'), atMs: time, inputNumber: number }),
);

const span = fc.tuple(time, time).map(([a, b]) => ({ fromMs: Math.min(a, b), untilMs: Math.max(a, b) }));
const trouble: fc.Arbitrary<Trouble> = fc
  .tuple(span, fc.constantFrom('cut', 'congested'))
  .map(([each, type]) => ({ ...each, type }));
const bytes = fc.nat(1e6);

/** Logs in any order, with anything in them: a judge must not mind. */
export const anyRun: fc.Arbitrary<ObservedRun> = fc.record({
  plan: fc
    .record({ arm: fc.constantFrom(...ARMS), seed: fc.integer({ min: 1, max: 3 }) })
    .map((parts) => planOf(parts)),
  endedAtMs: time,
  outcome: fc.constantFrom('working', 'success', 'gave-up'),
  presses: fc.array(press, { maxLength: 12 }),
  retries: fc.nat(20),
  aborts: fc.nat(20),
  taskEndsMs: fc
    .array(fc.integer({ min: 0, max: 60_000 }), { maxLength: 3 })
    .map((lasted) =>
      lasted.map((_each, index) => lasted.slice(0, index + 1).reduce((sum, ms) => sum + ms, 0)),
    ),
  truth: fc.array(truth, { maxLength: 20 }),
  troubles: fc.array(trouble, { maxLength: 3 }),
  bins: fc.array(
    fc
      .record({
        atMs: time,
        supplyBytes: bytes,
        state: fc.constantFrom('idle', 'stable', 'breakdown', 'unstable'),
      })
      .map((parts) => binOf(parts)),
    { maxLength: 5 },
  ),
  closed: fc.array(span, { maxLength: 4 }),
  alarmsMs: fc.array(time, { maxLength: 4 }),
  creditAtTrouble: fc.array(fc.option(fc.nat(12)), { maxLength: 3 }),
  wire: fc.array(fc.record({ upBytes: bytes, downBytes: bytes }), { maxLength: 4 }),
  networkLateMs: fc.option(fc.nat()),
  qualities: fc.array(fc.double({ min: 1, max: 5, noNaN: true }), { maxLength: 4 }),
});
