import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { lockOn } from '../../model/policy/managed-settings.ts';
import { STRICT_POLICY } from '../../model/policy/policy.ts';
import { MIN_INPUT_AGE_MS } from '../../model/policy/policy-decoder.ts';
import type { Text } from '../../ui/message-key.ts';
import { LockNote } from './lock-note.tsx';
import { Said } from './said.tsx';
import { SectionFrame } from './section-frame.tsx';
import type { SectionProps } from './site-section.tsx';

/** Why a number was not taken. */
type Refused = 'looser' | 'tighter' | 'no-number';

/** Limits that can only be stricter than the built-in ones, which stand beside them. */
export function ThresholdSection({ facts, store, text }: SectionProps): JSX.Element {
  const { settings, locked, problems } = facts.status;
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const lock = lockOn(locked, 'policy.maxInputAgeMs');
  const mostMs = lock?.type === 'at-most' ? lock.to : STRICT_POLICY.maxInputAgeMs;
  const inForceMs = settings.policy.maxInputAgeMs;
  const take = (value: string) => {
    const found = refusal(value, mostMs);
    setRefused(found);
    setTyped(found === null ? null : value);
    if (found === null) {
      void store.changePolicy('thresholds', { type: 'maxInputAgeMs', maxInputAgeMs: Number(value) });
    }
  };
  const isLocked = problems.length > 0;
  const described = ['max-age-hint', 'max-age-built-in', ...(refused === null ? [] : ['max-age-refused'])];
  return (
    <SectionFrame section="thresholds" hint={text('uiOptionsThresholdsOnly')} text={text}>
      <div class="field" data-find>
        <label for="max-age">{text('uiField_maxInputAgeMs')}</label>
        <div class="row">
          <input
            id="max-age"
            type="text"
            inputMode="numeric"
            autocomplete="off"
            disabled={isLocked}
            value={typed ?? String(inForceMs)}
            aria-invalid={refused !== null}
            aria-describedby={described.join(' ')}
            onInput={(event) => setTyped(event.currentTarget.value)}
            onChange={(event) => take(event.currentTarget.value.trim())}
          />
          <span id="max-age-built-in" class="hint">
            {text('uiOptionsBuiltIn', number(STRICT_POLICY.maxInputAgeMs, text))}
          </span>
          {inForceMs < mostMs && (
            <button type="button" disabled={isLocked} onClick={() => take(String(mostMs))}>
              {text('uiOptionsBackTo', number(mostMs, text))}
            </button>
          )}
        </div>
        {/* Its words come into an element that was there: only then are they read out. */}
        <p role="alert" class="refused" id="max-age-refused">
          {refused !== null && refusedWords(refused, mostMs, inForceMs, text)}
        </p>
        <p class="hint" id="max-age-hint">
          {text('uiOptionsAgeWhat')}
        </p>
        <LockNote reason={lock} text={text} />
      </div>
      <p class="hint" data-find>
        {text('uiOptionsThresholdsProfiles')} <a href="#profiles">{text('uiOptionsProfiles')}</a>
      </p>
      <Said notice={store.said('thresholds')} text={text} />
    </SectionFrame>
  );
}

function refusal(value: string, mostMs: number): Refused | null {
  if (!/^\d{1,6}$/.test(value)) return 'no-number';
  if (Number(value) > mostMs) return 'looser';
  return Number(value) < MIN_INPUT_AGE_MS ? 'tighter' : null;
}

function refusedWords(refused: Refused, mostMs: number, inForceMs: number, text: Text): string {
  const [most, least, inForce] = [mostMs, MIN_INPUT_AGE_MS, inForceMs].map((each) => number(each, text));
  switch (refused) {
    case 'looser':
      return text('uiOptionsLooser', most ?? '', inForce ?? '');
    case 'tighter':
      return text('uiOptionsTighter', least ?? '', inForce ?? '');
    case 'no-number':
      return text('uiOptionsNoNumber', least ?? '', most ?? '', inForce ?? '');
    default:
      return refused satisfies never;
  }
}

function number(value: number, text: Text): string {
  return new Intl.NumberFormat(text('uiLanguage')).format(value);
}
