/**
 * RICE for noVNC as a part of a portal: guards one connection, with no extension.
 *
 * @example
 * import RFB from '@novnc/novnc';
 * import { guard } from 'rice-novnc';
 *
 * const channel = guard('wss://portal.example.org/websockify');
 * const rfb = new RFB(document.getElementById('screen'), channel);
 * channel.attach(rfb);
 *
 * @packageDocumentation
 */
export type { QualityLevel } from '../model/codec/quality-level.ts';
export type { QualityChoice, QualityPolicy } from '../model/codec/quality-policy.ts';
export type { BlockReason } from '../model/gate/outcome.ts';
export type { InstrumentProfile } from '../model/policy/instrument-profile.ts';
export type { Policy } from '../model/policy/policy.ts';
export type { RecordEntry, RecordEvent } from '../model/record/record-event.ts';
export type { SessionState } from '../model/session/session-state.ts';
export type { Guarding, GuardingReason, Snapshot } from '../model/snapshot.ts';
export { guard } from './guard.ts';
export { type ErrorCode, GuardError, type Problem } from './guard-error.ts';
export type {
  BlockedEvent,
  FaultCode,
  FaultEvent,
  GuardEvents,
  RecordedEvent,
  StateEvent,
} from './guard-events.ts';
export type { GuardOptions } from './guard-options.ts';
export { GuardedChannel } from './guarded-channel.ts';
export type { RawChannel } from './raw-channel.ts';
export type { TextTable } from './texts.ts';
export type { RfbLike } from './view-only-hold.ts';
