import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_QUALITY } from '../../../src/model/codec/quality-policy.ts';
import type { SeatOrder } from '../../../src/model/control/seat-order.ts';
import type { GuardCommand } from '../../../src/model/gate/command.ts';
import type { GuardEffect } from '../../../src/model/gate/outcome.ts';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import type { ClientMessage, ServerEvent } from '../../../src/model/rfb/messages.ts';
import { ENCODING } from '../../../src/model/rfb/numbers.ts';
import { replay } from '../../../src/model/trace/replay.ts';
import { parseTrace } from '../../../src/model/trace/trace-file.ts';
import {
  clipboard,
  cutText,
  everyProtocolMessage,
  key,
  pointer,
  setEncodings,
  xvp,
} from '../../support/guard-messages.ts';
import { keyOf, profileOf } from '../../support/profile-of.ts';
import { SESSION_RUNS } from '../../support/property-runs.ts';
import { TracedSession } from '../../support/traced-session.ts';

/** A Shift, a Control and a Caps Lock, marked keys, letters, and both forms of some. */
const KEYS = [
  [0x61, null],
  [0x62, 48],
  [0x61, 30],
  [0x73, null],
  [0x73, 31],
  [0, 57],
  [0xffe1, null],
  [0xffe3, 29],
  [0xffe3, null],
  [0xffe5, null],
  [0xffc2, null],
  [0xff1b, 1],
] as const;

const PROFILES = [
  [],
  [profileOf()],
  [profileOf({ binding: { portal: 'https://portal.example', socketHost: 'other.example' } })],
  [profileOf({ keys: [keyOf('a', 'hazardous'), keyOf('Ctrl+b', 'stop'), keyOf('Shift+F5', 'view')] })],
] as const;

/** With a level of quality and of compression, as pages send it. */
const asks = (level: number): ClientMessage =>
  setEncodings([ENCODING.tight, -32 + level, -254, ENCODING.fence]);

const MESSAGES: readonly ClientMessage[] = [
  ...everyProtocolMessage(),
  asks(6),
  asks(6),
  asks(9),
  cutText(),
  xvp(),
  clipboard('provide'),
  clipboard('unknown'),
];

const span = { startByte: 0, endByte: 12 };
const payload = new Uint8Array(16).fill(9);
const EVENTS: readonly ServerEvent[] = [
  { ...span, type: 'bell' },
  { ...span, type: 'colour-map' },
  { ...span, type: 'cut-text', textBytes: 3 },
  { ...span, type: 'end-of-continuous-updates' },
  { ...span, type: 'xvp', action: 1 },
  { ...span, type: 'clipboard', action: 'caps', flags: 0x0400_0000 },
  { ...span, type: 'clipboard', action: 'notify', flags: 0x0800_0000 },
  { ...span, type: 'fence', flags: 0, payload },
  { ...span, type: 'fence', flags: 0x8000_0001, payload: new Uint8Array(1) },
  { ...span, type: 'handshake-failed', reason: 'no' },
];
const SIGNS = [
  ENCODING.extendedDesktopSize,
  ENCODING.desktopSize,
  ENCODING.qemuKeyEvent,
  ENCODING.qemuLedState,
];

const JOURNAL = {
  keys: [
    { keysym: 0x61, keycode: 30 },
    { keysym: 0x62, keycode: null },
  ],
  buttonMask: 1,
  x: 5,
  y: 6,
};

type Step = (session: TracedSession) => void;

const nat = fc.nat();
const of = <T>(all: readonly T[], index: number): T => all[index % all.length]!;
const clientStep =
  (message: ClientMessage, ageMs: number | null): Step =>
  ({ bench }) => {
    bench.client(message, ageMs);
  };
const effects =
  (make: (session: TracedSession) => readonly GuardEffect[]): Step =>
  (session) =>
    session.bench.perform(make(session));
