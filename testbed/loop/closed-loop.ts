import type { Bin } from '../../src/model/measure/bin.ts';
import { STRICT_POLICY } from '../../src/model/policy/policy.ts';
import type { SessionState } from '../../src/model/session/session-state.ts';
import { seededRandom } from '../link/random.ts';
import { EventQueue } from './event-queue.ts';
import { GuardedWire } from './guarded-wire.ts';
import type { ProbeEvent } from './live/witnessed-guard.ts';
import { LoopServer, type LoopServerOptions, type Place, type ServerPacket } from './loop-server.ts';
import { LoopUser, type LoopUserOptions } from './loop-user.ts';
import { Way, type WaySettings } from './way.ts';

/** The network's two directions; a change of `null` stalls both until the next one. */
export interface NetworkSettings {
  /** Towards the instrument. */
  readonly up: WaySettings;
  /** Towards the user. */
  readonly down: WaySettings;
}

export interface NetworkChange {
  readonly atMs: number;
  readonly settings: NetworkSettings | 'stall';
}

/** The closed loop of the paper's Fig. 2: who takes part, and what the network does when. */
export interface LoopPlan {
  readonly seed: number;
  /** measure: the guard looks on, the loop is the paper's own; guard: it decides what goes out. */
  readonly mode: 'measure' | 'guard';
  readonly network: NetworkSettings;
  readonly changes: readonly NetworkChange[];
  readonly server: LoopServerOptions;
  readonly user: LoopUserOptions;
}

/** Who else hears of it. */
export interface LoopListeners {
  readonly onBin?: (bin: Bin) => void;
  readonly onProbe?: (event: ProbeEvent) => void;
}

export interface StateChange {
  readonly atMs: number;
  readonly state: SessionState;
}

/** What happened so far. */
export interface LoopReading {
  readonly nowMs: number;
  /** The states in the order in which they were entered, idle at 0 first. */
  readonly history: readonly StateChange[];
  readonly msInState: Readonly<Record<SessionState, number>>;
  readonly actions: number;
  readonly retries: number;
  readonly aborts: number;
  /** Presses that went out, and of those executed how many were so more than 1 s after they were made. */
  readonly sent: number;
  readonly executed: number;
  readonly executedLate: number;
  /** Bytes: what went in is what came out, waits or is in flight. */
  readonly up: WayBytes;
  readonly down: WayBytes;
}

export interface WayBytes {
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly queuedBytes: number;
  readonly flightBytes: number;
}

/** An execution later than this is one that the user does not expect any more. */
const LATE_MS = 1000;
/** A picture of an action: so large around its place. */
const DRAWN_PX = 40;
const SCREEN = { width: 640, height: 480 };

/**
 * User, network and server joined around the real guard, in virtual time. The same plan gives the same run.
 *
 * @example
 * const loop = new ClosedLoop(plan);
 * loop.run(60_000);
 * loop.reading().msInState.stable;
 */
