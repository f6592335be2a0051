import type { QualityReading } from './codec/quality-reading.ts';
import type { BlockReason } from './gate/outcome.ts';
import type { DemandReading, PathReading, SupplyReading } from './measure/readings.ts';
import type { DesyncReason } from './rfb/messages.ts';
import type { IdleLabel, SessionFlags, SessionState } from './session/session-state.ts';

/**
 * How far this connection is guarded.
 * - connecting: handshake; nothing to guard yet
 * - guarded: both directions are read, the gate decides
 * - measuring: both directions are read, the site is set to "measure only": nothing is held back
 * - unverified: the server's stream cannot be read any more; hazardous input is blocked
 * - unguarded: the client's stream cannot be read; everything passes and this must be seen
 * - closed: the connection ended
 */
export type Guarding = 'connecting' | 'guarded' | 'measuring' | 'unverified' | 'unguarded' | 'closed';

/** Why a connection is unverified or unguarded. */
export type GuardingReason =
  | DesyncReason
  | 'base64'
  | 'kasm'
  | 'not-binary'
  | 'encrypted'
  | 'fault'
  | 'opened-before-hook';

/** What became of the burst that was cut: told to the user before presses pass again. */
export interface CutBurst {
  /** Presses of the burst that were sent. */
  readonly sent: number;
  /** Presses of the burst that were dropped. */
  readonly dropped: number;
  readonly sinceMs: number;
}

/** Unacknowledged actions of a class, and how many there may be in this state. */
export interface CreditReading {
  readonly used: number;
  readonly limit: number;
}

/** Whether the user may go past the gate, and whether they are doing it. */
export interface OverrideReading {
  /** impossible: nothing to override now, or a fault; spent: too often within ten minutes. */
  readonly state: 'forbidden' | 'impossible' | 'spent' | 'available' | 'active';
  /** How long the active one lasts at most; 0 otherwise. */
  readonly remainingMs: number;
}

/** Which instrument this is, by the facility's profiles. unknown: there are profiles, and none is for this host. */
export interface InstrumentReading {
  readonly match: 'none' | 'matched' | 'unknown';
  /** The profile's; '' unless matched. */
  readonly name: string;
  /** Host of the connection, with its port if there is one. */
  readonly socketHost: string;
  /** Size of the framebuffer in pixels; 0 before the server told it. */
  readonly width: number;
  readonly height: number;
}

/** The gate's side of a room's control lock. */
export interface SeatReading {
  /**
   * - solo: no room, the lock is not asked
   * - watching: in a room, without control
   * - opening: control is granted, and waits for the answer to its first renewal, or to one that is late
   * - open: control is here
   * - draining: control is over, and something may still execute
   */
  readonly state: 'solo' | 'watching' | 'opening' | 'open' | 'draining';
  /** How long it stays open without another answer; 0 unless open. */
  readonly leftMs: number;
}

/** Where the page's client last said the pointer is, whether or not that was sent on. */
export interface PointerReading {
  /** Framebuffer pixels. */
  readonly x: number;
  readonly y: number;
  /** nowMs at which it said so. */
  readonly atMs: number;
}

/** Everything the overlay shows about one connection, at one instant. Plain data: it crosses a message port. */
export interface Snapshot {
  readonly connection: string;
  readonly nowMs: number;
  readonly guarding: Guarding;
  readonly guardingReason: GuardingReason | null;
  readonly state: SessionState;
  /** nowMs at which the state began. */
  readonly stateSinceMs: number;
  readonly flags: SessionFlags;
  readonly idleLabel: IdleLabel | null;
  /** null: presses may go out. */
  readonly blocked: BlockReason | null;
  /** For how long presses have been blocked. */
  readonly blockedMs: number;
  /** Presses sent that the server has not acknowledged: they may still execute. */
  readonly unacknowledged: number;
  /** Presses dropped since the gate closed. */
  readonly droppedPresses: number;
  readonly cutBurst: CutBurst | null;
  readonly normalCredit: CreditReading;
  readonly hazardousCredit: CreditReading;
  /** A retry was held back: its predecessor was sent so long ago and is not acknowledged. null: none lately. */
  readonly waitingMs: number | null;
  /** false: after a Breakdown, hazardous functions wait for the user's word. */
  readonly armed: boolean;
  readonly override: OverrideReading;
  readonly seat: SeatReading;
  /** The function whose press has to be made again to be sent; null: none is asked for. */
  readonly confirm: string | null;
  /** Mask of buttons that this server may have kept down from an earlier connection. */
  readonly stuckButtons: number;
  readonly instrument: InstrumentReading;
  /** null: it never said. Tells which part of the screen a page shows that clips it. */
  readonly pointer: PointerReading | null;
  readonly path: PathReading;
  readonly demand: DemandReading;
  readonly supply: SupplyReading;
  readonly quality: QualityReading;
  readonly desktopName: string;
}
