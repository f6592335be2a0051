import type { EventQueue } from '../../loop/event-queue.ts';
import { CongestionWindow } from './congestion-window.ts';
import { RetransmissionTimer } from './retransmission-timer.ts';

/** Bytes of a stream, `to` exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a receiver says: everything below `until` has come, and these pieces beyond it. */
export interface Acknowledgement {
  readonly until: number;
  readonly beyond: readonly Span[];
}

interface Sent extends Span {
  sentAtMs: number;
  isReceived: boolean;
  isLost: boolean;
  isRepeated: boolean;
}

/** On Ethernet, with time stamps. */
export const SEGMENT_BYTES = 1448;
/** A segment is lost when so many behind it have come, or one of them so long after it should have (RACK, RFC 8985). */
const REORDERING = 3;
const REORDERING_ROUND_TRIPS = 1.25;
/** Without an answer for so long the last segment is sent once more, so that the receiver says what is missing. */
const PROBE_ROUND_TRIPS = 2;
/** The receiver may wait for a second segment where only one is under way. */
const PROBE_ALONE_MS = 200;

/**
 * The sending half of TCP as Linux has it, coarsely: a congestion window (slow start, CUBIC), selective
 * acknowledgements, tail loss probes, and a retransmission timer that backs off. Not there: F-RTO, pacing, the receiver's
 * window.
 */
export class TcpSender {
  readonly #queue: EventQueue;
  readonly #transmit: (segment: Span) => void;
  readonly #window = new CongestionWindow();
  readonly #timer: RetransmissionTimer;
  /** Sent and not acknowledged, in the order of the stream. */
  #outstanding: Sent[] = [];
  #writtenBytes = 0;
  #nextByte = 0;
  #acknowledgedBytes = 0;
  #flight = 0;
  /** A loss before this byte belongs to the one that was answered already. */
  #recoverUntil = 0;
  #lastSentMs = Number.NEGATIVE_INFINITY;
  #hasProbed = false;
  #callOffProbe: () => void = () => {};

  constructor(queue: EventQueue, transmit: (segment: Span) => void) {
    this.#queue = queue;
    this.#transmit = transmit;
    this.#timer = new RetransmissionTimer(queue, () => this.#timedOut());
  }

  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /** Written and not acknowledged. */
  get pendingBytes(): number {
    return this.#writtenBytes - this.#acknowledgedBytes;
  }

  /** More to send; at once as far as the window allows (TCP_NODELAY). */
  write(bytes: number): void {
    const idleMs = this.#queue.nowMs - this.#lastSentMs;
    if (this.pendingBytes === 0 && idleMs > this.#timer.durationMs) this.#window.restart();
    this.#writtenBytes += bytes;
    this.#send();
  }

  acknowledged({ until, beyond }: Acknowledgement): void {
    const { nowMs } = this.#queue;
    const isNew = until > this.#acknowledgedBytes;
    const isLimited = this.#flight >= this.#window.segments;
    this.#acknowledgedBytes = Math.max(this.#acknowledgedBytes, until);
    let count = 0;
    for (
      let first = this.#outstanding[0];
      first !== undefined && first.to <= until;
      first = this.#outstanding[0]
    ) {
      this.#outstanding.shift();
      if (!first.isReceived && !first.isLost) this.#flight -= 1;
      if (!first.isReceived) count += 1;
      // Of what was sent twice nobody knows which one this answers.
      if (!first.isRepeated && !first.isReceived) this.#timer.sample(nowMs - first.sentAtMs);
    }
    for (const span of beyond) count += this.#received(span);
    this.#findLosses(beyond);
    if (isNew) this.#timer.stop();
    if (isNew) this.#hasProbed = false;
    if (count > 0 && this.#acknowledgedBytes >= this.#recoverUntil) {
      this.#window.grow(count, isLimited, this.#timer.roundTripMs, nowMs);
    }
    this.#send();
  }

  #received({ from, to }: Span): number {
    let count = 0;
    for (const segment of this.#outstanding) {
      if (segment.isReceived || segment.from < from || segment.to > to) continue;
      segment.isReceived = true;
      if (!segment.isLost) this.#flight -= 1;
      count += 1;
    }
    return count;
  }

  #findLosses(beyond: readonly Span[]): void {
    if (beyond.length === 0) return;
    let behind = 0;
    let isLoss = false;
    for (let at = this.#outstanding.length - 1; at >= 0; at--) {
      const segment = this.#outstanding[at];
      if (segment === undefined) continue;
      if (segment.isReceived) behind += 1;
      else if (!segment.isLost && !segment.isRepeated && this.#isOverdue(segment, behind)) {
        segment.isLost = true;
        this.#flight -= 1;
        isLoss ||= segment.from >= this.#recoverUntil;
      }
    }
    if (!isLoss) return;
    this.#recoverUntil = this.#nextByte;
    this.#window.lost(this.#queue.nowMs);
  }

  #isOverdue({ sentAtMs }: Sent, behind: number): boolean {
    const ageMs = this.#queue.nowMs - sentAtMs;
    return behind >= REORDERING || (behind > 0 && ageMs > REORDERING_ROUND_TRIPS * this.#timer.roundTripMs);
  }

  /** The last segment once more. Its answer, or the timer, tells the rest. */
  #probe(): void {
    const last = this.#outstanding.at(-1);
    if (last === undefined || last.isReceived || last.isLost) return;
    this.#hasProbed = true;
    last.isRepeated = true;
    this.#transmit({ from: last.from, to: last.to });
  }

  #timedOut(): void {
    const isFirst = this.#timer.backOff();
    for (const segment of this.#outstanding) if (!segment.isReceived) segment.isLost = true;
    this.#flight = 0;
    this.#recoverUntil = this.#nextByte;
    this.#window.timedOut(isFirst, this.#queue.nowMs);
    this.#send();
  }

  #send(): void {
    const { nowMs } = this.#queue;
    for (const segment of this.#outstanding) {
      if (this.#flight >= this.#window.segments) break;
      if (!segment.isLost || segment.isReceived) continue;
      segment.isLost = false;
      segment.isRepeated = true;
      this.#out(segment, nowMs);
    }
    while (this.#flight < this.#window.segments && this.#nextByte < this.#writtenBytes) {
      const from = this.#nextByte;
      const to = Math.min(this.#writtenBytes, from + SEGMENT_BYTES);
      const segment = { from, to, sentAtMs: nowMs, isReceived: false, isLost: false, isRepeated: false };
      this.#nextByte = to;
      this.#outstanding.push(segment);
      this.#out(segment, nowMs);
    }
    this.#callOffProbe();
    if (this.#outstanding.length === 0) {
      this.#timer.stop();
      return;
    }
    this.#timer.start();
    const aloneMs = this.#outstanding.length === 1 ? PROBE_ALONE_MS : 0;
    const probeMs = PROBE_ROUND_TRIPS * this.#timer.roundTripMs + aloneMs;
    if (!this.#hasProbed && probeMs < this.#timer.durationMs) {
      this.#callOffProbe = this.#queue.after(probeMs, () => this.#probe());
    }
  }

  #out(segment: Sent, nowMs: number): void {
    segment.sentAtMs = nowMs;
    this.#lastSentMs = nowMs;
    this.#flight += 1;
    this.#transmit({ from: segment.from, to: segment.to });
  }
}
