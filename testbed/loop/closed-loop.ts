import type { GuardEffect } from '../../src/model/gate/outcome.ts';
import { Guard, type GuardOptions } from '../../src/model/guard.ts';
import type { Bin } from '../../src/model/measure/bin.ts';
import { STRICT_POLICY } from '../../src/model/policy/policy.ts';
import type { ClientMessage } from '../../src/model/rfb/messages.ts';
import { ENCODING, FENCE_FLAG } from '../../src/model/rfb/numbers.ts';
import type { SessionState } from '../../src/model/session/session-state.ts';
import { seededRandom } from '../link/random.ts';
import { EventQueue } from './event-queue.ts';
import { type ProbeEvent, WitnessedGuard } from './live/witnessed-guard.ts';
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

const TICK_MS = 50;
/** An execution later than this is one that the user does not expect any more. */
const LATE_MS = 1000;
const PRESS_BYTES = 6;
const NONCE_BYTES = 16;

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
  readonly #guard: Guard;
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
    let nonces = 0;
    const options: GuardOptions = {
      connection: '1',
      policy: { ...STRICT_POLICY, mode },
      profiles: [],
      socketHost: 'instrument.example',
      journal: null,
      nowMs: 0,
      randomNonce: () => {
        const nonce = new Uint8Array(NONCE_BYTES);
        new DataView(nonce.buffer).setUint32(0, ++nonces);
        return nonce;
      },
    };
    const { onProbe } = listeners;
    this.#guard = onProbe === undefined ? new Guard(options) : new WitnessedGuard(options, onProbe);
    this.#up = new Way(this.#queue, network.up, seededRandom(4 * seed), (bytes) => this.#arrivedUp(bytes));
    this.#down = new Way(this.#queue, network.down, seededRandom(4 * seed + 1), (packet, bytes) =>
      this.#arrivedDown(packet, bytes),
    );
    this.#server = new LoopServer(this.#queue, plan.server, this.#down);
    this.#handshake();
    this.#user = new LoopUser(this.#queue, plan.user, seededRandom(4 * seed + 2), (place) =>
      this.#click(place),
    );
    for (const change of changes) this.#queue.at(change.atMs, () => this.#change(change));
    this.#tickAt(TICK_MS);
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

  #tickAt(atMs: number): void {
    this.#queue.at(atMs, () => {
      this.#perform(this.#guard.tick(this.#queue.nowMs));
      this.#tickAt(atMs + TICK_MS);
    });
  }

  #click({ x, y }: Place): void {
    for (const buttonMask of [1, 0]) {
      const message: ClientMessage = {
        type: 'pointer',
        startByte: 0,
        endByte: PRESS_BYTES,
        buttonMask,
        x,
        y,
        extended: false,
      };
      const { outcome, effects } = this.#guard.client(message, { eventAgeMs: 0 }, this.#queue.nowMs);
      if (outcome.type === 'send') this.#send(pointer(buttonMask, x, y));
      if (outcome.type === 'replace') this.#send(outcome.bytes);
      this.#perform(effects);
    }
  }

  #perform(effects: readonly GuardEffect[]): void {
    for (const effect of effects) {
      if (effect.type === 'send') this.#send(effect.bytes);
      if (effect.type === 'bin') this.#bin(effect.bin);
    }
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
    const { nowMs } = this.#queue;
    this.#guard.serverBytes(bytes, nowMs);
    if (packet.type === 'fence') {
      const span = { startByte: 0, endByte: bytes };
      const event = { ...span, type: 'fence', flags: 0, payload: packet.payload } as const;
      const step = this.#guard.server(event, nowMs);
      if (step.outcome !== 'strip') throw new Error('[loop] a reply to our own probe was not stripped');
      this.#perform(step.effects);
      return;
    }
    if (packet.isFirst) {
      const rects = packet.places.length;
      this.#guard.server({ type: 'update-start', startByte: 0, rects }, nowMs);
      for (const { x, y } of packet.places) {
        const size = { width: 40, height: 40, encoding: ENCODING.tight };
        this.#guard.server({ type: 'rect', startByte: 0, x: x - 20, y: y - 20, ...size }, nowMs);
      }
    }
    if (!packet.isLast) return;
    const end = { type: 'update-end', startByte: 0, endByte: 0, rects: packet.places.length } as const;
    this.#perform(this.#guard.server(end, nowMs).effects);
    this.#user.sees(packet.places);
  }

  /** As a server begins that answers fences: it shows one, after the page has said that it knows them. */
  #handshake(): void {
    const span = { startByte: 0, endByte: 0 };
    const full = { redMax: 255, greenMax: 255, blueMax: 255 };
    const format = { bitsPerPixel: 32, depth: 24, trueColour: true, ...full } as const;
    const init = { type: 'server-init', version: '3.8', securityType: 1, width: 640, height: 480 } as const;
    this.#guard.server({ ...span, ...init, format, name: 'loop' }, 0);
    const encodings = [ENCODING.tight, ENCODING.fence];
    this.#guard.client({ ...span, type: 'set-encodings', encodings }, { eventAgeMs: null }, 0);
    this.#guard.server({ type: 'update-start', startByte: 0, rects: 0 }, 0);
    this.#perform(this.#guard.server({ ...span, type: 'update-end', rects: 0 }, 0).effects);
    const payload = new Uint8Array(0);
    this.#guard.server({ ...span, type: 'fence', flags: FENCE_FLAG.request, payload }, 0);
  }
}

function pointer(mask: number, x: number, y: number): Uint8Array {
  return Uint8Array.of(5, mask, x >> 8, x & 0xff, y >> 8, y & 0xff);
}

function bytesOf({ bytesIn, bytesOut, queuedBytes, flightBytes }: WayBytes): WayBytes {
  return { bytesIn, bytesOut, queuedBytes, flightBytes };
}
