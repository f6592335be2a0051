import type { QualityChoice } from '../../model/codec/quality-policy.ts';
import type { PolicyChange } from '../../model/policy/policy-change.ts';
import type { SettingsChange } from '../../model/policy/settings-change.ts';
import type { Text } from '../../ui/message-key.ts';
import { choiceText, levelName } from '../../ui/quality/quality-words.ts';
import { QUESTIONS } from './policy-questions.ts';
import { MODE_WORDS } from './site-section.tsx';

/** One change as a row of a table. */
export interface ChangeWords {
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

export function changeWords(change: SettingsChange, text: Text): ChangeWords {
  const none = text('uiNone');
  switch (change.type) {
    case 'site': {
      const { from, to } = change;
      return {
        what: text('uiChangeSite', change.host),
        from: from === null ? none : text(MODE_WORDS[from]),
        to: to === null ? none : text(MODE_WORDS[to]),
      };
    }
    case 'trace':
      return {
        what: text('uiChangeTrace', change.host),
        from: text(change.to ? 'uiChangeNo' : 'uiChangeYes'),
        to: text(change.to ? 'uiChangeYes' : 'uiChangeNo'),
      };
    case 'quality':
      return {
        what: text('uiChangeQuality', change.host),
        from: choice(change.from, text),
        to: choice(change.to, text),
      };
    case 'policy':
      return {
        what: policyField(change.to, text),
        from: policyValue(change.from, text),
        to: policyValue(change.to, text),
      };
    default:
      return change satisfies never;
  }
}

/** Where a facility's lock on what changes would be. */
export function lockPath(change: SettingsChange): string {
  switch (change.type) {
    case 'site':
      return `sites.${change.host}`;
    case 'trace':
      return 'traced';
    case 'quality':
      return 'quality';
    case 'policy':
      return change.to.type === 'quality' ? 'quality' : `policy.${change.to.type}`;
    default:
      return change satisfies never;
  }
}

function policyField(change: PolicyChange, text: Text): string {
  if (change.type === 'maxInputAgeMs') return text('uiField_maxInputAgeMs');
  if (change.type === 'quality') return text('uiOptionsQuality');
  const question = QUESTIONS.find(({ field }) => field === change.type);
  return question === undefined ? change.type : text(question.legend);
}

function policyValue(change: PolicyChange, text: Text): string {
  if (change.type === 'maxInputAgeMs') {
    return new Intl.NumberFormat(text('uiLanguage')).format(change.maxInputAgeMs);
  }
  if (change.type === 'quality') {
    const { lowest, highest } = change.quality;
    const name = (level: typeof lowest) => levelName(level, text, counts(text));
    return text('uiQualityBetween', choice(change.quality.choice, text), name(lowest), name(highest));
  }
  const answers = QUESTIONS.flatMap((question) => question.answers);
  const answer = answers.find((each) => JSON.stringify(each.change) === JSON.stringify(change));
  return answer === undefined ? '' : text(answer.label);
}

function choice(value: QualityChoice | null, text: Text): string {
  return value === null ? text('uiNone') : choiceText(value, text, counts(text));
}

function counts(text: Text): { readonly count: (value: number) => string } {
  const numbers = new Intl.NumberFormat(text('uiLanguage'));
  return { count: (value) => numbers.format(value) };
}
