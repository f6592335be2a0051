import type { JSX } from 'preact';
import { type LockReason, lockOn } from '../../model/policy/managed-settings.ts';
import type { PolicyChange } from '../../model/policy/policy-change.ts';
import type { Text } from '../../ui/message-key.ts';
import { Choice } from './choice.tsx';
import { LockNote } from './lock-note.tsx';
import { type PolicyQuestion, QUESTIONS } from './policy-questions.ts';
import { Said } from './said.tsx';
import { SectionFrame } from './section-frame.tsx';
import type { SectionProps } from './site-section.tsx';

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
  readonly question: PolicyQuestion;
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
      {answers.map(({ value: own, change, label, hint }) => (
        <Choice
          key={own}
          name={field}
          value={own}
          isChosen={value === own}
          label={text(label)}
          hint={text(hint)}
          onChoose={() => onChange(change)}
        />
      ))}
    </fieldset>
  );
}
