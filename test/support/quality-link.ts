import { Quality, type QualityEffect } from '../../src/model/codec/quality.ts';
import type { QualityPolicy } from '../../src/model/codec/quality-policy.ts';
import { SessionWatch } from '../../src/model/guard/session-watch.ts';
import { DemandMeter } from '../../src/model/measure/demand-meter.ts';
import { Prober } from '../../src/model/measure/prober.ts';
import { SupplyMeter } from '../../src/model/measure/supply-meter.ts';
import type { ClientMessage, ServerEvent } from '../../src/model/rfb/messages.ts';
import { ENCODING } from '../../src/model/rfb/numbers.ts';
import { seededRandom } from '../../testbed/link/random.ts';
import { EventQueue } from '../../testbed/loop/event-queue.ts';
import { FENCE_REQUEST, fenceReply, rect, serverInit } from '../../testbed/loop/server-events.ts';
import { Way, type WaySettings } from '../../testbed/loop/way.ts';
import { setEncodings } from './guard-messages.ts';

/** The measured ratios of docs/quality-law.md, by level. */
const BYTES_BY_LEVEL = [0.16, 0.31, 0.41, 0.42, 0.62, 0.92, 1, 1.24, 1.56, 3.06] as const;
const TICK_MS = 50;
const SCREEN = { width: 640, height: 480 };
const PROBE_BYTES = 25;
/** What the link serves at a time. */
const PIECE_BYTES = 8192;
const QUALITY_ENTRY = -32;

export interface QualityLinkOptions {
  readonly seed?: number;
  readonly policy: QualityPolicy;
  readonly capacityBitsPerSecond: number;
  readonly roundTripMs?: number;
  readonly jitterMs?: number;
  /** Of a frame at 6, in bytes. */
  readonly frameBytes?: number;
  readonly frameMs?: number;
  /** false: the picture is the same at every level, as QEMU's without lossy=on. */
  readonly hasEffect?: boolean;
  /** A relay hands on what it read at once. */
  readonly messageBytes?: number;
  /** Whether the user acts at a time, every 300 ms. */
  readonly isActive?: (nowMs: number) => boolean;
  readonly pageLevel?: number;
}

export interface LevelChange {
  readonly atMs: number;
  readonly level: number;
}

type Packet =
  | { readonly type: 'fence'; readonly payload: Uint8Array; readonly sentAtMs: number }
  | { readonly type: 'frame'; readonly frame: Frame; readonly isFirst: boolean; readonly isLast: boolean };

interface Frame {
  readonly bytes: number;
}

/**
 * A picture that changes all over, a server that writes the next one when the one before has left it (as TigerVNC's
 * congestion control does about), a link that queues, and the real measures around a Quality: the loop it closes, in
 * virtual time. A model: what is measured on real servers is in docs/measurements.md.
 */
export class QualityLink {
  readonly queue = new EventQueue();
  readonly quality: Quality;
  /** Round trips of probes, by when they were answered. */
  readonly roundTrips: { readonly atMs: number; readonly ms: number }[] = [];
  /** What the server was told, the page's own first. */
  readonly levels: LevelChange[] = [];
  readonly effects: { readonly atMs: number; readonly effect: QualityEffect; readonly isStall: boolean }[] =
    [];
  bytes = 0;
  frames = 0;
  readonly #options: Required<QualityLinkOptions>;
  readonly #random: () => number;
  readonly #down: Way<Packet>;
  readonly #up: Way<() => void>;
  readonly #prober: Prober;
  readonly #watch: SessionWatch;
  readonly #demand: DemandMeter;
  readonly #supply: SupplyMeter;
  readonly #list: readonly number[];
  #level: number;
  #isDirty = true;
  #offsetBytes = 0;
  #message: { bytes: number; readonly packets: Packet[] } = { bytes: 0, packets: [] };
  #sequence = 0;
  #nonces = 0;

