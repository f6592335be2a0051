import type { Policy } from '../../model/policy/policy.ts';
import type { PolicyChange } from '../../model/policy/policy-change.ts';
import type { MessageKey } from '../../ui/message-key.ts';

/** What a user decides about all sites, as the field of the policy is called. */
type Field = 'mode' | 'whenUnverified' | 'whenUnguarded' | 'override';

export interface PolicyAnswer {
  readonly value: Policy[Field];
  readonly change: PolicyChange;
  readonly label: MessageKey;
  readonly hint: MessageKey;
}

export interface PolicyQuestion {
  readonly field: Field;
  readonly legend: MessageKey;
  readonly answers: readonly PolicyAnswer[];
}

/** Each question with its answers, the built-in one first. */
export const QUESTIONS: readonly PolicyQuestion[] = [
  question('mode', 'uiOptionsDefaultMode', (mode) => ({ type: 'mode', mode }), [
    ['guard', 'popupModeGuard', 'popupModeGuardHint'],
    ['measure', 'popupModeMeasure', 'popupModeMeasureHint'],
  ]),
  question(
    'whenUnverified',
    'uiOptionsUnverified',
    (whenUnverified) => ({ type: 'whenUnverified', whenUnverified }),
    [
      ['block', 'uiOptionsUnverifiedBlock', 'uiOptionsUnverifiedBlockHint'],
      ['pass', 'uiOptionsUnverifiedPass', 'uiOptionsUnverifiedPassHint'],
    ],
  ),
  question(
    'whenUnguarded',
    'uiOptionsUnguarded',
    (whenUnguarded) => ({ type: 'whenUnguarded', whenUnguarded }),
    [
      ['pass', 'uiOptionsUnguardedPass', 'uiOptionsUnguardedPassHint'],
      ['close', 'uiOptionsUnguardedClose', 'uiOptionsUnguardedCloseHint'],
    ],
  ),
  question('override', 'uiOptionsOverride', (override) => ({ type: 'override', override }), [
    ['allow', 'uiOptionsOverrideAllow', 'uiOptionsOverrideAllowHint'],
    ['forbid', 'uiOptionsOverrideForbid', 'uiOptionsOverrideForbidHint'],
  ]),
];

/** @param answers value, label and hint of each */
function question<F extends Field>(
  field: F,
  legend: MessageKey,
  changeTo: (value: Policy[F]) => PolicyChange,
  answers: readonly (readonly [value: Policy[F], label: MessageKey, hint: MessageKey])[],
): PolicyQuestion {
  return {
    field,
    legend,
    answers: answers.map(([value, label, hint]) => ({ value, change: changeTo(value), label, hint })),
  };
}
