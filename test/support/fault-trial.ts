import type { Policy } from '../../src/model/policy/policy.ts';
import type { ClientMessage } from '../../src/model/rfb/messages.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { type Arrival, FaultBench, type Moment } from './fault-bench.ts';
import type { Chapter } from './fault-chapters/shared/chapter.ts';
import type { FaultyModel } from './fault-sites.ts';
import {
  clientClipboard,
  clientCutText,
  clientFence,
  clientXvp,
  setDesktopSize,
  updateRequest,
} from './rfb-bytes.ts';
import { bell, raw, update } from './rfb-server-bytes.ts';

/** Presses are blocked at least for so long after a fault (design decision "The gate", 7). */
const BLOCK_MS = 5000;
/** The picture is sent at least this often. */
const SEEN_WITHIN_MS = 450;
const REOPENS_WITHIN_MS = 10_000;
/** Types of RFC 6143 section 7.5. */
const SET_ENCODINGS = 2;
const UPDATE_REQUEST = 3;
/** Type of SetDesktopSize, as the community's protocol text numbers it. */
const SET_DESKTOP_SIZE = 251;

export interface Trial {
  readonly chapter: Chapter;
  readonly site: number;
  /** Counted from 1. */
  readonly hit: number;
  /**
   * - once: the site throws this one time, and later another one does
   * - always: it throws from this time on
   * - unanswered: it throws once, and the server answers nothing from then on
   */
  readonly mode: 'once' | 'always' | 'unanswered';
}

export interface TrialResult {
  readonly problems: readonly string[];
  /** Whether presses passed again after a single fault. */
  readonly reopened: boolean;
}

/** Plays a chapter until the site throws, and says which of the gate's promises was broken from there on. */
export function runTrial(model: FaultyModel, trial: Trial): TrialResult {
  const { faults } = model;
  const bench = new FaultBench({ ...trial.chapter.options, guard: model.guard });
  faults.disarm();
  faults.onThrow = () => bench.note();
  faults.arm(trial.site, trial.hit, trial.mode === 'always');
  try {
    trial.chapter.play(bench, faults);
    const { moment } = bench;
    if (moment === null) return { problems: ['the site was not reached'], reopened: false };
    return new FollowUp(bench, model, moment).run(trial.mode);
  } finally {
    faults.disarm();
  }
}

class FollowUp {
  readonly #bench: FaultBench;
  readonly #model: FaultyModel;
  readonly #moment: Moment;
  readonly #problems: string[] = [];

  constructor(bench: FaultBench, model: FaultyModel, moment: Moment) {
    this.#bench = bench;
    this.#model = model;
    this.#moment = moment;
  }

