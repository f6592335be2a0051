import { choice, type Decoder, number, object, optional, version } from '../decode/decode.ts';
import { type Policy, STRICT_POLICY } from './policy.ts';
import { qualityPolicyDecoder } from './quality-policy-decoder.ts';

/** A smaller bound would hold back input on a good long-distance link, whose round trip alone is 300 ms. */
export const MIN_INPUT_AGE_MS = 500;

/** A decoder for each field. */
export const policyFields: { readonly [K in keyof Policy]-?: Decoder<Policy[K]> } = {
  version: version(1),
  mode: choice('guard', 'measure'),
  whenUnverified: choice('block', 'pass'),
  whenUnguarded: choice('pass', 'close'),
  // The upper end is the built-in limit: a policy can only be stricter.
  maxInputAgeMs: number(MIN_INPUT_AGE_MS, STRICT_POLICY.maxInputAgeMs),
  // Policies stored by 0.1 do not have it.
  override: optional(choice('allow', 'forbid'), STRICT_POLICY.override),
  // Policies stored by earlier releases, and traces of theirs, do not have it.
  quality: optional(qualityPolicyDecoder, STRICT_POLICY.quality),
};

/** Decodes a policy from storage, a file, a facility or the page's side of the port. */
export const policyDecoder: Decoder<Policy> = object<Policy>(policyFields);
