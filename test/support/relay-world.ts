import { Elapsed } from '../../src/model/control/elapsed.ts';
import type { OwnerRecord } from '../../src/relay/cluster/owner-record.ts';
import {
  type Instant,
  type Kept,
  mayAct,
  newOwnership,
  type Ownership,
} from '../../src/relay/cluster/ownership.ts';
import type { OwnershipEffect, OwnershipEvent } from '../../src/relay/cluster/ownership-event.ts';
import { STORE_TIME_LIMIT_MS } from '../../src/relay/cluster/ownership-times.ts';
import { transition } from '../../src/relay/cluster/ownership-transition.ts';
import { randomFrom } from './random-from.ts';

/** What is broken on purpose: a test of the test. */
export interface WorldFaults {
  /** The store takes every write, whatever its revision. */
  readonly blindStore?: boolean;
  /** Relays find leases over this much too early. */
  readonly hastyMs?: number;
}

interface Relay {
  name: string;
  state: Ownership;
  /** Speed of its clocks. */
  readonly rate: number;
  steadyMs: number;
  wallMs: number;
  elapsed: Elapsed;
  /** Stands still until then: a stopped process; with `sleeps` its monotonic clock stands still too. */
  frozenUntilMs: number;
  sleeps: boolean;
  /** What it gave to keep last. */
  given: number;
}

const TICK_MS = 250;
const RELAYS = 3;

/** Three relays, one room and one store, in made-up time: everything is late, lost or doubled by turns. */
export class RelayWorld {
  /** Broken promises, in words. */
  readonly broken: string[] = [];
  /** How often a relay began to act. */
  begins = 0;
  #nowMs = 0;
  #isCalm = false;
  readonly #random: () => number;
  readonly #faults: WorldFaults;
  readonly #relays: Relay[];
  readonly #queue: { readonly atMs: number; readonly run: () => void }[] = [];
  #stored: Kept | null = null;
  #revision = 0;
  /** Newest state that a room was told is kept. */
  #kept = 0;
  #given = 0;
  #term = 0;