  constructor(options: QualityLinkOptions) {
    this.#options = {
      seed: 1,
      roundTripMs: 40,
      jitterMs: 2,
      frameBytes: 98_000,
      frameMs: 97,
      hasEffect: true,
      messageBytes: 16_384,
      isActive: () => true,
      pageLevel: 6,
      ...options,
    };
    const { seed, capacityBitsPerSecond, pageLevel, policy } = this.#options;
    this.#random = seededRandom(seed);
    this.#level = pageLevel;
    this.#list = [ENCODING.copyRect, ENCODING.tight, QUALITY_ENTRY + pageLevel, -254, ENCODING.fence];
    this.levels.push({ atMs: 0, level: pageLevel });
    this.#down = new Way(this.queue, this.#way(capacityBitsPerSecond), this.#random, (packet, bytes) => {
      this.#arrived(packet, bytes);
      this.#write();
    });
    this.#up = new Way(this.queue, this.#way(10_000_000), this.#random, (arrived) => arrived());
    this.#prober = new Prober({
      nowMs: 0,
      randomNonce: () => Uint8Array.of(++this.#nonces >> 8, this.#nonces & 255, 7),
    });
    this.#watch = new SessionWatch(0);
    this.#demand = new DemandMeter(0);
    this.#supply = new SupplyMeter(0);
    this.quality = new Quality(policy, 0);
    this.#begin();
  }

  run(untilMs: number): this {
    this.queue.run(untilMs);
    return this;
  }

  capacity(bitsPerSecond: number): this {
    this.#down.change(this.#way(bitsPerSecond));
    return this;
  }

  /** Others take their part of the link, and fill its queue. */
  shared(bitsPerSecond: number, queueMs: number): this {
    const way = this.#way(bitsPerSecond);
    this.#down.change({ ...way, delayMs: way.delayMs + queueMs });
    return this;
  }

  stall(): this {
    this.#down.stall();
    this.#up.stall();
    return this;
  }

  heal(): this {
    this.#down.heal();
    this.#up.heal();
    return this;
  }

  get level(): number {
    return this.levels.at(-1)?.level ?? -1;
  }

  changesIn(fromMs: number, toMs: number): number {
    return this.levels.filter(({ atMs }) => atMs > fromMs && atMs <= toMs).length;
  }

  /** A quantile of the round trips that were answered in a time. */
  roundTrip(part: number, fromMs: number, toMs = this.queue.nowMs): number {
    const within = this.roundTrips.filter(({ atMs }) => atMs > fromMs && atMs <= toMs);
    const sorted = within.map(({ ms }) => ms).sort((a, b) => a - b);
    return sorted[Math.floor(part * sorted.length)] ?? Number.NaN;
  }

  /** The lowest level in force in a time. */
  lowestIn(fromMs: number, toMs: number): number {
    const before = this.levels.filter(({ atMs }) => atMs <= fromMs).at(-1);
    const within = this.levels.filter(({ atMs }) => atMs > fromMs && atMs <= toMs);
    return Math.min(...[...(before === undefined ? [] : [before]), ...within].map(({ level }) => level));
  }

  #way(rateBitsPerSecond: number): WaySettings {
    const { roundTripMs, jitterMs } = this.#options;
    return { rateBitsPerSecond, delayMs: roundTripMs / 2, jitterMs, queueLimitBytes: 1 };
  }

  #begin(): void {
    this.#server(serverInit(SCREEN));
    this.#client(setEncodings(this.#list));
    this.#server(FENCE_REQUEST);
    const frame = () => {
      this.#isDirty = true;
      this.#write();
      this.queue.after(this.#options.frameMs, frame);
    };
    const tick = () => {
      this.#tick();
      this.queue.after(TICK_MS, tick);
    };
    const act = () => {
      if (this.#options.isActive(this.queue.nowMs)) this.#act();
      this.queue.after(300, act);
    };
    frame();
    tick();
    act();
  }

  #act(): void {
    const { nowMs } = this.queue;
    this.#demand.attempted(6, 'action', nowMs);
    this.#watch.pressed(true, nowMs);
  }

  /** The server writes a frame when there is one and the one before is gone. */
  #write(): void {
    if (!this.#isDirty || this.#down.isFull) return;
    this.#isDirty = false;
    const { frameBytes, hasEffect, messageBytes } = this.#options;
    const pieceBytes = Math.min(PIECE_BYTES, messageBytes);
    const ratio = BYTES_BY_LEVEL[hasEffect ? this.#level : 6] ?? 1;
    const bytes = Math.round(frameBytes * ratio * (0.95 + 0.1 * this.#random()));
    const frame: Frame = { bytes };
    for (let at = 0; at < bytes; at += pieceBytes) {
      const size = Math.min(pieceBytes, bytes - at);
      this.#down.push(size, { type: 'frame', frame, isFirst: at === 0, isLast: at + size >= bytes });
    }
  }

  #arrived(packet: Packet, bytes: number): void {
    const message = this.#message;
    message.bytes += bytes;
    message.packets.push(packet);
    const isDone = packet.type === 'fence' || packet.isLast || message.bytes >= this.#options.messageBytes;
    if (!isDone) return;
    this.#message = { bytes: 0, packets: [] };
    this.#chunk(message.bytes, message.packets);
  }

  #chunk(bytes: number, packets: readonly Packet[]): void {
    const { nowMs } = this.queue;
    this.bytes += bytes;
    this.#supply.bytes(bytes, nowMs);
    this.quality.bytes(bytes, nowMs);
    for (const packet of packets) {
      if (packet.type === 'fence') this.#answered(packet.payload, packet.sentAtMs);
      else this.#piece(packet);
    }
  }

  #piece({ frame, isFirst, isLast }: Extract<Packet, { readonly type: 'frame' }>): void {
    const startByte = this.#offsetBytes;
    if (isFirst) {
      this.#server({ type: 'update-start', startByte, rects: 1 });
      this.#server(rect(ENCODING.tight, SCREEN.width, SCREEN.height));
    }
    if (!isLast) return;
    this.#offsetBytes += frame.bytes;
    this.frames++;
    this.#supply.update(this.queue.nowMs);
    this.#server({ type: 'update-end', startByte, endByte: this.#offsetBytes, rects: 1 });
  }

  #answered(payload: Uint8Array, sentAtMs: number): void {
    const { nowMs } = this.queue;
    this.roundTrips.push({ atMs: nowMs, ms: nowMs - sentAtMs });
    this.quality.bytes(-PROBE_BYTES, nowMs);
    this.#prober.server(fenceReply(payload, PROBE_BYTES), nowMs);
    this.#watch.answered(this.#prober.reading(nowMs), this.#prober.acknowledgedSequence, nowMs);
  }

  #server(event: ServerEvent): void {
    this.#prober.server(event, this.queue.nowMs);
    this.quality.server(event, this.queue.nowMs);
  }

  #client(message: ClientMessage): void {
    this.#prober.client(message);
    this.quality.client(message, this.queue.nowMs);
  }

  #tick(): void {
    const { nowMs } = this.queue;
    const demand = this.#demand.reading(nowMs);
    const path = this.#prober.reading(nowMs);
    this.#watch.tick(path, demand, this.#sequence, null, nowMs);
    const probe = this.#prober.next(nowMs, ++this.#sequence, this.#watch.pace(true, nowMs));
    if (probe !== null) this.#probe(probe);
    const { name: state, flags } = this.#watch.session;
    const supply = this.#supply.reading(nowMs);
    const sight = { path, demand, supply, state, flags, isVisible: true, isDragging: false };
    for (const effect of this.quality.tick(sight, nowMs)) this.#perform(effect, path.level === 'stall');
  }

  #probe(bytes: Uint8Array): void {
    const payload = bytes.slice(9);
    const sentAtMs = this.queue.nowMs;
    this.#up.push(bytes.length, () => this.#down.push(PROBE_BYTES, { type: 'fence', payload, sentAtMs }));
  }

  #perform(effect: QualityEffect, isStall: boolean): void {
    const { nowMs } = this.queue;
    this.effects.push({ atMs: nowMs, effect, isStall });
    if (effect.type !== 'encodings') return;
    const view = new DataView(effect.bytes.buffer);
    const level = view.getInt32(4 + 4 * 2) - QUALITY_ENTRY;
    this.levels.push({ atMs: nowMs, level });
    this.#up.push(effect.bytes.length, () => {
      this.#level = level;
    });
  }
}