export class ClosedLoop {
  readonly #queue = new EventQueue();
  readonly #wire: GuardedWire;
  readonly #up: Way<Uint8Array>;
  readonly #down: Way<ServerPacket>;
  readonly #server: LoopServer;
  readonly #user: LoopUser;
  readonly #listeners: LoopListeners;
  readonly #history: StateChange[] = [{ atMs: 0, state: 'idle' }];
  readonly #msInState: Record<SessionState, number> = {
    idle: 0,
    stable: 0,
    unstable: 0,
    breakdown: 0,
    recovery: 0,
  };
  /** When presses at a place went out, the oldest first. */
  readonly #sentAtMs = new Map<string, number[]>();
  #sent = 0;
  #executedLate = 0;
  #judged = 0;

  constructor(plan: LoopPlan, listeners: LoopListeners = {}) {
    const { seed, mode, network, changes } = plan;
    this.#listeners = listeners;
    const { onProbe } = listeners;
    this.#wire = new GuardedWire(this.#queue, {
      guard: { policy: { ...STRICT_POLICY, mode }, profiles: [], socketHost: 'instrument.example' },
      screen: SCREEN,
      send: (bytes) => this.#send(bytes),
      onBin: (bin) => this.#bin(bin),
      ...(onProbe === undefined ? {} : { onProbe }),
    });
    this.#up = new Way(this.#queue, network.up, seededRandom(4 * seed), (bytes) => this.#arrivedUp(bytes));
    this.#down = new Way(this.#queue, network.down, seededRandom(4 * seed + 1), (packet, bytes) =>
      this.#arrivedDown(packet, bytes),
    );
    this.#server = new LoopServer(this.#queue, plan.server, this.#down);
    this.#wire.handshake();
    this.#user = new LoopUser(this.#queue, plan.user, seededRandom(4 * seed + 2), (place) =>
      this.#click(place),
    );
    for (const change of changes) this.#queue.at(change.atMs, () => this.#change(change));
    this.#wire.start();
  }

  /** Lets the loop live until this time. */
  run(untilMs: number): void {
    this.#queue.run(untilMs);
  }

  reading(): LoopReading {
    return {
      nowMs: this.#queue.nowMs,
      history: this.#history,
      msInState: { ...this.#msInState },
      ...this.#user.counts,
      sent: this.#sent,
      executed: this.#server.executed.length,
      executedLate: this.#executedLate,
      up: bytesOf(this.#up),
      down: bytesOf(this.#down),
    };
  }

  #change({ settings }: NetworkChange): void {
    if (settings === 'stall') {
      this.#up.stall();
      this.#down.stall();
      return;
    }
    this.#up.change(settings.up);
    this.#down.change(settings.down);
    this.#up.heal();
    this.#down.heal();
  }

  #click({ x, y }: Place): void {
    for (const buttonMask of [1, 0]) this.#wire.pointer(buttonMask, x, y);
  }

  #bin(bin: Bin): void {
    this.#msInState[bin.state] += bin.lengthMs;
    if (this.#history.at(-1)?.state !== bin.state) this.#history.push({ atMs: bin.atMs, state: bin.state });
    this.#listeners.onBin?.(bin);
  }

  #send(bytes: Uint8Array): void {
    // A press begins a write: alone, or with its release as one unit.
    const isPress = bytes[0] === 5 && bytes[1] !== 0;
    if (isPress) {
      const key = `${((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)},${((bytes[4] ?? 0) << 8) | (bytes[5] ?? 0)}`;
      this.#sentAtMs.set(key, [...(this.#sentAtMs.get(key) ?? []), this.#queue.nowMs]);
      this.#sent += 1;
    }
    this.#up.push(bytes.length, bytes);
  }

  #arrivedUp(bytes: Uint8Array): void {
    this.#server.receive(bytes);
    const { executed } = this.#server;
    for (; this.#judged < executed.length; this.#judged++) {
      const press = executed[this.#judged];
      if (press === undefined) continue;
      const sentAtMs = this.#sentAtMs.get(`${press.x},${press.y}`)?.shift() ?? press.atMs;
      if (press.atMs - sentAtMs > LATE_MS) this.#executedLate += 1;
    }
  }

  #arrivedDown(packet: ServerPacket, bytes: number): void {
    if (packet.type === 'fence') {
      this.#wire.fence(packet.payload, bytes);
      return;
    }
    const { isFirst, isLast, places } = packet;
    const drawn = places.map(({ x, y }) => ({
      x: x - DRAWN_PX / 2,
      y: y - DRAWN_PX / 2,
      width: DRAWN_PX,
      height: DRAWN_PX,
    }));
    this.#wire.picture(bytes, isFirst, isLast, drawn);
    if (isLast) this.#user.sees(places);
  }
}

function bytesOf({ bytesIn, bytesOut, queuedBytes, flightBytes }: WayBytes): WayBytes {
  return { bytesIn, bytesOut, queuedBytes, flightBytes };
}
