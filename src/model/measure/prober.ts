import type { ServerOutcome } from '../gate/outcome.ts';
import type { ClientMessage, ServerEvent } from '../rfb/messages.ts';
import { ENCODING, FENCE_FLAG } from '../rfb/numbers.ts';
import { PassivePath } from './passive-path.ts';
import { PathMeter } from './path-meter.ts';
import { ProbeChoice } from './probe-choice.ts';
import { fenceProbe, peekProbe, refreshProbe, sameNonce } from './probe-messages.ts';
import type { PathReading, ProbeKind } from './readings.ts';

/**
 * active: input is active or the link is not OK; calm: someone is watching; background: focused but idle, or
 * nobody looks.
 */
export type ProbePace = 'active' | 'calm' | 'background';

export interface ProberOptions {
  /** 16 fresh random bytes. */
  readonly randomNonce: () => Uint8Array;
  readonly nowMs: number;
}

/**
 * Time between probes. A refresh costs the server more than a fence, so it is asked less often while nothing happens.
 * Under input it is not: one refresh at a time goes out, so a cut just after an answer is only seen by the next one.
 */
const PERIOD_MS: Readonly<Record<Exclude<ProbeKind, 'none'>, Readonly<Record<ProbePace, number>>>> = {
  fence: { active: 100, calm: 200, background: 500 },
  refresh: { active: 100, calm: 500, background: 500 },
  clipboard: { active: 100, calm: 200, background: 500 },
};

/** At most this many probes are unanswered; in a longer stall no more go out, and the oldest keeps its age. */
const MAX_OUTSTANDING = 64;
/** Refresh replies can be told apart only by their order: one probe at a time, another only after this. */
const REFRESH_AGAIN_MS = 3000;
/** A server may answer two requests with one reply: what no reply followed for so long was merged. */
const REFRESH_MERGED_MS = 1500;
/** A Peek without a Notify for so long: this server does not answer it. */
const PEEK_GIVE_UP_MS = 2000;

interface Probe {
  readonly kind: ProbeKind;
  readonly id: number;
  readonly sequence: number;
  readonly sentAtMs: number;
  /** Empty for probes that are known by order, not by nonce. */
  readonly nonce: Uint8Array;
}

/**
 * Asks the server, in its own protocol, for an answer that it gives in order: the round trip, and the proof that
 * everything sent before was read. Replies to fences and peeks are ours alone and are stripped.
 */
export class Prober {
  readonly #randomNonce: () => Uint8Array;
  readonly #path: PathMeter;
  readonly #passive = new PassivePath();
  readonly #choice = new ProbeChoice();
  #probes: Probe[] = [];
  #nextId = 1;
  #lastSentMs = -Infinity;
  #acknowledged = -1;
  #stopped = false;
  /** Requests of the page that a server answers like our refresh probe and that came before it. */
  #pageRefreshes = 0;
  #lastRefreshReplyMs = -Infinity;
  #width = 0;
  #height = 0;

  constructor(options: ProberOptions) {
    this.#randomNonce = options.randomNonce;
    this.#path = new PathMeter(options.nowMs);
  }

  /** Notes what the page's client said to the server. */
  client(message: ClientMessage): void {
    this.#choice.client(message);
    if (message.type === 'update-request' && !message.incremental && this.#choice.kind === 'refresh') {
      this.#pageRefreshes = Math.min(this.#pageRefreshes + 1, MAX_OUTSTANDING);
    }
  }

  /** A press, release or move went to the server as its message number `sequence`. */
  sent(sequence: number, nowMs: number): void {
    this.#passive.sent(sequence, nowMs);
  }

  /** Notes what the server said, completes round trips, and says whether the message is a reply to us alone. */
  server(event: ServerEvent, nowMs: number): ServerOutcome {
    this.#choice.server(event);
    switch (event.type) {
      case 'fence':
        return event.flags < FENCE_FLAG.request && this.#answerFence(event.payload, nowMs)
          ? 'strip'
          : 'deliver';
      case 'clipboard':
        return event.action === 'notify' && this.#answerFirst('clipboard', nowMs) ? 'strip' : 'deliver';
      case 'rect':
        this.#noteRect(event.encoding, event.x, event.width, event.height, nowMs);
        return 'deliver';
      case 'server-init':
        this.#width = event.width;
        this.#height = event.height;
        return 'deliver';
      case 'update-end':
        this.#passive.update(nowMs);
        return 'deliver';
      default:
        return 'deliver';
    }
  }

