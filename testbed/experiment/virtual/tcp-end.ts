import type { EventQueue } from '../../loop/event-queue.ts';
import { TcpReceiver } from './tcp-receiver.ts';
import { type Acknowledgement, type Span, TcpSender } from './tcp-sender.ts';

/** Every packet acknowledges; most carry a piece of the stream as well. */
export interface TcpPacket {
  readonly segment: Span | null;
  readonly acknowledgement: Acknowledgement;
}

/** Ethernet 14, IP 20, TCP with time stamps 32. */
export const HEADER_BYTES = 66;

interface Written<T> {
  readonly to: number;
  readonly bytes: number;
  readonly content: T;
}

/**
 * One end of a connection. What is written comes out of the other end later, whole and in order; the contents
 * themselves do not travel: the other end asks for them when their bytes have come.
 */
export class TcpEnd<Out, In> {
  readonly #sender: TcpSender;
  readonly #receiver: TcpReceiver;
  readonly #deliver: (content: In, bytes: number) => void;
  #peer: TcpEnd<In, Out> | null = null;
  #written: Written<Out>[] = [];

  constructor(
    queue: EventQueue,
    push: (bytes: number, packet: TcpPacket) => void,
    deliver: (content: In, bytes: number) => void,
  ) {
    this.#deliver = deliver;
    const send = (segment: Span | null): void => {
      const bytes = HEADER_BYTES + (segment === null ? 0 : segment.to - segment.from);
      push(bytes, { segment, acknowledgement: this.#receiver.take() });
    };
    this.#receiver = new TcpReceiver(queue, () => send(null));
    this.#sender = new TcpSender(queue, send);
  }

  /** Two ends make a connection. */
  join(peer: TcpEnd<In, Out>): void {
    this.#peer = peer;
    peer.#peer = this;
  }

  /** Written and not acknowledged, bytes. */
  get pendingBytes(): number {
    return this.#sender.pendingBytes;
  }

  /** Written since the begin, bytes. */
  get writtenBytes(): number {
    return this.#sender.writtenBytes;
  }

  /** Came in order since the begin, bytes. */
  get deliveredBytes(): number {
    return this.#receiver.until;
  }

  write(bytes: number, content: Out): void {
    this.#written.push({ to: this.#sender.writtenBytes + bytes, bytes, content });
    this.#sender.write(bytes);
  }

  /** A packet came. */
  receive({ segment, acknowledgement }: TcpPacket): void {
    this.#sender.acknowledged(acknowledgement);
    if (segment === null) return;
    this.#receiver.arrived(segment);
    const peer = this.#peer;
    if (peer === null) throw new Error('[virtual] an end that was not joined');
    for (const { content, bytes } of peer.#takeUntil(this.#receiver.until)) this.#deliver(content, bytes);
  }

  /** What of the written is complete at the other end now. */
  #takeUntil(until: number): readonly Written<Out>[] {
    let count = 0;
    while ((this.#written[count]?.to ?? Number.POSITIVE_INFINITY) <= until) count += 1;
    return count === 0 ? [] : this.#written.splice(0, count);
  }
}
