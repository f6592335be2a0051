import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import { Instrument } from '../../instrument/instrument.ts';
import type { InstrumentSetup } from '../../instrument/instrument-setup.ts';
import { SCREEN_HEIGHT_PX, SCREEN_WIDTH_PX } from '../../instrument/layout.ts';
import type { Pose } from '../../instrument/pose.ts';
import type { EventQueue } from '../../loop/event-queue.ts';
import { GuardedWire } from '../../loop/guarded-wire.ts';
import type { ScriptedUser, UserInput, UserOutcome } from '../../users/user-input.ts';
import { detectedCredit } from '../detected-credit.ts';
import type { Network } from '../network.ts';
import type { ArmName } from '../plan.ts';
import { demoProfile } from './demo-profile.ts';
import { GuardHistory } from './guard-history.ts';
import { Rearmer } from './rearmer.ts';
import { VirtualPath } from './virtual-path.ts';
import { type ClientWrite, type ServerMessage, VirtualServer } from './virtual-server.ts';

export interface VirtualSessionOptions {
  readonly arm: ArmName;
  readonly seed: number;
  readonly network: Network;
  readonly setup: InstrumentSetup;
  readonly user: ScriptedUser;
  /** When the run begins; before it the guard learns its round trip. */
  readonly beginMs: number;
}

/** Sums of times are rounded: who is to be woken at a time must not be woken just before it. */
const ROUNDING_MS = 1e-6;
const SOCKET_HOST = 'instrument.example:5901';
/** Head of a WebSocket message from a browser, with its mask. */
const FRAME_BYTES = 6;
/** noVNC's answer to one fence of the server's, of which there are two around a picture. */
const ECHO_BYTES = 10;

/** Browser, guard, network, server and instrument in virtual time, with a user at it. */
export class VirtualSession {
  readonly instrument: Instrument;
  readonly path: VirtualPath<ClientWrite, ServerMessage>;
  readonly history: GuardHistory;
  readonly #queue: EventQueue;
  readonly #user: ScriptedUser;
  readonly #beginMs: number;
  readonly #hasWarning: boolean;
  readonly #wire: GuardedWire;
  readonly #rearmer = new Rearmer();
  #pose: Pose | null = null;
  #isWarned = false;
  #mask: 0 | 1 = 0;
  #outcome: UserOutcome = 'working';
  #callOff: () => void = () => {};

  constructor(queue: EventQueue, { arm, seed, network, setup, user, beginMs }: VirtualSessionOptions) {
    const [first] = network.steps;
    if (first === undefined) throw new Error('[virtual] a network without a first step');
    this.#queue = queue;
    this.#user = user;
    this.#beginMs = beginMs;
    this.#hasWarning = arm !== 'plain';
    const hasGate = arm === 'detected' || arm === 'guarded';
    this.instrument = new Instrument(queue.nowMs, setup);
    this.history = new GuardHistory(hasGate);
    this.path = new VirtualPath<ClientWrite, ServerMessage>(queue, first, seed, {
      atServer: (written) => server.receive(written),
      atClient: (message, bytes) => this.#arrived(message, bytes),
    });
    this.#wire = new GuardedWire(queue, {
      guard: {
        policy: { ...STRICT_POLICY, mode: hasGate ? 'guard' : 'measure' },
        profiles: [demoProfile(SOCKET_HOST)],
        socketHost: SOCKET_HOST,
        ...(arm === 'detected' ? { credit: detectedCredit } : {}),
      },
      screen: { width: SCREEN_WIDTH_PX, height: SCREEN_HEIGHT_PX },
      send: (bytes) => this.path.client.write(bytes.length + FRAME_BYTES, { type: 'bytes', bytes }),
      onBin: (bin) => this.history.bin(bin, bin.atMs - beginMs),
      onTick: () => this.#look(),
    });
    this.#wire.handshake();
    const server = new VirtualServer(queue, this.instrument, (bytes, message) =>
      this.path.server.write(bytes, message),
    );
    this.#wire.start();
    queue.at(beginMs, () => {
      this.path.begin(network);
      this.#step();
    });
  }

  get outcome(): UserOutcome {
    return this.#outcome;
  }

  #arrived(message: ServerMessage, bytes: number): void {
    if (message.type === 'fence') {
      this.#wire.fence(message.payload, bytes);
      return;
    }
    const { isFirst, isLast, drawn, pose } = message;
    this.#wire.picture(bytes, isFirst, isLast, drawn);
    // The page answers the fence in front of the picture, and the one behind it.
    if (isFirst) this.#echo(false);
    if (!isLast) return;
    this.#echo(true);
    this.#pose = pose;
    this.#step();
  }

  #echo(isBehind: boolean): void {
    const bytes = ECHO_BYTES + FRAME_BYTES;
    this.path.client.write(bytes, isBehind ? { type: 'echo' } : { type: 'bytes', bytes: NOTHING });
  }

  /** What the overlay shows, and what a user has to do there. */
  #look(): void {
    const { nowMs } = this.#queue;
    const snapshot = this.#wire.snapshot();
    this.history.add(snapshot, nowMs - this.#beginMs);
    if (this.#mask === 0 && this.#rearmer.isDue(snapshot, nowMs)) this.#wire.command({ type: 're-arm' });
    const isWarned = this.#hasWarning && warns(snapshot);
    if (isWarned === this.#isWarned) return;
    this.#isWarned = isWarned;
    this.#step();
  }

  /** Lets the user see and act. */
  #step(): void {
    const { nowMs } = this.#queue;
    if (nowMs < this.#beginMs || this.#outcome !== 'working') return;
    const percept = { pose: this.#pose, isWarned: this.#isWarned };
    const { inputs, wakeAtMs, outcome } = this.#user.step(percept, nowMs - this.#beginMs);
    for (const input of inputs) this.#input(input);
    this.#outcome = outcome;
    this.#callOff();
    if (outcome === 'working' && Number.isFinite(wakeAtMs)) {
      this.#callOff = this.#queue.at(this.#beginMs + wakeAtMs + ROUNDING_MS, () => this.#step());
    }
  }

  #input({ type, x, y }: UserInput): void {
    if (type !== 'move') this.#mask = type === 'press' ? 1 : 0;
    this.#wire.pointer(this.#mask, x, y);
  }
}

const NOTHING = new Uint8Array(0);

/** Whether the overlay shows that input is held back or that the network is bad. */
function warns({ blocked, flags, state }: Snapshot): boolean {
  return blocked !== null || flags.nonIdeal || (state !== 'idle' && state !== 'stable');
}
