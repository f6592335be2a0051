import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientMessage } from '../../../src/model/rfb/messages.ts';
import { GateTrial, MOST_UNDER_WAY } from '../../support/gate-trial.ts';
import { cutText, key, pointer } from '../../support/guard-messages.ts';
import { GATE_RUNS } from '../../support/property-runs.ts';

// I1 to I4, I6 and I7 of docs/gate.md on the gate alone: very many schedules of input, link and state. The same over a
// whole guarded session, with I5 and I9, is guard-invariants.test.ts.

const SHIFT = 0xffe1;
const CAPS_LOCK = 0xffe5;
const KEYS = [
  { keysym: 0x61, keycode: null },
  { keysym: 0x62, keycode: 48 },
  { keysym: 0xff53, keycode: null },
  { keysym: SHIFT, keycode: null },
  { keysym: CAPS_LOCK, keycode: null },
] as const;
const MASKS = [0, 0, 1, 1, 1, 4, 8, 16, 0x80, 5] as const;
const WAITS_MS = [5, 20, 60, 110, 250, 400, 800, 1600] as const;
const STATES = ['stable', 'stable', 'unstable', 'recovery', 'breakdown', 'idle'] as const;
const PAUSE_MS = 700;

const isKeyOf = (names: readonly string[], ...keysyms: readonly number[]): boolean =>
  names.some((name) => keysyms.some((keysym) => name === `key ${keysym}`));

/** As `expect`, which would take longer than the gate. */
function check(holds: boolean, invariant: string): void {
  if (!holds) expect.fail(invariant);
}

/** One schedule; each step is a number, read as an action and its argument. */
class Schedule {
  readonly trial = new GateTrial();
  readonly #page = new Set<string>();
  /** Refused or taken back: needs a fresh press. */
  readonly #stale = new Set<string>();
  #pageMask = 0;
  #lastPressMs = Number.NEGATIVE_INFINITY;
  #burstIsCut = false;
  #seen = 0;

  constructor() {
    this.trial.run(300);
  }

  step(code: number): void {
    const action = code % 20;
    const of = Math.floor(code / 20);
    const { trial } = this;
    if (action < 6) this.#key(of);
    else if (action < 11) this.#pointer(of);
    else if (action === 11) this.#input(cutText(), of % 9 === 0 ? 900 : 5);
    else if (action < 17) trial.run(WAITS_MS[of % WAITS_MS.length] ?? 5);
    else if (action === 17) trial.link(of % 3 === 0);
    else if (action === 18) trial.state = STATES[of % STATES.length] ?? 'stable';
    else if (of % 4 === 0) trial.freeze(600);
    else if (of % 4 === 1) trial.armed = of % 8 === 1;
    else trial.oneWayMs = [20, 150, 300][of % 3] ?? 20;
    this.#noteReleases();
  }

  end(): void {
    this.trial.releaseAll();
    check(this.trial.server.held.length === 0, 'I1: nothing stays down');
    const isStray = this.trial.server.received.some(({ strayUps }) => strayUps.length > 0);
    check(!isStray, 'I1: no release without its press');
  }

  #key(of: number): void {
    const { keysym, keycode } = KEYS[of % KEYS.length] ?? KEYS[0];
    const name = `key ${keycode ?? keysym}`;
    const down = of % 3 !== 0 || !this.#page.has(name);
    const ageMs = of % 17 === 0 ? 900 : 5;
    this.#input(key(down, keysym, keycode), ageMs, down ? [name] : [], down ? [] : [name]);
  }

  #pointer(of: number): void {
    const mask = MASKS[of % MASKS.length] ?? 0;
    const bits = (which: number): string[] =>
      Array.from({ length: 15 }, (_, bit) => bit)
        .filter((bit) => (which & (1 << bit)) !== 0)
        .map((bit) => `button ${bit}`);
    const downs = bits(mask & ~this.#pageMask);
    const ups = bits(this.#pageMask & ~mask);
    this.#pageMask = mask;
    this.#input(pointer(mask, 10 + (of % 7) * 50, 10), of % 19 === 0 ? 900 : 5, downs, ups);
  }

  #input(
    message: ClientMessage,
    ageMs: number,
    downs: readonly string[] = [],
    ups: readonly string[] = [],
  ): void {
    const { trial } = this;
    const { server, gate, nowMs } = trial;
    const isCommand = message.type === 'cut-text';
    const isCarrier = isKeyOf(downs, SHIFT, CAPS_LOCK);
    const isPress = downs.length > 0 || isCommand;
    const context = trial.context();
    const heldBefore = server.held;
    const usedBefore = gate.unacknowledged.countOf('normal');
    for (const name of downs) if (name.startsWith('key')) this.#page.add(name);
    for (const name of ups) {
      this.#page.delete(name);
      this.#stale.delete(name);
    }
    const { received, reason } = trial.input(message, ageMs);
    const sentDowns = received?.downs ?? [];
    const pressSent = isPress && (isCommand ? received !== null : sentDowns.length > 0);
    const isWheel = downs.length > 0 && downs.every((name) => /^button [3-6]$/.test(name));
    const isThinnedOut = reason === 'coalesced' || isWheel;

    for (const name of ups) {
      if (heldBefore.includes(name)) check(received?.ups.includes(name) === true, 'I2: a release passes');
    }
    if (pressSent) {
      check(context.permit === null, 'I3: a permit');
      check(trial.unansweredMs <= 1500, 'I3: no probe overdue');
      check(ageMs <= 500, 'I3: not stale');
      const used = gate.unacknowledged.countOf('normal');
      if (used > usedBefore) {
        check(used <= context.credit.normal, 'I6: within the credit');
        // Each action may be a double click.
        check(gate.unacknowledged.count <= 2 * MOST_UNDER_WAY, 'I6: of all classes');
      }
    }
    for (const name of sentDowns) check(!this.#stale.has(name), 'I7: a fresh press');
    if (isPress) {
      if (nowMs - this.#lastPressMs >= PAUSE_MS) this.#burstIsCut = false;
      if (!isThinnedOut) this.#lastPressMs = nowMs;
      if (!isCarrier && pressSent) check(!this.#burstIsCut, 'I4: a burst has no holes');
      else if (!isCarrier && !isThinnedOut) this.#burstIsCut = true;
    }
    for (const name of downs) {
      if (!server.isDown(name) && !(isCarrier && isThinnedOut)) this.#stale.add(name);
    }
    if (context.permit !== null) trial.releaseIfClosed();
  }

  /** What was let go of while the page holds it is stale, but not a modifier that went down and up with a press. */
  #noteReleases(): void {
    const { received } = this.trial.server;
    for (const { ups, atMs } of received.slice(this.#seen)) {
      for (const name of ups) {
        const held = name.startsWith('key')
          ? this.#page.has(name)
          : (this.#pageMask & (1 << Number(name.slice(7)))) !== 0;
        const isUnit =
          isKeyOf([name], SHIFT, CAPS_LOCK) &&
          received.some((it) => it.atMs === atMs && it.downs.includes(name));
        if (held && !isUnit) this.#stale.add(name);
      }
    }
    this.#seen = received.length;
  }
}

describe('the gate, whatever happens', () => {
  it(`keeps its invariants (${GATE_RUNS} schedules)`, () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9999), { minLength: 10, maxLength: 40 }), (codes) => {
        const schedule = new Schedule();
        for (const code of codes) schedule.step(code);
        schedule.end();
      }),
      { numRuns: GATE_RUNS },
    );
  });
});
