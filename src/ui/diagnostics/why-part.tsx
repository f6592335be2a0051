import type { JSX } from 'preact';
import type { PanelAmounts } from '../panel/panel-amounts.ts';
import { blockText } from '../reasons.ts';
import { say } from '../sentence.ts';
import type { Messages } from '../surroundings.ts';
import type { Hold } from './hold-log.ts';
import type { Answer } from './why.ts';
import type { WhyNumber } from './why-numbers.ts';

export interface WhyPartProps {
  readonly messages: Messages;
  readonly amounts: PanelAmounts;
  readonly answer: Answer;
  /** null: nothing was held back so far, of this connection. */
  readonly last: Hold | null;
}

const TONES: Readonly<Record<Answer['held'], string>> = { all: 'caution', some: 'notice', none: 'quiet' };

/** Why presses do not arrive: the rule, its numbers, and what would change it. */
export function WhyPart({ messages, amounts, answer, last }: WhyPartProps): JSX.Element {
  const { title, lines, numbers, remedies, also } = answer;
  return (
    <>
      <div class="why-rule" data-tone={TONES[answer.held]}>
        <p>
          <strong>{say(title, messages, amounts)}</strong>
        </p>
        {lines.map((line) => (
          <p key={line.key}>{say(line, messages, amounts)}</p>
        ))}
      </div>
      {numbers.length > 0 && (
        <dl class="why-numbers">
          {numbers.map((number) => (
            <div key={number.name}>
              <dt>{messages(number.name)}</dt>
              <dd>{numberText(number, messages, amounts)}</dd>
            </div>
          ))}
        </dl>
      )}
      <h4 id="why-remedies">{messages('uiWhyRemedies')}</h4>
      <ul aria-labelledby="why-remedies">
        {remedies.map((remedy) => (
          <li key={remedy.key}>{say(remedy, messages, amounts)}</li>
        ))}
      </ul>
      {also.length > 0 && (
        <>
          <h4 id="why-also">{messages('uiWhyAlso')}</h4>
          <ul aria-labelledby="why-also">
            {also.map((each) => (
              <li key={each.key}>{say(each, messages, amounts)}</li>
            ))}
          </ul>
        </>
      )}
      <p class="small">{lastText(last, messages, amounts)}</p>
    </>
  );
}

function numberText({ unit, value, bound }: WhyNumber, messages: Messages, amounts: PanelAmounts): string {
  const text = (amount: number | null): string =>
    unit === 'ms' ? amounts.duration(amount) : amounts.count(amount ?? Number.NaN);
  if (bound === null) return text(value);
  const limit = text(bound.value);
  if (value === null) return messages('uiWhyMoreThan', limit);
  return messages(bound.type === 'allowed' ? 'uiWhyAllowed' : 'uiWhyNeeded', text(value), limit);
}

function lastText(last: Hold | null, messages: Messages, amounts: PanelAmounts): string {
  if (last === null) return messages('uiWhyNever');
  const began = messages(
    'uiWhyLast',
    amounts.clock(last.startEpochMs),
    amounts.duration(last.lastedMs),
    messages(blockText(last.reasons[0]).title),
  );
  const { dropped } = last;
  return dropped === 0
    ? began
    : `${began} ${say({ key: 'uiDropped', counts: [dropped], plural: dropped }, messages, amounts)}`;
}
