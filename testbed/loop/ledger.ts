import type { BlockReason } from '../../src/model/gate/outcome.ts';
import type { Bin } from '../../src/model/measure/bin.ts';
import type { NetLevel } from '../../src/model/session/session-state.ts';
import type { MachineControl } from './live/machine-control.ts';
import { RivalBench } from './rivals.ts';

/** Told at every tick: the level, and the rivals that alarm. */
export type TickListener = (level: NetLevel, alarming: readonly string[], atMs: number) => void;

/** How often a rule began to alarm; `disturbed`: so often while the machine itself was late. */
export interface Alarms {
  readonly all: number;
  readonly disturbed: number;
}

/** What the detectors said in one stretch of a session. */
export interface Stretch {
  readonly seconds: number;
  /** Of those, within 2 s of a moment in which the machine was late. */
  readonly disturbedSeconds: number;
  /** The session's own levels (this one or worse), the gate's reasons to close, and the rival rules. */
  readonly levels: Readonly<Record<'warn' | 'bad' | 'stall', Alarms>>;
  readonly gate: Readonly<Record<string, Alarms>>;
  readonly rivals: Readonly<Record<string, Alarms>>;
  /** Completed round trips, ms, in the order of their answers. */
  readonly roundTripsMs: readonly number[];
  /** The latest tick or control: what this machine did to the bench. */
  readonly worstLateMs: number;
  readonly supplyBytes: number;
  readonly actions: number;
}

const RANK: Readonly<Record<NetLevel, number>> = { ok: 0, warn: 1, bad: 2, stall: 3 };
const NONE: Alarms = { all: 0, disturbed: 0 };
/** Of one stretch. */
const MAX_ROUND_TRIPS = 1_000_000;

/** Counts what the detectors say. */
export class Ledger {
  isOver = false;
  readonly #control: MachineControl;
  readonly #rivals = new RivalBench();
  readonly #sentAtMs = new Map<number, number>();
  readonly #listeners = new Set<TickListener>();
  #level: NetLevel = 'ok';
  #blocked: BlockReason | null = null;
  #alarming: readonly string[] = [];
  #count = fresh(this.#rivals);

  constructor(control: MachineControl) {
    this.#control = control;
  }

  bin(bin: Bin): void {
    const count = this.#count;
    const isDisturbed = this.#control.isDisturbed(bin.atMs);
    count.seconds += bin.lengthMs / 1000;
    if (isDisturbed) count.disturbedSeconds += bin.lengthMs / 1000;
    count.supplyBytes += bin.supplyBytes;
    for (const { actions } of bin.activity) count.actions += actions;
    for (const level of ['warn', 'bad', 'stall'] as const) {
      const began = RANK[this.#level] < RANK[level] && RANK[bin.level] >= RANK[level];
      if (began) note(count.levels, level, isDisturbed);
    }
    this.#level = bin.level;
    const alarming = this.#rivals.tick(bin.atMs);
    for (const name of alarming) if (!this.#alarming.includes(name)) note(count.rivals, name, isDisturbed);
    this.#alarming = alarming;
    for (const listener of this.#listeners) listener(bin.level, alarming, bin.atMs);
  }

  sent(id: number, nowMs: number): void {
    this.#sentAtMs.set(id, nowMs);
    this.#rivals.sent(id, nowMs);
  }

  answered(id: number, nowMs: number): void {
    const sentAtMs = this.#sentAtMs.get(id);
    this.#sentAtMs.delete(id);
    this.#rivals.answered(id, nowMs);
    if (sentAtMs === undefined || this.#count.roundTripsMs.length >= MAX_ROUND_TRIPS) return;
    this.#count.roundTripsMs.push(Math.round((nowMs - sentAtMs) * 10) / 10);
  }

  gate(blocked: BlockReason | null, nowMs: number): void {
    if (blocked !== null && this.#blocked === null) {
      note(this.#count.gate, blocked, this.#control.isDisturbed(nowMs));
    }
    this.#blocked = blocked;
  }

  onTick(listener: TickListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  take(): Stretch {
    const count = this.#count;
    this.#count = fresh(this.#rivals);
    return { ...count, worstLateMs: Math.round(this.#control.takeWorstMs()) };
  }
}

function note<K extends string>(to: Record<K, Alarms>, name: K, isDisturbed: boolean): void {
  const { all, disturbed } = to[name] ?? NONE;
  to[name] = { all: all + 1, disturbed: disturbed + (isDisturbed ? 1 : 0) };
}

function fresh({ rivals }: RivalBench) {
  return {
    seconds: 0,
    disturbedSeconds: 0,
    levels: { warn: NONE, bad: NONE, stall: NONE },
    gate: {} as Record<string, Alarms>,
    rivals: Object.fromEntries(rivals.map(({ name }) => [name, NONE])),
    roundTripsMs: [] as number[],
    supplyBytes: 0,
    actions: 0,
  };
}
