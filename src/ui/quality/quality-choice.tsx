import type { JSX, TargetedEvent } from 'preact';
import type { QualityLevel } from '../../model/codec/quality-level.ts';
import type { QualityChoice, QualityPolicy } from '../../model/codec/quality-policy.ts';
import type { Amounts } from '../amounts.ts';
import type { Messages } from '../surroundings.ts';
import { choiceList, levelsWithin, withHighest, withLowest } from './choice-list.ts';
import { choiceHint, choiceWords, levelName } from './quality-words.ts';

export interface QualityChoiceProps {
  readonly messages: Messages;
  readonly amounts: Amounts;
  readonly policy: QualityPolicy;
  /** In force, or on its way there. */
  readonly choice: QualityChoice;
  /** In force at the server: where "fixed" begins. */
  readonly level: number | null;
  readonly disabled: boolean;
  readonly onChoose: (choice: QualityChoice) => void;
}

/** Who decides about the quality on this site, and between which levels. */
export function QualityChoiceForm(props: QualityChoiceProps): JSX.Element {
  const { messages, policy, choice, disabled, onChoose } = props;
  const levels = levelsWithin(policy);
  const offered = choiceList(choice, policy, nearest(levels, props.level ?? 6));
  const select = (word: string, level: QualityLevel, chosen: (level: QualityLevel) => void): JSX.Element => (
    <label class="choice">
      <span>{messages(word)}</span>
      <select
        value={String(level)}
        disabled={disabled}
        onChange={byHand((event) => {
          const next = levels.find((each) => String(each) === event.currentTarget.value);
          if (next !== undefined) chosen(next);
        })}
      >
        {levels.map((each) => (
          <option key={each} value={String(each)}>
            {levelName(each, messages, props.amounts)}
          </option>
        ))}
      </select>
    </label>
  );

  return (
    <fieldset class="quality-choice" disabled={disabled}>
      <legend>{messages('uiQualityWho')}</legend>
      {offered.map((each) => (
        <div key={each.type}>
          <label>
            <input
              type="radio"
              name="quality"
              value={each.type}
              checked={choice.type === each.type}
              aria-describedby={`quality-${each.type}`}
              onChange={byHand(() => onChoose(each))}
            />
            <span>{messages(choiceWords(each.type))}</span>
          </label>
          <p class="small" id={`quality-${each.type}`}>
            {messages(choiceHint(each.type))}
          </p>
          {each.type === 'automatic' && choice.type === 'automatic' && (
            <div class="quality-levels">
              {select('uiQualityLowest', each.lowest, (lowest) => onChoose(withLowest(each, lowest)))}
              {select('uiQualityHighest', each.highest, (highest) => onChoose(withHighest(each, highest)))}
            </div>
          )}
          {each.type === 'fixed' && choice.type === 'fixed' && (
            <div class="quality-levels">
              {select('uiQualityFixedLevel', each.level, (level) => onChoose({ type: 'fixed', level }))}
            </div>
          )}
        </div>
      ))}
      {(policy.lowest > 0 || policy.highest < 9) && (
        <p class="small">
          {messages(
            'uiQualityBounds',
            levelName(policy.lowest, messages, props.amounts),
            levelName(policy.highest, messages, props.amounts),
          )}
        </p>
      )}
    </fieldset>
  );
}

/** Only what the browser vouches for: a script of the page can make events, but no trusted ones. */
export function byHand<E extends TargetedEvent>(listener: (event: E) => void): (event: E) => void {
  return (event) => {
    if (event.isTrusted) listener(event);
  };
}

/** Of two that are as near, the better one. */
function nearest(levels: readonly QualityLevel[], level: number): QualityLevel {
  const distance = (each: QualityLevel): number => Math.abs(each - level);
  return levels.reduce((best, each) => (distance(each) <= distance(best) ? each : best), levels[0] ?? 6);
}
