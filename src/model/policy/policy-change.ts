import { choice, type Decoder, object, tagged } from '../decode/decode.ts';
import type { Policy } from './policy.ts';
import { policyFields } from './policy-decoder.ts';

/** One field of the policy that the user sets. */
export type PolicyChange =
  | { readonly type: 'mode'; readonly mode: Policy['mode'] }
  | { readonly type: 'whenUnverified'; readonly whenUnverified: Policy['whenUnverified'] }
  | { readonly type: 'whenUnguarded'; readonly whenUnguarded: Policy['whenUnguarded'] }
  | { readonly type: 'maxInputAgeMs'; readonly maxInputAgeMs: number }
  | { readonly type: 'override'; readonly override: Policy['override'] }
  | { readonly type: 'quality'; readonly quality: Policy['quality'] };

/** @example changedPolicy(STRICT_POLICY, { type: 'override', override: 'forbid' }).override // 'forbid' */
export function changedPolicy(policy: Policy, { type: _type, ...field }: PolicyChange): Policy {
  return { ...policy, ...field };
}

type Change<T extends PolicyChange['type']> = Extract<PolicyChange, { readonly type: T }>;

/** Each field within the bounds that the policy as a whole has. */
export const policyChangeDecoder: Decoder<PolicyChange> = tagged<PolicyChange>({
  mode: object<Change<'mode'>>({ type: choice('mode'), mode: policyFields.mode }),
  whenUnverified: object<Change<'whenUnverified'>>({
    type: choice('whenUnverified'),
    whenUnverified: policyFields.whenUnverified,
  }),
  whenUnguarded: object<Change<'whenUnguarded'>>({
    type: choice('whenUnguarded'),
    whenUnguarded: policyFields.whenUnguarded,
  }),
  maxInputAgeMs: object<Change<'maxInputAgeMs'>>({
    type: choice('maxInputAgeMs'),
    maxInputAgeMs: policyFields.maxInputAgeMs,
  }),
  // A missing one is the strict default, as everywhere.
  override: object<Change<'override'>>({ type: choice('override'), override: policyFields.override }),
  quality: object<Change<'quality'>>({ type: choice('quality'), quality: policyFields.quality }),
});
