import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Policy, STRICT_POLICY } from '../../src/model/policy/policy.ts';
import type { ClientMessage } from '../../src/model/rfb/messages.ts';
import { GuardBench } from '../support/guard-bench.ts';
import { cutText, everyProtocolMessage, key, pointer, xvp } from '../support/guard-messages.ts';
import { GATE_RUNS, SESSION_RUNS } from '../support/property-runs.ts';

// The invariants of docs/gate.md, over random schedules of input, time, link and accidents.
const RUNS = SESSION_RUNS;

/** A break in the input of this length separates bursts. */
const PAUSE_MS = 700;
/** No probe may be unanswered, and no input unacknowledged, for longer than this when a press goes out. */
const HARD_AGE_MS = 1500;

/** Shift, which means nothing by itself. */
const SHIFT = 0xffe1;
const KEYS = [
  { keysym: 65, keycode: null },
  { keysym: SHIFT, keycode: null },
  { keysym: 0xff53, keycode: null },
  { keysym: 66, keycode: 48 },
  { keysym: 0, keycode: 57 },
];

type Command =
  | { readonly type: 'key'; readonly which: number; readonly down: boolean; readonly ageMs: number }
  | {
      readonly type: 'pointer';
      readonly mask: number;
      readonly x: number;
      readonly y: number;
      readonly ageMs: number;
    }
  | { readonly type: 'command'; readonly which: 'text' | 'xvp' }
  | { readonly type: 'protocol'; readonly which: number }
  | { readonly type: 'wait'; readonly ms: number }
  | { readonly type: 'link'; readonly to: 'cut' | 'heal' | number }
  | { readonly type: 'freeze'; readonly ms: number }
  | { readonly type: 'visible'; readonly visible: boolean }
  | { readonly type: 'policy'; readonly maxInputAgeMs: number }
  | { readonly type: 'user'; readonly which: 'override' | 're-arm' | 'unstick' | 'end-override' }
  | { readonly type: 'interfered'; readonly interfered: boolean }
  | { readonly type: 'accident'; readonly which: 'fault' | 'server-desync' };

const ageMs = fc.oneof({ weight: 9, arbitrary: fc.constant(5) }, { weight: 1, arbitrary: fc.constant(800) });
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('key' as const),
      which: fc.nat(4),
      down: fc.boolean(),
      ageMs,
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constant('pointer' as const),
      mask: fc.constantFrom(0, 0, 0, 1, 1, 1, 4, 5, 8, 16, 0x80, 0x101),
      x: fc.constantFrom(10, 12, 300),
      y: fc.constantFrom(10, 200),
      ageMs,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('command' as const),
      which: fc.constantFrom('text' as const, 'xvp' as const),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('protocol' as const), which: fc.nat(10) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      type: fc.constant('wait' as const),
      ms: fc.constantFrom(5, 20, 50, 100, 250, 400, 750, 1500, 4000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('link' as const),
      to: fc.constantFrom<'cut' | 'heal' | number>('cut', 'heal', 'heal', 10, 150, 300),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('freeze' as const),
      ms: fc.constantFrom(300, 600, 3000, 60_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('visible' as const), visible: fc.boolean() }) },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constant('policy' as const), maxInputAgeMs: fc.constantFrom(300, 1500) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('user' as const),
      which: fc.constantFrom(
        'override' as const,
        're-arm' as const,
        're-arm' as const,
        'unstick' as const,
        'end-override' as const,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('interfered' as const),
      interfered: fc.constantFrom(true, false, false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('accident' as const),
      which: fc.constantFrom('fault' as const, 'fault' as const, 'server-desync' as const),
    }),
  },
);

/** `expect` costs more than the session it looks at. */
function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

/** Runs one schedule and checks every invariant after every step, from what was sent and not from the gate's books. */
class Trial {
  readonly bench = new GuardBench({ oneWayMs: 10 });
  #policy: Policy = STRICT_POLICY;
  /** What the page has down, and what of it was refused or taken back: it needs a fresh press. */
  readonly #page = new Set<string>();
  readonly #stale = new Set<string>();
  #pageMask = 0;
  #visible = true;
  #interfered = false;
  #faultMs: number | null = null;
  #lost = false;
  #lastPressMs = Number.NEGATIVE_INFINITY;
  #burstIsCut = false;
  #seen = 0;

  constructor(settleMs = 3000) {
    this.bench.run(settleMs);
    this.#after(false);
  }

