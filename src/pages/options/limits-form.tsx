import type { JSX } from 'preact';
import { STRICT_POLICY } from '../../model/policy/policy.ts';
import { MIN_INPUT_AGE_MS } from '../../model/policy/policy-decoder.ts';
import type { Text } from '../../ui/message-key.ts';
import type { PolicyLimits, PolicyStatus } from './options-port.ts';
import type { OptionsStore } from './options-store.ts';

const OVERRIDES = [
  { override: 'allow', label: 'uiOptionsOverrideAllow', hint: 'uiOptionsOverrideAllowHint' },
  { override: 'forbid', label: 'uiOptionsOverrideForbid', hint: 'uiOptionsOverrideForbidHint' },
] as const satisfies readonly { readonly override: PolicyLimits['override']; label: string; hint: string }[];

interface LimitsFormProps {
  readonly policy: PolicyStatus;
  readonly store: OptionsStore;
  readonly text: Text;
}

/** What counts on all sites, whatever the profile. Saved at once. */
export function LimitsForm({ policy: { limits, problems }, store, text }: LimitsFormProps): JSX.Element {
  const isLocked = problems.length > 0;
  return (
    <>
      {isLocked && <p class="problem">{text('uiOptionsSettingsLocked')}</p>}
      <fieldset disabled={isLocked}>
        <legend>{text('uiOptionsOverride')}</legend>
        {OVERRIDES.map(({ override, label, hint }) => (
          <label key={override} class="choice">
            <input
              type="radio"
              name="override"
              value={override}
              checked={limits.override === override}
              aria-describedby={`override-${override}`}
              onChange={() => void store.saveLimits({ ...limits, override })}
            />
            <span>{text(label)}</span>
            <span class="hint" id={`override-${override}`}>
              {text(hint)}
            </span>
          </label>
        ))}
      </fieldset>
      <div class="field">
        <label for="max-age">{text('uiField_maxInputAgeMs')}</label>
        <input
          id="max-age"
          type="number"
          min={MIN_INPUT_AGE_MS}
          max={STRICT_POLICY.maxInputAgeMs}
          step={50}
          disabled={isLocked}
          value={limits.maxInputAgeMs}
          aria-describedby="max-age-hint"
          onChange={(event) => {
            const typed = event.currentTarget.valueAsNumber;
            const inBounds = Math.min(STRICT_POLICY.maxInputAgeMs, Math.max(MIN_INPUT_AGE_MS, typed));
            const maxInputAgeMs = Number.isFinite(inBounds) ? Math.round(inBounds) : limits.maxInputAgeMs;
            event.currentTarget.value = String(maxInputAgeMs);
            void store.saveLimits({ ...limits, maxInputAgeMs });
          }}
        />
        <p class="hint" id="max-age-hint">
          {text('uiOptionsAgeHint')}
        </p>
      </div>
    </>
  );
}