  /**
   * Bytes of the next probe if one is due now, else null. Call on every tick.
   * @param sequence number of the last client message that went to the server before it
   */
  next(nowMs: number, sequence: number, pace: ProbePace): Uint8Array | null {
    this.#path.update(nowMs);
    this.#passive.settle(nowMs);
    this.#giveUp(nowMs);
    const kind = this.#choice.kind;
    if (this.#stopped || kind === 'none') return null;
    const periodMs = PERIOD_MS[kind][pace];
    this.#path.paced(periodMs, nowMs);
    if (nowMs - this.#lastSentMs < periodMs || this.#probes.length >= MAX_OUTSTANDING) return null;
    if (kind !== 'fence' && !this.#mayAskAgain(kind, nowMs)) return null;
    const nonce = kind === 'fence' ? this.#randomNonce() : new Uint8Array(0);
    const bytes = kind === 'fence' ? fenceProbe(nonce) : kind === 'refresh' ? refreshProbe() : peekProbe();
    this.#sent({ kind, sequence, sentAtMs: nowMs, nonce }, periodMs, bytes.length);
    return bytes;
  }

  /**
   * Whether a request for the whole picture may go out now. Where the probe is such a request it takes the place of one,
   * and waits for the answer to the one before: x11vnc answers two that come within 100 ms with one.
   */
  refresh(bytes: Uint8Array, nowMs: number, sequence: number, pace: ProbePace): boolean {
    const kind = this.#choice.kind;
    if (kind !== 'refresh') return true;
    if (this.#stopped || this.#probes.some((probe) => probe.kind === kind)) return false;
    const nonce = new Uint8Array(0);
    this.#sent({ kind, sequence, sentAtMs: nowMs, nonce }, PERIOD_MS[kind][pace], bytes.length);
    return true;
  }

  /** All client messages up to this number were read by the server; -1 before the first answer. */
  get acknowledgedSequence(): number {
    return this.#choice.kind === 'none' && !this.#stopped
      ? Math.max(this.#acknowledged, this.#passive.acknowledgedSequence)
      : this.#acknowledged;
  }

  reading(nowMs: number): PathReading {
    const kind = this.#choice.kind;
    if (kind === 'none' || this.#stopped) return this.#passive.reading(nowMs);
    return this.#path.reading(kind, nowMs);
  }

  /** After sleep, a hidden tab or a stall of the page: only a probe sent from now on proves anything. */
  forget(nowMs: number): void {
    this.#path.forget(nowMs);
  }

  /** The server's stream cannot be read any more: nothing may be injected ever again. */
  stop(): void {
    this.#stopped = true;
    this.#path.abandon();
  }

  /** Nonces whose replies may still arrive; they must never reach noVNC. */
  outstandingNonces(): readonly Uint8Array[] {
    return this.#probes.filter((probe) => probe.nonce.length > 0).map((probe) => probe.nonce);
  }

  /** Whether any reply that must be stripped may still arrive. */
  get awaitsReply(): boolean {
    return this.#probes.some((probe) => probe.kind !== 'refresh');
  }

  /** A reply was found by scanning the bytes after framing was lost. */
  removed(nonce: Uint8Array): void {
    this.#probes = this.#probes.filter((probe) => !sameNonce(probe.nonce, nonce));
  }

  #sent(probe: Omit<Probe, 'id'>, periodMs: number, bytes: number): void {
    const id = this.#nextId++;
    this.#probes.push({ ...probe, id });
    this.#path.sent(id, probe.sentAtMs, periodMs, bytes);
    this.#lastSentMs = probe.sentAtMs;
  }

  #answerFence(payload: Uint8Array, nowMs: number): boolean {
    const probe = this.#probes.find((each) => each.kind === 'fence' && sameNonce(each.nonce, payload));
    if (probe !== undefined) this.#complete(probe, nowMs);
    return probe !== undefined;
  }

  #answerFirst(kind: ProbeKind, nowMs: number): boolean {
    const probe = this.#probes.find((each) => each.kind === kind);
    if (probe !== undefined) this.#complete(probe, nowMs);
    return probe !== undefined;
  }

  #complete(probe: Probe, nowMs: number): void {
    this.#probes = this.#probes.filter((each) => each !== probe);
    this.#acknowledged = Math.max(this.#acknowledged, probe.sequence);
    this.#path.answered(probe.id, nowMs);
  }

  #noteRect(encoding: number, reason: number, width: number, height: number, nowMs: number): void {
    if (encoding !== ENCODING.extendedDesktopSize && encoding !== ENCODING.desktopSize) return;
    const sameSize = width === this.#width && height === this.#height;
    this.#width = width;
    this.#height = height;
    // Reason 0: the server's own word, not the answer to a SetDesktopSize. A new size is news, not a reply.
    if (encoding !== ENCODING.extendedDesktopSize || reason !== 0 || !sameSize) return;
    this.#lastRefreshReplyMs = nowMs;
    if (this.#pageRefreshes > 0) this.#pageRefreshes--;
    else this.#answerFirst('refresh', nowMs);
  }

  #mayAskAgain(kind: ProbeKind, nowMs: number): boolean {
    const newest = this.#probes.filter((probe) => probe.kind === kind).at(-1);
    if (newest === undefined) return true;
    return kind === 'refresh' && nowMs - newest.sentAtMs >= REFRESH_AGAIN_MS;
  }

  #giveUp(nowMs: number): void {
    this.#probes = this.#probes.filter((probe) => {
      const ageMs = nowMs - probe.sentAtMs;
      if (probe.kind === 'refresh' && ageMs > REFRESH_AGAIN_MS) {
        // Dropping it while its reply may still come would credit that reply to a later probe: a false receipt.
        const answeredLater = this.#lastRefreshReplyMs > probe.sentAtMs;
        return !answeredLater || nowMs - this.#lastRefreshReplyMs < REFRESH_MERGED_MS;
      }
      if (probe.kind === 'clipboard' && ageMs >= PEEK_GIVE_UP_MS && this.#acknowledged < 0) {
        this.#choice.peekWentUnanswered();
        this.#path.abandon();
        return false;
      }
      return true;
    });
  }
}
