import { WHEEL_MASK } from '../gate/classify.ts';
import type { ClientMessage, ServerEvent } from '../rfb/messages.ts';
import type { Session } from '../session/session.ts';
import { type Bin, type BinActivity, MAX_BIN_FUNCTIONS } from './bin.ts';
import type { InputKind } from './demand-meter.ts';
import type { DemandReading, PathReading, SupplyReading } from './readings.ts';
import { ResponseMeter } from './response-meter.ts';
import { UpdateTrain } from './update-train.ts';

/** One input message, as the gate judged it. */
export interface JudgedInput {
  readonly kind: InputKind;
  /** The profile's name for what it does; null: not marked, or no press. */
  readonly function: string | null;
  readonly attemptedBytes: number;
  /** 0: nothing of it went out. */
  readonly deliveredBytes: number;
}

/** What the other parts know at a bin's end. */
export interface BinSight {
  readonly path: PathReading;
  readonly demand: DemandReading;
  readonly supply: SupplyReading;
  readonly session: Session;
  readonly unacknowledged: number;
}

type Tally = { -readonly [K in keyof BinActivity]: BinActivity[K] };

/** Collects what happens between two ticks. Costs a few additions a message; nothing is kept longer than a bin. */
export class BinMeter {
  readonly #response = new ResponseMeter();
  readonly #train = new UpdateTrain();
  #sinceMs: number;
  #tallies: Tally[] = [];
  #supplyBytes = 0;
  #updates = 0;
  #roundTripMs: number | null = null;
  #baseMs: number | null = null;
  /** What the button that went down last belongs to, its moves and its release with it; and the key. */
  #pressed = 'pointer';
  #keyed = 'keyboard';
  #buttonMask = 0;

  constructor(nowMs: number) {
    this.#sinceMs = nowMs;
  }

  input(message: ClientMessage, judged: JudgedInput, nowMs: number): void {
    const isAction = judged.kind !== 'motion';
    const tally = this.#tally(this.#functionOf(message, judged));
    tally.attemptedBytes += judged.attemptedBytes;
    tally.deliveredBytes += judged.deliveredBytes;
    if (isAction) tally.actions += 1;
    if (judged.kind === 'retry') tally.retries += 1;
    if (judged.deliveredBytes === 0) return;
    tally.messages += 1;
    if (!isAction) return;
    tally.delivered += 1;
    this.#response.pressed(message.type === 'pointer' ? message : null, nowMs);
  }

  /** Bytes of the server's stream; taken back, as a negative number, when they were a reply to us. */
  bytes(count: number, nowMs: number): void {
    this.#supplyBytes += count;
    this.#train.chunk(count, nowMs);
  }

  server(event: ServerEvent, nowMs: number): void {
    if (event.type === 'update-start') this.#train.began(nowMs);
    if (event.type === 'rect' && event.encoding >= 0) {
      this.#response.picture(event.x, event.y, event.width, event.height, nowMs, this.#baseMs);
    }
    if (event.type !== 'update-end') return;
    this.#updates += 1;
    this.#train.ended(nowMs);
  }

  answered(roundTripMs: number | null): void {
    this.#roundTripMs = roundTripMs;
  }

  /** The bin that ends now. */
  take({ path, demand, supply, session, unacknowledged }: BinSight, nowMs: number): Bin {
    const bin: Bin = {
      atMs: nowMs,
      lengthMs: Math.max(0, nowMs - this.#sinceMs),
      activity: this.#tallies,
      supplyBytes: Math.max(0, this.#supplyBytes),
      updates: this.#updates,
      ...this.#train.take(),
      ...this.#response.take(nowMs),
      roundTripMs: this.#roundTripMs,
      effectiveMs: path.effectiveMs,
      baseMs: path.baseMs,
      level: path.level,
      quality: path.quality,
      probe: path.probe,
      settled: path.confidence === 'high',
      state: session.name,
      noData: session.flags.noData,
      idleLabel: session.idleLabel,
      unacknowledged,
      retryRatio: demand.retryRatio,
      freezes: supply.freezes,
      frozenRatio: supply.frozenRatio,
    };
    this.#sinceMs = nowMs;
    this.#tallies = [];
    this.#supplyBytes = 0;
    this.#updates = 0;
    this.#roundTripMs = null;
    this.#baseMs = path.baseMs;
    return bin;
  }

  /** A move that had to wait went out. */
  moved(bytes: number): void {
    const tally = this.#tally(this.#buttonMask === 0 ? 'pointing' : this.#pressed);
    tally.deliveredBytes += bytes;
    tally.messages += 1;
  }

  #functionOf(message: ClientMessage, { kind, function: marked }: JudgedInput): string {
    if (message.type === 'key') {
      if (kind !== 'motion') this.#keyed = marked ?? 'keyboard';
      return this.#keyed;
    }
    if (message.type !== 'pointer') return 'clipboard';
    const before = this.#buttonMask;
    this.#buttonMask = message.buttonMask;
    if (kind === 'motion') return before === 0 && message.buttonMask === 0 ? 'pointing' : this.#pressed;
    const isWheel = (message.buttonMask & WHEEL_MASK) !== 0;
    this.#pressed = marked ?? (isWheel ? 'wheel' : 'pointer');
    return this.#pressed;
  }

  #tally(name: string): Tally {
    const known = this.#tallies.find((each) => each.function === name);
    if (known !== undefined) return known;
    const isFull = this.#tallies.length >= MAX_BIN_FUNCTIONS - 1;
    if (isFull && name !== 'other') return this.#tally('other');
    const fresh: Tally = {
      function: name,
      actions: 0,
      retries: 0,
      delivered: 0,
      attemptedBytes: 0,
      deliveredBytes: 0,
      messages: 0,
    };
    this.#tallies.push(fresh);
    return fresh;
  }
}