  step(it: Command): void {
    const { bench } = this;
    switch (it.type) {
      case 'key': {
        const { keysym, keycode } = KEYS[it.which] ?? { keysym: 65, keycode: null };
        this.#input(key(it.down, keysym, keycode), it.ageMs);
        break;
      }
      case 'pointer':
        this.#input(pointer(it.mask, it.x, it.y), it.ageMs);
        break;
      case 'command':
        this.#input(it.which === 'text' ? cutText() : xvp(), 5);
        break;
      case 'protocol': {
        const message = everyProtocolMessage()[it.which];
        if (message === undefined) break;
        // I5: as it is and at once, whatever happens.
        check(bench.client(message).outcome.type === 'send', 'I5: protocol passes');
        break;
      }
      case 'wait':
        bench.run(it.ms);
        break;
      case 'link':
        if (it.to === 'cut') bench.cut();
        else bench.heal();
        if (typeof it.to === 'number') bench.oneWayMs = it.to;
        break;
      case 'freeze':
        bench.ticking = false;
        bench.nowMs += it.ms;
        bench.ticking = true;
        break;
      case 'visible':
        this.#visible = it.visible;
        bench.perform(bench.guard.setVisible(it.visible, bench.nowMs));
        break;
      case 'policy':
        this.#policy = { ...STRICT_POLICY, maxInputAgeMs: it.maxInputAgeMs };
        bench.perform(bench.guard.setPolicy(this.#policy, bench.nowMs));
        break;
      case 'user':
        bench.perform(
          bench.guard.command(
            it.which === 'override' ? { type: 'override', reason: 'other' } : { type: it.which },
            bench.nowMs,
          ),
        );
        break;
      case 'interfered':
        this.#interfered = it.interfered;
        bench.perform(bench.guard.setInterfered(it.interfered, bench.nowMs));
        break;
      case 'accident':
        if (it.which === 'fault') {
          this.#faultMs = bench.nowMs;
          bench.perform(bench.guard.fault(bench.nowMs));
        } else {
          this.#lost = true;
          const desync = { type: 'desync', offsetBytes: 0, reason: 'unknown-message', value: 0 } as const;
          bench.perform(bench.guard.server(desync, bench.nowMs).effects);
        }
        break;
    }
    const saysNothing =
      it.type === 'freeze' || it.type === 'wait' || it.type === 'link' || it.type === 'protocol';
    this.#after(!saysNothing);
  }

  end(): void {
    this.bench.perform(this.bench.guard.closing(this.bench.nowMs));
    check(this.bench.sent.held.length === 0, 'I1: nothing stays down when the connection closes');
  }

  #input(message: ClientMessage, eventAgeMs: number): void {
    const { bench } = this;
    const heldBefore = bench.sent.held;
    const { downs, ups } = this.#pageEdges(message);
    const isCommand = message.type === 'cut-text' || message.type === 'xvp';
    const isCarrier = message.type === 'key' && message.keysym === SHIFT;
    const isPress = downs.length > 0 || isCommand;
    const before = bench.snapshot();
    const isOverridden = before.override.state === 'active';
    const oldestProbeMs = bench.nowMs - (bench.unansweredSinceMs[0] ?? bench.nowMs);
    const oldestInputMs =
      bench.nowMs -
      (bench.sent.received.find(({ atMs, downs: sent }) => sent.length > 0 && atMs > bench.readUntilMs)
        ?.atMs ?? bench.nowMs);
    for (const name of ups) this.#stale.delete(name);
    const { outcome, received } = bench.client(message, eventAgeMs);
    const sentDowns = received?.downs ?? [];
    const pressSent = isPress && (isCommand ? received !== null : sentDowns.length > 0);
    // The wheel is thinned out, and may still carry the release of a button.
    const isWheel = downs.length > 0 && downs.every((name) => /^button [3-6]$/.test(name));
    const isThinnedOut = isWheel || (outcome.type === 'drop' && outcome.reason === 'coalesced');

    // I2: what is down at the server and goes up in the page goes up at the server.
    for (const name of ups) {
      if (heldBefore.includes(name)) check(received?.ups.includes(name) === true, 'I2: a release passes');
    }
    if (pressSent) {
      // I3: no press without a permit, by what the user was shown and by the raw facts.
      check(before.blocked === 'burst-cut' || before.blocked === null, 'I3: shown as open');
      check(this.#visible, 'I3: visible');
      check(!this.#interfered, 'I3: a warning could be seen');
      check(!this.#lost, 'I3: readable');
      check(this.#faultMs === null || bench.nowMs - this.#faultMs >= 5000, 'I3: no fault');
      check(eventAgeMs <= 500, 'I3: not stale');
      if (!isOverridden) {
        check(oldestProbeMs <= HARD_AGE_MS, 'I3: no probe overdue');
        check(oldestInputMs <= HARD_AGE_MS, 'I3: no input overdue');
        check(bench.snapshot().state !== 'breakdown', 'I3: not in Breakdown');
        // I6: at most as many unacknowledged presses as the state gives credit for, a double click being one.
        const { normalCredit } = bench.snapshot();
        // The second press of a double click takes none, even if the limit fell since the first.
        const limit = Math.max(normalCredit.limit, before.normalCredit.limit, before.normalCredit.used);
        check(normalCredit.used <= limit, 'I6: within the credit');
      }
    }
    // I7: what was refused or taken back does not go down by itself.
    for (const name of sentDowns) check(!this.#stale.has(name), 'I7: a fresh press is needed');
    if (isPress) {
      // I4: a prefix of the burst.
      if (bench.nowMs - this.#lastPressMs >= PAUSE_MS || isOverridden) this.#burstIsCut = false;
      this.#lastPressMs = bench.nowMs;
      if (!isCarrier && pressSent) check(!this.#burstIsCut, 'I4: a burst has no holes');
      else if (!isCarrier && !isThinnedOut) this.#burstIsCut = true;
    }
    const isWithheld = isCarrier && isThinnedOut;
    for (const name of downs) if (!bench.sent.isDown(name) && !isWithheld) this.#stale.add(name);
    // Only input is ever changed.
    const isInput = message.type === 'pointer' || message.type === 'key';
    check(outcome.type !== 'replace' || isInput, 'only input is changed');
    // I9: whoever loses a press is shown at once why.
    const { blocked } = bench.snapshot();
    check(bench.announced.at(-1)?.blocked === blocked, 'I9: shown as applied');
  }

  /** What goes down and up in the page; every down of a key that is down already is a press too. */
  #pageEdges(message: ClientMessage): { readonly downs: string[]; readonly ups: string[] } {
    const downs: string[] = [];
    const ups: string[] = [];
    if (message.type === 'key') {
      const name = `key ${message.keycode ?? message.keysym}`;
      (message.down ? downs : ups).push(name);
      if (message.down) this.#page.add(name);
      else this.#page.delete(name);
    }
    if (message.type === 'pointer') {
      for (let bit = 0; bit < 15; bit++) {
        const is = (message.buttonMask & (1 << bit)) !== 0;
        const was = (this.#pageMask & (1 << bit)) !== 0;
        if (is && !was) downs.push(`button ${bit}`);
        if (!is && was) ups.push(`button ${bit}`);
      }
      this.#pageMask = message.buttonMask;
    }
    return { downs, ups };
  }

  /** @param atOnce the guard was asked about this instant; else it is at the next tick */
  #after(atOnce: boolean): void {
    const { bench } = this;
    if (!atOnce) bench.perform(bench.guard.tick(bench.nowMs));
    for (const message of bench.sent.received.slice(this.#seen)) {
      // What we let go of is stale until the page lets go of it too.
      for (const name of message.ups) {
        // A modifier goes up with the press that it went down with, and comes again with the next.
        const wentDownWithIt = bench.sent.received.some(
          ({ downs, atMs }) => atMs === message.atMs && downs.includes(name),
        );
        if (this.#pageHolds(name) && !wentDownWithIt) this.#stale.add(name);
      }
    }
    this.#seen = bench.sent.received.length;
    const { blocked } = bench.snapshot();
    if (blocked !== null && blocked !== 'burst-cut') {
      check(bench.sent.held.length === 0, `I1: a closed gate (${blocked}) holds nothing down`);
    }
  }

  #pageHolds(name: string): boolean {
    const bit = /^button (\d+)$/.exec(name);
    return bit === null ? this.#page.has(name) : (this.#pageMask & (1 << Number(bit[1]))) !== 0;
  }
}

describe('a guarded session, whatever happens', () => {
  it(`keeps the invariants of the gate (${RUNS} runs)`, () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 5, maxLength: 60, size: 'max' }), (commands) => {
        const trial = new Trial();
        for (const each of commands) trial.step(each);
        trial.end();
      }),
      { numRuns: RUNS },
    );
  });

  it(`keeps them in short schedules from the first second on, too (${GATE_RUNS} runs)`, () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 8, size: 'max' }), (commands) => {
        const trial = new Trial(1000);
        for (const each of commands) trial.step(each);
        trial.end();
      }),
      { numRuns: GATE_RUNS },
    );
  });

  it('shows why it is closed when the page stood still for less than counts as a gap, twice', () => {
    const trial = new Trial(1000);
    trial.step({ type: 'wait', ms: 5 });
    trial.step({ type: 'freeze', ms: 300 });
    trial.step({ type: 'freeze', ms: 300 });
    trial.step({ type: 'key', which: 0, down: false, ageMs: 800 });
  });

  it('sends no up of a key without its down, for a page that itself does not', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 5, maxLength: 60, size: 'max' }), (commands) => {
        const trial = new Trial();
        const down = new Set<number>();
        for (const each of commands) {
          if (each.type === 'key' && !each.down && !down.has(each.which)) continue;
          if (each.type === 'key') down[each.down ? 'add' : 'delete'](each.which);
          trial.step(each);
        }
        trial.end();
        expect(trial.bench.sent.received.flatMap(({ strayUps }) => strayUps)).toEqual([]);
      }),
      { numRuns: Math.ceil(RUNS / 4) },
    );
  });

  it('gives the permit back in bounded time once the link is healthy and the user pauses', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 5, maxLength: 40, size: 'max' }), (commands) => {
        const trial = new Trial();
        for (const each of commands) if (each.type !== 'accident') trial.step(each);
        const { bench } = trial;
        trial.step({ type: 'link', to: 10 });
        trial.step({ type: 'visible', visible: true });
        trial.step({ type: 'interfered', interfered: false });
        const backMs = bench.until(({ blocked, state }) => blocked === null && state === 'idle', 60_000);
        // The longest hold of a flapping link is 16 s.
        expect(backMs).toBeLessThanOrEqual(20_000);
      }),
      { numRuns: Math.ceil(RUNS / 4) },
    );
  });
});