const age = fc.constantFrom(null, 5, 0.123456789, 500.004, 800);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.tuple(nat, fc.boolean(), age).map(([which, down, ageMs]) => {
      const [keysym, keycode] = of(KEYS, which);
      return clientStep(key(down, keysym, keycode), ageMs);
    }),
  },
  {
    weight: 12,
    arbitrary: fc
      .tuple(
        fc.constantFrom(0, 0, 0, 1, 1, 1, 4, 5, 8, 16, 0x80, 0x101),
        fc.constantFrom(10, 12, 410, 520),
        fc.constantFrom(10, 60, 310),
        age,
      )
      .map(([mask, x, y, ageMs]) => clientStep(pointer(mask, x, y), ageMs)),
  },
  {
    weight: 3,
    arbitrary: nat.map((which) => clientStep(of(MESSAGES, which), 5)),
  },
  {
    weight: 10,
    arbitrary: fc.constantFrom(5, 20, 50, 100, 250.07, 400, 750, 1500, 4000).map(
      (ms): Step =>
        ({ bench }) =>
          bench.run(ms),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom<'cut' | 'heal' | number>('cut', 'heal', 'heal', 10, 33.33, 150, 300).map(
      (to): Step =>
        ({ bench }) => {
          if (to === 'cut') bench.cut();
          else bench.heal();
          if (typeof to === 'number') bench.oneWayMs = to;
        },
    ),
  },
  {
    weight: 5,
    arbitrary: fc.array(fc.tuple(nat, fc.nat(600), fc.nat(400)), { maxLength: 4 }).map(
      (places): Step =>
        ({ bench }) => {
          const { guard, nowMs } = bench;
          guard.serverBytes(4000, nowMs);
          const say = (event: ServerEvent) => bench.perform(guard.server(event, nowMs).effects);
          say({ type: 'update-start', startByte: 0, rects: places.length });
          for (const [which, x, y] of places) {
            const encoding = which % 3 === 0 ? of(SIGNS, which) : ENCODING.tight;
            say({ type: 'rect', startByte: 0, x, y, width: 64, height: 48, encoding });
          }
          bench.run(3);
          guard.serverBytes(9000, bench.nowMs);
          const endByte = 13_000 * (places.length + 1);
          const end = { type: 'update-end', startByte: 0, endByte, rects: 1 } as const;
          bench.perform(guard.server(end, bench.nowMs).effects);
        },
    ),
  },
  {
    weight: 2,
    arbitrary: nat.map((which) =>
      effects(({ bench }) => bench.guard.server(of(EVENTS, which), bench.nowMs).effects),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(300, 600, 3000, 60_000).map(
      (ms): Step =>
        ({ bench }) => {
          bench.nowMs += ms;
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map((is) => effects(({ bench }) => bench.guard.setVisible(is, bench.nowMs))),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map((is) => effects(({ bench }) => bench.guard.setInterfered(is, bench.nowMs))),
  },
  {
    weight: 2,
    arbitrary: nat.map((which) =>
      effects(({ bench }) => bench.guard.setProfiles(of(PROFILES, which), bench.nowMs)),
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<Partial<typeof STRICT_POLICY>>(
        { mode: 'measure' },
        { maxInputAgeMs: 600 },
        { quality: { ...DEFAULT_QUALITY, choice: { type: 'automatic', lowest: 0, highest: 9 } } },
        { quality: { ...DEFAULT_QUALITY, choice: { type: 'fixed', level: 1 } } },
        {},
        {},
      )
      .map((part) =>
        effects(({ bench }) => bench.guard.setPolicy({ ...STRICT_POLICY, ...part }, bench.nowMs)),
      ),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom('override' as const, 're-arm' as const, 'unstick' as const, 'end-override' as const)
      .map((type) =>
        effects(({ bench }) =>
          bench.guard.command(type === 'override' ? { type, reason: 'other' } : { type }, bench.nowMs),
        ),
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('fault' as const, 'blurred' as const, 'closing' as const, 'detached' as const)
      .map((call) => effects(({ bench }) => bench.guard[call](bench.nowMs))),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<GuardCommand>(
        { type: 'focus', on: true },
        { type: 'focus', on: false },
        { type: 'full-quality' },
      )
      .map((command) => effects(({ bench }) => bench.guard.command(command, bench.nowMs))),
  },
  { weight: 1, arbitrary: fc.constant<Step>(({ bench }) => void bench.snapshot()) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('watch' as const, 'solo' as const, 'drain' as const, 'grant' as const).map(
      (type): Step =>
        ({ bench }) => {
          const epoch = Math.ceil(bench.nowMs);
          const order = (said: SeatOrder) => bench.perform(bench.guard.order(said, bench.nowMs));
          if (type === 'watch' || type === 'solo') order({ type });
          else if (type === 'drain') order({ type, epoch });
          else order({ type: 'granted', epoch });
          const word = bench.effects.at(-1);
          if (word?.type !== 'seat' || word.word.type !== 'renew') return;
          order({ type: 'renewed', epoch, nonce: word.word.nonce });
        },
    ),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom({}, { keys: [] }, { buttonMask: 0 })
      .map((part) => effects(({ bench }) => bench.guard.inherit({ ...JOURNAL, x: 8, ...part }, bench.nowMs))),
  },
);
/** What ends the reading of a stream: at most once, so that most of a session is more than its end. */
const end: fc.Arbitrary<Step> = fc.constantFrom<Step>(
  () => {},
  () => {},
  effects(({ bench }) => bench.guard.clientLost('kasm', bench.nowMs)),
  effects(
    ({ bench }) =>
      bench.guard.server({ type: 'desync', offsetBytes: 7, reason: 'unknown-message', value: 1 }, bench.nowMs)
        .effects,
  ),
);

function told(effects: readonly GuardEffect[]) {
  return {
    events: effects.flatMap((effect) => (effect.type === 'record' ? [effect.event] : [])),
    bins: effects.flatMap((effect) => (effect.type === 'bin' ? [effect.bin] : [])),
  };
}

describe('a replayed trace', () => {
  it(`says what the session said, to the last bit (${SESSION_RUNS} runs)`, () => {
    fc.assert(
      fc.property(
        fc.record({
          fences: fc.constantFrom(true, true, false),
          journal: fc.constantFrom(null, JOURNAL),
          profiles: fc.constantFrom(...PROFILES),
          oneWayMs: fc.constantFrom(10, 12.34),
          afterInit: fc.constantFrom<readonly number[]>([], [ENCODING.qemuKeyEvent]),
        }),
        fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }),
        end,
        fc.array(step, { maxLength: 10 }),
        (options, before, ending, after) => {
          const session = new TracedSession(options);
          session.bench.run(2000);
          session.bench.client(asks(6));
          for (const each of [...before, ending, ...after]) each(session);
          session.bench.perform(session.bench.guard.closed(session.bench.nowMs));
          const file = parseTrace(session.file);
          if (!file.ok) throw new Error(JSON.stringify(file.problems));
          const { entries, bins, lost, end: ended } = replay(file.calls);
          const live = told(session.bench.effects);
          const same =
            JSON.stringify(entries.map(({ event }) => event)) === JSON.stringify(live.events) &&
            JSON.stringify(bins) === JSON.stringify(live.bins);
          if (!same) expect({ events: entries.map(({ event }) => event), bins }).toEqual(live);
          return lost === 0 && ended === 'closed' && session.hasEnded;
        },
      ),
      { numRuns: SESSION_RUNS },
    );
  });
});
