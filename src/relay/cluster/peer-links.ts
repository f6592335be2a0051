import { randomBytes } from 'node:crypto';
import type { Bus } from '../bus.ts';
import {
  type Beat,
  decodeBeat,
  decodeFrame,
  encodePeer,
  type Frame,
  type PeerMessage,
} from './peer-message.ts';

/** A relay says so often that it is there, and how far its numbers have come. */
export const BEAT_MS = 500;
/** A relay that is not heard for so long is gone. */
export const PEER_SILENT_MS = 3000;
/** Without a word of its own from the bus, a relay has lost it: sooner than others miss it. */
export const BUS_SILENT_MS = 2000;

const BEATS = 'rice.beats';
const inbox = (relay: string): string => `rice.relay.${relay}`;

export interface PeerLinksOptions {
  /** This relay's name, unique and new at each start. */
  readonly relay: string;
  readonly bus: Bus;
  readonly nowMs: () => number;
  readonly onMessage: (peer: string, message: PeerMessage) => void;
  /** Messages to or from that relay were lost, or it is gone: whatever went over this link is void. */
  readonly onBroken: (peer: string) => void;
  readonly onBus: (isUp: boolean) => void;
}

interface Incoming {
  link: string;
  /** Of the newest frame. */
  number: number;
  /** What its last beat said of it: a beat may overtake frames, but not by a whole beat. */
  announced: number;
  heardMs: number;
}

/**
 * Links between relays on a bus that loses things. Each direction is numbered, so what is lost is known to be lost
 * within two beats, and then the link begins anew at both ends: members whose words may be missing connect again.
 */
export class PeerLinks {
  readonly #options: PeerLinksOptions;
  readonly #outgoing = new Map<string, { readonly link: string; number: number }>();
  readonly #incoming = new Map<string, Incoming>();
  #isUp = false;
  #echoMs = Number.NEGATIVE_INFINITY;
  #beatMs = Number.NEGATIVE_INFINITY;
  #unreadable = 0;

  constructor(options: PeerLinksOptions) {
    this.#options = options;
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Messages on the bus that were none. */
  get unreadable(): number {
    return this.#unreadable;
  }

  /** Relays that are heard, without this one. */
  get peers(): readonly string[] {
    return [...this.#incoming.keys()];
  }

  isHeard(peer: string): boolean {
    return this.#incoming.has(peer);
  }

  /** @returns the end of it */
  async start(): Promise<() => void> {
    const { bus, relay } = this.#options;
    const ends = await Promise.all([
      bus.subscribe(inbox(relay), (bytes) => this.#hear(bytes)),
      bus.subscribe(BEATS, (bytes) => this.#feel(bytes)),
    ]);
    this.tick();
    return () => {
      this.#beat(true);
      for (const end of ends) end();
    };
  }

  send(peer: string, body: PeerMessage): void {
    const { bus, relay } = this.#options;
    const out = this.#outTo(peer);
    out.number += 1;
    bus.publish(inbox(peer), encodePeer({ from: relay, link: out.link, number: out.number, body }));
  }

  /** To be called some times a second. */
  tick(): void {
    const nowMs = this.#options.nowMs();
    if (nowMs - this.#beatMs >= BEAT_MS) {
      this.#beatMs = nowMs;
      this.#beat(false);
    }
    if (this.#isUp && nowMs - this.#echoMs > BUS_SILENT_MS) {
      this.#isUp = false;
      for (const peer of this.peers) this.#drop(peer);
      this.#options.onBus(false);
    }
    for (const [peer, { heardMs }] of this.#incoming) {
      if (nowMs - heardMs > PEER_SILENT_MS) this.#drop(peer);
    }
  }

  #beat(isLast: boolean): void {
    const { bus, relay } = this.#options;
    bus.publish(BEATS, encodePeer({ from: relay, sent: Object.fromEntries(this.#outgoing), isLast }));
  }

  #feel(bytes: Uint8Array): void {
    const beat = decodeBeat(bytes);
    if (beat === undefined) {
      this.#unreadable += 1;
    } else if (beat.from === this.#options.relay) {
      this.#echoMs = this.#options.nowMs();
      if (!this.#isUp) {
        this.#isUp = true;
        this.#options.onBus(true);
      }
    } else if (beat.isLast) {
      this.#drop(beat.from);
    } else {
      this.#compare(beat);
    }
  }

  #compare({ from, sent }: Beat): void {
    const said = sent[this.#options.relay];
    const known = this.#incoming.get(from);
    if (known === undefined || said === undefined) {
      this.#meet(from, said?.link ?? '', said?.number ?? 0);
      return;
    }
    known.heardMs = this.#options.nowMs();
    if (known.link === '') {
      known.link = said.link;
    } else if (known.link !== said.link) {
      this.#renewed(from, known, said.link);
    } else if (known.number < known.announced) {
      this.#lost(from, known, known.announced);
    }
    known.announced = said.number;
  }

  /** A relay is heard for the first time, or again, or has nothing to say to this one yet. */
  #meet(peer: string, link: string, number: number): void {
    const known = this.#incoming.get(peer);
    if (known !== undefined && known.link !== link) this.#options.onBroken(peer);
    this.#incoming.set(peer, { link, number, announced: number, heardMs: this.#options.nowMs() });
    this.#outTo(peer);
  }

  #hear(bytes: Uint8Array): void {
    const frame = decodeFrame(bytes);
    if (frame === undefined) {
      // Its number is missing now, and so the link begins anew.
      this.#unreadable += 1;
      return;
    }
    const known = this.#arrived(frame);
    if (known.number + 1 !== frame.number) {
      this.#lost(frame.from, known, frame.number);
      return;
    }
    known.number = frame.number;
    this.#options.onMessage(frame.from, frame.body);
  }

  #arrived({ from, link }: Frame): Incoming {
    const known = this.#incoming.get(from);
    if (known === undefined || known.link === '') {
      const begun = { link, number: 0, announced: 0, heardMs: this.#options.nowMs() };
      this.#incoming.set(from, begun);
      return begun;
    }
    if (known.link !== link) this.#renewed(from, known, link);
    return known;
  }

  /** The other end has begun anew. */
  #renewed(peer: string, known: Incoming, link: string): void {
    known.link = link;
    known.number = 0;
    known.announced = 0;
    this.#options.onBroken(peer);
  }

  /** Something did not arrive: the other end learns of it by a new link in this direction. */
  #lost(peer: string, known: Incoming, number: number): void {
    known.number = number;
    this.#outgoing.delete(peer);
    this.#outTo(peer);
    this.#options.onBroken(peer);
  }

  #drop(peer: string): void {
    if (!this.#incoming.delete(peer)) return;
    this.#outgoing.delete(peer);
    this.#options.onBroken(peer);
  }

  #outTo(peer: string): { readonly link: string; number: number } {
    const known = this.#outgoing.get(peer);
    if (known !== undefined) return known;
    const begun = { link: randomBytes(6).toString('base64url'), number: 0 };
    this.#outgoing.set(peer, begun);
    return begun;
  }
}
