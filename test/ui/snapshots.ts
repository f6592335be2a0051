import { DEFAULT_QUALITY } from '../../src/model/codec/quality-policy.ts';
import type { BlockReason } from '../../src/model/gate/outcome.ts';
import type { SessionState } from '../../src/model/session/session-state.ts';
import type { Guarding, GuardingReason, Snapshot } from '../../src/model/snapshot.ts';

export const STATES: readonly SessionState[] = ['idle', 'stable', 'unstable', 'breakdown', 'recovery'];

/** Every member of a union, held complete by the compiler. */
function all<T extends string>(members: Readonly<Record<T, true>>): readonly T[] {
  return Object.keys(members).filter((each): each is T => each in members);
}

export const GUARDINGS = all<Guarding>({
  connecting: true,
  guarded: true,
  measuring: true,
  unverified: true,
  unguarded: true,
  closed: true,
});

export const BLOCK_REASONS = all<BlockReason>({
  'probe-overdue': true,
  'input-overdue': true,
  breakdown: true,
  'burst-cut': true,
  retry: true,
  'no-credit': true,
  'not-armed': true,
  hazardous: true,
  confirm: true,
  interfered: true,
  'stale-input': true,
  'no-data': true,
  unverified: true,
  fault: true,
  'no-control': true,
  'held-through-block': true,
  closed: true,
});

export const GUARDING_REASONS = all<GuardingReason>({
  'not-rfb': true,
  'unknown-version': true,
  'unknown-security-type': true,
  'unexpected-handshake': true,
  'unknown-message': true,
  'unknown-encoding': true,
  'bad-encoding-data': true,
  'bad-pixel-format': true,
  'length-over-limit': true,
  'foreign-dialect': true,
  base64: true,
  kasm: true,
  'not-binary': true,
  encrypted: true,
  fault: true,
  'opened-before-hook': true,
});

export interface SnapshotParts
  extends Partial<Omit<Snapshot, 'path' | 'demand' | 'supply' | 'flags' | 'quality'>> {
  readonly path?: Partial<Snapshot['path']>;
  readonly demand?: Partial<Snapshot['demand']>;
  readonly supply?: Partial<Snapshot['supply']>;
  readonly flags?: Partial<Snapshot['flags']>;
  readonly quality?: Partial<Snapshot['quality']>;
}

/** A guarded, stable session on a good link, with what the test cares about changed. */
export function snapshotOf(parts: SnapshotParts = {}): Snapshot {
  return {
    connection: 'c1',
    nowMs: 100_000,
    guarding: 'guarded',
    guardingReason: null,
    state: 'stable',
    stateSinceMs: 88_000,
    idleLabel: null,
    blocked: null,
    blockedMs: 0,
    unacknowledged: 0,
    droppedPresses: 0,
    cutBurst: null,
    normalCredit: { used: 0, limit: 8 },
    hazardousCredit: { used: 0, limit: 2 },
    waitingMs: null,
    armed: true,
    override: { state: 'impossible', remainingMs: 0 },
    seat: { state: 'solo', leftMs: 0 },
    confirm: null,
    stuckButtons: 0,
    instrument: { match: 'none', name: '', socketHost: '', width: 0, height: 0 },
    pointer: null,
    desktopName: 'Microscope 2',
    ...parts,
    flags: { warn: false, noData: false, degraded: false, nonIdeal: false, ...parts.flags },
    path: {
      probe: 'fence',
      confidence: 'high',
      roundTripMs: 42,
      effectiveMs: 42,
      baseMs: 38,
      excessMs: 4,
      trendMsPerSecond: 1,
      unansweredMs: 20,
      stallAfterMs: 250,
      level: 'ok',
      quality: 0.98,
      probeBitsPerSecond: 4_000,
      ...parts.path,
    },
    demand: {
      attemptedPerSecond: 3.2,
      deliveredPerSecond: 3.2,
      attemptedBitsPerSecond: 410,
      deliveredBitsPerSecond: 410,
      wireBitsPerSecond: 2_900,
      retryRatio: 0,
      sinceInputMs: 150,
      ...parts.demand,
    },
    supply: {
      rateBitsPerSecond: 1_240_000,
      updatesPerSecond: 9.8,
      freezes: 0,
      frozenRatio: 0,
      sinceUpdateMs: 80,
      ...parts.supply,
    },
    quality: {
      policy: DEFAULT_QUALITY,
      support: 'works',
      reason: null,
      level: 6,
      pageLevel: 6,
      cause: 'page',
      offer: null,
      isFocused: false,
      isLossy: true,
      full: { state: 'off', share: 0 },
      ...parts.quality,
    },
  };
}

/** The same session while presses have been held back for two seconds. */
export function blockedBy(reason: BlockReason, parts: SnapshotParts = {}): Snapshot {
  return snapshotOf({ state: 'unstable', blocked: reason, blockedMs: 2_000, ...parts });
}

/** What a snapshot says of the instrument. */
export function instrumentOf(match: Snapshot['instrument']['match'], name: string): Snapshot['instrument'] {
  return { match, name, socketHost: 'instrument.example:6080', width: 640, height: 480 };
}