  run(mode: Trial['mode']): TrialResult {
    const bench = this.#bench;
    bench.followUp();
    const reopened = bench.isClosed
      ? false
      : this.#moment.isUnguarded
        ? this.#unguarded()
        : this.#guarded(mode);
    if (!bench.isClosed) bench.close();
    if (bench.snapshot?.guarding !== 'closed') this.#problems.push('the end is not shown');
    this.#checkReleases('at the end');
    if (!this.#moment.isUnguarded && bench.arrivals.some((arrival) => isWithoutControl(arrival))) {
      this.#problems.push('a press passed without control of the room');
    }
    const { expected, got } = bench.pageBytes;
    if (!sameBytes(expected, got)) this.#problems.push('the page did not get what the server said');
    if (bench.thrown.length > 0) this.#problems.push(`thrown to the caller: ${String(bench.thrown[0])}`);
    return { problems: [...new Set(this.#problems)], reopened };
  }

  /** The page's stream was given up: its bytes pass as they are, and that is seen for good. */
  #unguarded(): boolean {
    const bench = this.#bench;
    bench.run(500);
    const from = bench.serverBytes.length;
    bench.letGo();
    bench.type(0x71);
    bench.page(Uint8Array.of(77, 88));
    bench.run(BLOCK_MS + 1500);
    const sent = bench.serverBytes.subarray(from);
    if (!endsWith(sent, Uint8Array.of(77, 88))) this.#problems.push('bytes of the page did not pass');
    for (const each of bench.snapshots.slice(this.#moment.snapshots)) {
      if (each.guarding !== 'unguarded' && each.guarding !== 'closed') {
        this.#problems.push(`shown as ${face(each)} though nothing is gated`);
      }
    }
    return false;
  }

  #guarded(mode: Trial['mode']): boolean {
    const bench = this.#bench;
    const { atMs } = this.#moment;
    if (mode === 'unanswered') bench.cut();
    bench.letGo();
    this.#checkReleases('after the page let go');
    // As a throttled page: slower, and fresh enough for a permit.
    bench.tickMs = 200;
    this.#input();
    bench.run(SEEN_WITHIN_MS);
    this.#checkShown(this.#moment.snapshots, bench.nowMs);
    while (bench.nowMs < atMs + BLOCK_MS - 600) {
      this.#input();
      bench.run(900);
    }
    bench.run(Math.max(0, atMs + BLOCK_MS - 20 - bench.nowMs));
    this.#input();
    this.#checkBlocked('while the fault blocks', this.#moment.received);
    this.#checkShown(this.#moment.snapshots, atMs + BLOCK_MS - 1);
    const reopened = mode === 'once' && this.#secondFault();
    this.#controlAgain();
    if (mode === 'unanswered') {
      // Time without a fresh round trip opens nothing.
      bench.run(1500);
      this.#input();
      bench.run(800);
      this.#input();
      const hasProbe = bench.snapshot?.path.probe !== 'none';
      // Without a probe there is no round trip to wait for, and a policy may ask to pass unverified input.
      if (hasProbe && this.#moment.policy.whenUnverified === 'block') {
        this.#checkBlocked('though nothing was answered', this.#moment.received);
      }
    }
    if (mode === 'always') {
      // As long as the fault goes on, time alone opens nothing.
      const from = bench.arrivals.length;
      const isLatched = this.#model.faults.threwAgain;
      for (let i = 0; i < 3; i++) {
        bench.run(1200);
        bench.key(true, 0x71);
        bench.key(false, 0x71);
      }
      if (isLatched) this.#checkBlocked('while it goes on failing', from);
    }
    this.#checkProtocol();
    return reopened;
  }

  /** Presses pass again after one fault; a second one within a minute ends that for good. */
  #secondFault(): boolean {
    const bench = this.#bench;
    const { atMs } = this.#moment;
    let reopened = false;
    this.#controlAgain();
    while (!reopened && bench.nowMs < atMs + REOPENS_WITHIN_MS) {
      bench.run(1000);
      const from = bench.arrivals.length;
      bench.key(true, 0x71);
      reopened = bench.arrivals.slice(from).some((arrival) => isPress(arrival));
      bench.key(false, 0x71);
    }
    this.#model.faults.disarm();
    this.#model.faults.armNext();
    const from = bench.arrivals.length;
    const snapshots = bench.snapshots.length;
    bench.key(true, 0x72);
    bench.key(false, 0x72);
    bench.run(BLOCK_MS + 1500);
    this.#input();
    bench.run(800);
    this.#input();
    this.#checkBlocked('after the second fault', from);
    this.#checkReleases('after the second fault');
    this.#checkShown(snapshots, bench.nowMs);
    return reopened;
  }

  /** A gate that failed has given up its control; it may get it again. */
  #controlAgain(): void {
    if (this.#bench.seat.epoch === 0) return;
    this.#bench.run(100);
    this.#bench.grant();
    this.#bench.run(100);
  }

  /** One of everything, and nothing left held. */
  #input(): void {
    const bench = this.#bench;
    bench.key(true, 0x71);
    bench.key(true, 0x71);
    bench.key(false, 0x71);
    bench.key(true, 0x72, 19);
    bench.key(false, 0x72, 19);
    bench.pointer(0, 400, 300);
    bench.pointer(1, 400, 300);
    bench.pointer(1, 410, 300);
    bench.pointer(5, 410, 300);
    bench.pointer(0, 420, 300);
    bench.pointer(8, 420, 300);
    bench.pointer(0, 420, 300);
    bench.page(clientCutText([65]));
    bench.page(clientClipboard(0x10000001, [1, 2]));
    bench.page(clientXvp(2));
    bench.protocolMessage(updateRequest(true, [0, 0, 640, 480]));
    bench.protocolMessage(clientFence(0, [9]));
    bench.protocolMessage(clientClipboard(0x08000001));
    bench.protocolMessage(setDesktopSize(640, 480));
    bench.server(update([raw({ x: 0, y: 0, width: 2, height: 2 })]));
    bench.server(bell());
  }

