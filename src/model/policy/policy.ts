import { DEFAULT_QUALITY, type QualityPolicy } from '../codec/quality-policy.ts';

/**
 * What a person or a facility may set about guarding. A policy can only make the built-in thresholds stricter.
 */
export interface Policy {
  readonly version: 1;
  /** measure: everything is measured and shown, nothing is held back. */
  readonly mode: 'guard' | 'measure';
  /** Hazardous input while the server's stream cannot be read. */
  readonly whenUnverified: 'block' | 'pass';
  /** A connection whose input cannot be read. */
  readonly whenUnguarded: 'pass' | 'close';
  /** Upper bound for the age of the oldest unacknowledged input in Stable; the built-in limit may be lower. */
  readonly maxInputAgeMs: number;
  /** Whether users may go past the gate for ten seconds at a time. */
  readonly override: 'allow' | 'forbid';
  /** Of the picture. Nothing that the gate decides hangs on it. */
  readonly quality: QualityPolicy;
}

/** In force until a policy arrives, and whenever one does not decode. */
export const STRICT_POLICY: Policy = {
  version: 1,
  mode: 'guard',
  whenUnverified: 'block',
  whenUnguarded: 'pass',
  maxInputAgeMs: 1500,
  override: 'allow',
  quality: DEFAULT_QUALITY,
};
