import type { QualityReading } from '../codec/quality-reading.ts';
import type { CreditLimits } from '../gate/credit.ts';
import type { Gate } from '../gate/gate.ts';
import type { BlockReason } from '../gate/outcome.ts';
import type { DemandReading, PathReading, SupplyReading } from '../measure/readings.ts';
import type { Session } from '../session/session.ts';
import type {
  Guarding,
  GuardingReason,
  InstrumentReading,
  OverrideReading,
  PointerReading,
  SeatReading,
  Snapshot,
} from '../snapshot.ts';
import type { Appearance } from './appearance.ts';

export interface PictureParts {
  readonly connection: string;
  readonly desktopName: string;
  readonly guarding: Guarding;
  readonly guardingReason: GuardingReason | null;
  readonly session: Session;
  readonly blocked: BlockReason | null;
  readonly gate: Gate;
  readonly appearance: Appearance;
  readonly credit: CreditLimits;
  readonly armed: boolean;
  readonly override: OverrideReading;
  readonly seat: SeatReading;
  readonly stuckButtons: number;
  readonly instrument: InstrumentReading;
  readonly pointer: PointerReading | null;
  readonly path: PathReading;
  readonly demand: DemandReading;
  readonly supply: SupplyReading;
  readonly quality: QualityReading;
  readonly nowMs: number;
}

/** Everything the overlay shows, as plain data, at one instant. */
export function picture(parts: PictureParts): Snapshot {
  const { session, gate, appearance, nowMs } = parts;
  const waitingSinceMs = gate.waitingSinceMs(nowMs);
  return {
    connection: parts.connection,
    nowMs,
    guarding: parts.guarding,
    guardingReason: parts.guardingReason,
    state: session.name,
    stateSinceMs: session.sinceMs,
    flags: session.flags,
    idleLabel: session.idleLabel,
    blocked: parts.blocked,
    blockedMs: parts.blocked === null ? 0 : appearance.blockedMs(nowMs),
    unacknowledged: gate.unacknowledged.count,
    droppedPresses: appearance.droppedPresses,
    cutBurst: gate.burst.picture,
    normalCredit: { used: gate.unacknowledged.countOf('normal'), limit: parts.credit.normal },
    hazardousCredit: { used: gate.unacknowledged.countOf('hazardous'), limit: parts.credit.hazardous },
    waitingMs: waitingSinceMs === null ? null : nowMs - waitingSinceMs,
    armed: parts.armed,
    override: parts.override,
    seat: parts.seat,
    confirm: gate.confirming(nowMs),
    stuckButtons: parts.stuckButtons,
    instrument: parts.instrument,
    pointer: parts.pointer,
    path: parts.path,
    demand: parts.demand,
    supply: parts.supply,
    quality: parts.quality,
    desktopName: parts.desktopName,
  };
}
