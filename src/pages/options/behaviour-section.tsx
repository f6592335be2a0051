import type { JSX } from 'preact';
import { type LockReason, lockOn } from '../../model/policy/managed-settings.ts';
import type { PolicyChange } from '../../model/policy/policy-change.ts';
import type { MessageKey, Text } from '../../ui/message-key.ts';
import { LockNote } from './lock-note.tsx';
import { Said } from './said.tsx';
import { SectionFrame } from './section-frame.tsx';
import type { SectionProps } from './site-section.tsx';

interface Answer {
  readonly change: PolicyChange;
  readonly label: MessageKey;
  readonly hint: MessageKey;
}
interface Question {
  /** As the field of the policy is called. */
  readonly field: 'mode' | 'whenUnverified' | 'whenUnguarded' | 'override';
  readonly legend: MessageKey;
  readonly answers: readonly Answer[];
}

/** Each question with its answers, the built-in one first. */
export const QUESTIONS: readonly Question[] = [
  {
    field: 'mode',
    legend: 'uiOptionsDefaultMode',
    answers: [
      { change: { type: 'mode', mode: 'guard' }, label: 'popupModeGuard', hint: 'popupModeGuardHint' },
      { change: { type: 'mode', mode: 'measure' }, label: 'popupModeMeasure', hint: 'popupModeMeasureHint' },
    ],
  },
  {
    field: 'whenUnverified',
    legend: 'uiOptionsUnverified',
    answers: [
      {
        change: { type: 'whenUnverified', whenUnverified: 'block' },
        label: 'uiOptionsUnverifiedBlock',
        hint: 'uiOptionsUnverifiedBlockHint',
      },
      {
        change: { type: 'whenUnverified', whenUnverified: 'pass' },
        label: 'uiOptionsUnverifiedPass',
        hint: 'uiOptionsUnverifiedPassHint',
      },
    ],
  },
  {
    field: 'whenUnguarded',
    legend: 'uiOptionsUnguarded',
    answers: [
      {
        change: { type: 'whenUnguarded', whenUnguarded: 'pass' },
        label: 'uiOptionsUnguardedPass',
        hint: 'uiOptionsUnguardedPassHint',
      },
      {
        change: { type: 'whenUnguarded', whenUnguarded: 'close' },
        label: 'uiOptionsUnguardedClose',
        hint: 'uiOptionsUnguardedCloseHint',
      },
    ],
  },
  {
    field: 'override',
    legend: 'uiOptionsOverride',
    answers: [
      {
        change: { type: 'override', override: 'allow' },
        label: 'uiOptionsOverrideAllow',
        hint: 'uiOptionsOverrideAllowHint',
      },
      {
        change: { type: 'override', override: 'forbid' },
        label: 'uiOptionsOverrideForbid',
        hint: 'uiOptionsOverrideForbidHint',
      },
    ],
  },
];

/** What RICE does on all sites. Saved at once. */
export function BehaviourSection({ facts, store, text }: SectionProps): JSX.Element {
  const { settings, locked, problems } = facts.status;
  return (
    <SectionFrame section="behaviour" hint={text('uiOptionsBehaviourHint')} text={text}>
      {QUESTIONS.map((question) => (
        <Choices
          key={question.field}
          question={question}
          value={settings.policy[question.field]}
          lock={lockOn(locked, `policy.${question.field}`)}
          isUnreadable={problems.length > 0}
          onChange={(change) => void store.changePolicy('behaviour', change)}
          text={text}
        />
      ))}
      <Said notice={store.said('behaviour')} text={text} />
    </SectionFrame>
  );
}

interface ChoicesProps {
  readonly question: Question;
  readonly value: string;
  readonly lock: LockReason | null;
  readonly isUnreadable: boolean;
  readonly onChange: (change: PolicyChange) => void;
  readonly text: Text;
}

function Choices({ question, value, lock, isUnreadable, onChange, text }: ChoicesProps): JSX.Element {
  const { field, legend, answers } = question;
  const lockId = `lock-${field}`;
  return (
    <fieldset
      data-find
      disabled={isUnreadable || lock !== null}
      {...(lock === null ? {} : { 'aria-describedby': lockId })}
    >
      <legend>{text(legend)}</legend>
      <LockNote reason={lock} id={lockId} text={text} />
      {answers.map(({ change, label, hint }) => {
        const own = wordOf(change);
        return (
          <label key={own} class="choice">
            <input
              type="radio"
              name={field}
              value={own}
              checked={value === own}
              aria-describedby={`${field}-${own}`}
              onChange={() => onChange(change)}
            />
            <span>{text(label)}</span>
            <span class="hint" id={`${field}-${own}`}>
              {text(hint)}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}

/** What a change makes of its field, as a word. */
function wordOf(change: PolicyChange): string {
  switch (change.type) {
    case 'mode':
      return change.mode;
    case 'whenUnverified':
      return change.whenUnverified;
    case 'whenUnguarded':
      return change.whenUnguarded;
    case 'override':
      return change.override;
    case 'maxInputAgeMs':
      return String(change.maxInputAgeMs);
    case 'quality':
      return change.quality.choice.type;
    default:
      return change satisfies never;
  }
}