  #checkBlocked(when: string, from: number): void {
    if (this.#moment.policy.mode === 'measure') return;
    const press = this.#bench.arrivals.slice(from).find((arrival) => isPress(arrival));
    if (press !== undefined) {
      this.#problems.push(
        `a press (${press.message.type} at +${press.atMs - this.#moment.atMs} ms) passed ${when}`,
      );
    }
    const moved = this.#bench.arrivals
      .slice(from)
      .find(
        (each) =>
          each.message.type === 'pointer' &&
          each.ups.length > 0 &&
          (each.x !== each.beforeX || each.y !== each.beforeY),
      );
    if (moved !== undefined) this.#problems.push(`a button was let go of at another place ${when}`);
  }

  #checkReleases(when: string): void {
    const { held } = this.#bench.view;
    if (held.length > 0 && !this.#moment.isUnguarded) {
      this.#problems.push(`still down at the server ${when}: ${held.join(', ')}`);
    }
  }

  /** @param from index of the first picture after the fault */
  #checkShown(from: number, toMs: number): void {
    const seen = this.#bench.snapshots.slice(from).filter(({ nowMs }) => nowMs <= toMs);
    if (seen.length === 0) this.#problems.push('nothing is shown');
    const hidden = seen.find((each) => !showsFault(each, this.#moment.policy));
    if (hidden !== undefined) this.#problems.push(`shown as ${face(hidden)}`);
  }

  #checkProtocol(): void {
    const bytes = this.#bench.serverBytes;
    // A new size changes the picture of everybody in a room.
    const isFree = ([type]: Uint8Array) => !this.#bench.seat.hasHadRoom || type !== SET_DESKTOP_SIZE;
    const written = this.#bench.protocol.filter(isFree);
    const got = this.#bench.arrivals
      .filter(({ message }) => isProtocolOfPage(message))
      .map(({ message }) => bytes.subarray(message.startByte, message.endByte))
      .filter(isFree);
    let found = 0;
    let strange = 0;
    for (const each of got) {
      const next = written[found];
      if (next !== undefined && sameBytes(each, next)) found += 1;
      else if (!isOfQuality(each)) strange += 1;
    }
    if (found < written.length || strange > 0) {
      this.#problems.push(`protocol: ${written.length} written, ${found} and ${strange} more arrived`);
    }
  }
}

/** A press, or something that acts while a button is down. */
function isPress({ message, downs, ups }: Arrival): boolean {
  switch (message.type) {
    case 'key':
      return message.down;
    case 'pointer':
      return downs.length > 0 || (message.buttonMask !== 0 && ups.length === 0);
    case 'cut-text':
    case 'xvp':
      return true;
    case 'clipboard':
      return message.action === 'provide' || message.action === 'unknown';
    default:
      return false;
  }
}

/** A press that the lock of the room forbade. */
export function isWithoutControl(arrival: Arrival): boolean {
  return isPress(arrival) && !arrival.mayPress;
}

/** Not input, and not one of our own probes. */
function isProtocolOfPage(message: ClientMessage): boolean {
  switch (message.type) {
    case 'key':
    case 'pointer':
    case 'cut-text':
    case 'xvp':
      return false;
    case 'clipboard':
      return message.action !== 'provide' && message.action !== 'unknown' && message.action !== 'peek';
    case 'fence':
      return message.payload.length !== 16;
    case 'update-request':
      return message.incremental || message.width !== 1;
    default:
      return true;
  }
}

/** What the guard writes for the picture's quality: a list of encodings, or a request for the whole picture. */
function isOfQuality([type, incremental]: Uint8Array): boolean {
  return type === SET_ENCODINGS || (type === UPDATE_REQUEST && incremental === 0);
}

function showsFault(snapshot: Snapshot, policy: Policy): boolean {
  if (
    snapshot.guarding !== 'guarded' &&
    snapshot.guarding !== 'measuring' &&
    snapshot.guarding !== 'connecting'
  )
    return true;
  return policy.mode === 'measure' ? snapshot.guardingReason === 'fault' : snapshot.blocked === 'fault';
}

const face = ({ guarding, blocked }: Snapshot): string => `${guarding}, blocked: ${blocked ?? 'nothing'}`;

function endsWith(bytes: Uint8Array, end: Uint8Array): boolean {
  return bytes.length >= end.length && sameBytes(bytes.subarray(bytes.length - end.length), end);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
