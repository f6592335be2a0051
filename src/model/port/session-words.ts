import type { QualityCause } from '../codec/quality-reading.ts';
import { type Decoder, keyOf, string } from '../decode/decode.ts';
import type { BlockReason } from '../gate/outcome.ts';
import type { ProbeKind } from '../measure/readings.ts';
import type { DesyncReason } from '../rfb/messages.ts';
import type { IdleLabel, NetLevel, SessionState } from '../session/session-state.ts';
import type { Guarding, GuardingReason } from '../snapshot.ts';

// The words of a session, as both ports let them in. Each table names every word, or it does not compile.

/** The hook numbers its connections. */
export const connectionName: Decoder<string> = string(64);

export const guarding = keyOf<Guarding>({
  connecting: true,
  guarded: true,
  measuring: true,
  unverified: true,
  unguarded: true,
  closed: true,
});

const DESYNC_REASONS: Readonly<Record<DesyncReason, true>> = {
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
};
export const desyncReason = keyOf<DesyncReason>(DESYNC_REASONS);
export const guardingReason = keyOf<GuardingReason>({
  ...DESYNC_REASONS,
  base64: true,
  kasm: true,
  'not-binary': true,
  encrypted: true,
  fault: true,
  'opened-before-hook': true,
});

export const sessionState = keyOf<SessionState>({
  idle: true,
  stable: true,
  unstable: true,
  breakdown: true,
  recovery: true,
});

export const blockReason = keyOf<BlockReason>({
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

export const idleLabel = keyOf<IdleLabel>({ think: true, abort: true, suppressed: true, 'no-data': true });
export const netLevel = keyOf<NetLevel>({ ok: true, warn: true, bad: true, stall: true });
export const probeKind = keyOf<ProbeKind>({ fence: true, refresh: true, clipboard: true, none: true });
export const qualityCause = keyOf<QualityCause>({
  page: true,
  user: true,
  network: true,
  retries: true,
  opinion: true,
  idle: true,
  clear: true,
  full: true,
});