  constructor(seed: number, faults: WorldFaults = {}) {
    this.#random = randomFrom(seed);
    this.#faults = faults;
    this.#relays = Array.from({ length: RELAYS }, (_, index) => {
      const wallMs = this.#upTo(1e6);
      return {
        name: `relay-${index}`,
        state: newOwnership(`relay-${index}`),
        rate: 0.95 + 0.1 * this.#random(),
        steadyMs: this.#upTo(1e6),
        wallMs,
        elapsed: new Elapsed({ monotonicMs: 0, wallMs }),
        frozenUntilMs: 0,
        sleeps: false,
        given: 0,
      };
    });
    for (const relay of this.#relays) this.#tick(relay);
  }

  /** Plays so much time with everything going wrong. */
  storm(durationMs: number): void {
    const endMs = this.#nowMs + durationMs;
    while (this.#nowMs < endMs) {
      this.#advance(this.#upTo(800));
      const relay = this.#relays[Math.floor(this.#random() * RELAYS)];
      if (relay !== undefined) this.#trouble(relay);
    }
  }

  /** Plays so much time with a good network and members everywhere. */
  calm(durationMs: number): void {
    this.#isCalm = true;
    for (const relay of this.#relays) {
      relay.frozenUntilMs = Math.min(relay.frozenUntilMs, this.#nowMs);
      relay.sleeps = false;
      this.#tell(relay, { type: 'bus', isUp: true });
      this.#tell(relay, { type: 'interest', interest: 'serve' });
    }
    this.#advance(durationMs);
    this.#isCalm = false;
  }

  /** Relays that would act now. */
  acting(): readonly string[] {
    return this.#relays
      .filter((relay) => !this.#isFrozen(relay) && mayAct(relay.state, this.#read(relay)))
      .map(({ name }) => name);
  }

  /** Kills the one that acts. */
  killOwner(): void {
    const owner = this.#relays.find(({ name }) => this.acting().includes(name));
    if (owner !== undefined) this.#restart(owner);
  }

  #trouble(relay: Relay): void {
    const what = this.#random();
    if (what < 0.15) this.#tell(relay, { type: 'interest', interest: 'serve' });
    else if (what < 0.18) this.#tell(relay, { type: 'interest', interest: 'watch' });
    else if (what < 0.2) this.#tell(relay, { type: 'interest', interest: 'none' });
    else if (what < 0.22) this.#tell(relay, { type: 'over' });
    else if (what < 0.3) this.#tell(relay, { type: 'bus', isUp: this.#random() < 0.6 });
    else if (what < 0.38) this.#freeze(relay);
    else if (what < 0.4) this.#setClock(relay);
    else if (what < 0.43) this.#restart(relay);
    else this.#give(relay);
  }

  /** Not while it sleeps: a clock that is set back by just as much hides a sleep, and no clock is left to tell. */
  #setClock(relay: Relay): void {
    if (!relay.sleeps || !this.#isFrozen(relay)) relay.wallMs += this.#upTo(20_000) - 10_000;
  }

  #freeze(relay: Relay): void {
    relay.frozenUntilMs = this.#nowMs + this.#upTo(15_000);
    relay.sleeps = this.#random() < 0.5;
  }

  #restart(relay: Relay): void {
    const old = relay.name;
    relay.name = `${old}'`;
    relay.state = { ...newOwnership(relay.name), interest: relay.state.interest };
    relay.elapsed = new Elapsed({ monotonicMs: relay.steadyMs, wallMs: relay.wallMs });
  }

  #give(relay: Relay): void {
    if (this.#isFrozen(relay) || !mayAct(relay.state, this.#read(relay))) return;
    this.#given += 1;
    this.#tell(relay, { type: 'give', number: this.#given, state: String(this.#given) });
  }

  #tick(relay: Relay): void {
    this.#tell(relay, { type: 'tick' });
    this.#later(TICK_MS, () => this.#tick(relay));
  }

  #tell(relay: Relay, event: OwnershipEvent): void {
    if (this.#isFrozen(relay)) {
      const { name } = relay;
      const again = (): void => {
        if (relay.name === name) this.#tell(relay, event);
      };
      this.#queue.push({ atMs: relay.frozenUntilMs, run: again });
      return;
    }
    const now = this.#read(relay);
    const { state, effects } = transition(relay.state, event, now);
    relay.state = state;
    for (const effect of effects) this.#perform(relay, effect);
    const acting = this.acting();
    if (acting.length > 1) this.broken.push(`${acting.join(' and ')} act at ${Math.round(this.#nowMs)} ms`);
  }

  #perform(relay: Relay, effect: OwnershipEffect): void {
    switch (effect.type) {
      case 'read':
        this.#ask(relay, () => ({ type: 'read', kept: this.#stored }));
        return;
      case 'write':
        this.#ask(relay, () => this.#write(effect.record, effect.revision));
        return;
      case 'remove':
        this.#ask(relay, () => {
          if (this.#stored?.revision === effect.revision) {
            this.#stored = null;
            this.#kept = 0;
            this.#term = 0;
          }
          return { type: 'removed' };
        });
        return;
      case 'begin': {
        this.begins += 1;
        if (Number(effect.state ?? 0) < this.#kept) this.broken.push(`state ${this.#kept} was lost`);
        if (effect.term <= this.#term) this.broken.push(`term ${effect.term} after ${this.#term}`);
        this.#term = effect.term;
        return;
      }
      case 'saved':
        this.#kept = Math.max(this.#kept, effect.number);
        return;
      case 'stop':
        return;
    }
  }

  #write(record: OwnerRecord, revision: string | null): OwnershipEvent {
    const isFresh = (this.#stored?.revision ?? null) === revision;
    if (!isFresh && this.#faults.blindStore !== true) return { type: 'conflict' };
    this.#revision += 1;
    this.#stored = { record, revision: String(this.#revision) };
    return { type: 'written', revision: this.#stored.revision };
  }

  /** A question takes its time there and back; either way may lose it, and what is late may come to pass much later. */
  #ask(relay: Relay, work: () => OwnershipEvent): void {
    const { name } = relay;
    let isAnswered = false;
    const answer = (event: OwnershipEvent): void => {
      if (isAnswered || relay.name !== name) return;
      isAnswered = true;
      this.#tell(relay, event);
    };
    const luck = this.#isCalm ? 1 : this.#random();
    const thereMs = luck < 0.15 ? this.#upTo(12_000) : this.#upTo(this.#isCalm ? 20 : 300);
    const isLostThere = luck > 0.2 && luck < 0.25;
    const isLostBack = luck > 0.3 && luck < 0.4;
    this.#later(STORE_TIME_LIMIT_MS, () => answer({ type: 'failed' }));
    if (isLostThere) return;
    this.#later(thereMs, () => {
      const event = work();
      const backMs = luck > 0.4 && luck < 0.5 ? this.#upTo(3000) : this.#upTo(20);
      if (!isLostBack) this.#later(backMs, () => answer(event));
    });
  }

  #advance(durationMs: number): void {
    const endMs = this.#nowMs + durationMs;
    for (;;) {
      let next = -1;
      for (const [index, { atMs }] of this.#queue.entries()) {
        if (atMs <= endMs && (next < 0 || atMs < (this.#queue[next]?.atMs ?? 0))) next = index;
      }
      const due = this.#queue[next];
      if (due === undefined) break;
      this.#queue.splice(next, 1);
      this.#pass(due.atMs);
      due.run();
    }
    this.#pass(endMs);
  }

  #pass(atMs: number): void {
    const passedMs = Math.max(0, atMs - this.#nowMs);
    for (const relay of this.#relays) {
      const asleepMs = relay.sleeps ? Math.min(passedMs, Math.max(0, relay.frozenUntilMs - this.#nowMs)) : 0;
      relay.steadyMs += (passedMs - asleepMs) * relay.rate;
      relay.wallMs += passedMs * relay.rate;
    }
    this.#nowMs += passedMs;
  }

  #read(relay: Relay): Instant {
    const { steadyMs, wallMs } = relay;
    const elapsedMs = relay.elapsed.at({ monotonicMs: steadyMs, wallMs });
    return { elapsedMs, steadyMs: steadyMs + this.#hasteOf(relay) };
  }

  /** A clock that makes every watch look longer than it was. */
  #hasteOf({ state }: Relay): number {
    return state.phase.type === 'other' ? (this.#faults.hastyMs ?? 0) : 0;
  }

  #isFrozen(relay: Relay): boolean {
    return this.#nowMs < relay.frozenUntilMs;
  }

  #later(delayMs: number, run: () => void): void {
    this.#queue.push({ atMs: this.#nowMs + delayMs, run });
  }

  #upTo(limit: number): number {
    return this.#random() * limit;
  }
}
