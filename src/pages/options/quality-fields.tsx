import type { JSX } from 'preact';
import type { QualityLevel } from '../../model/codec/quality-level.ts';
import type { QualityChoice } from '../../model/codec/quality-policy.ts';
import type { MessageKey, Text } from '../../ui/message-key.ts';
import {
  choiceList,
  type LevelBounds,
  levelsWithin,
  withHighest,
  withLowest,
} from '../../ui/quality/choice-list.ts';
import { choiceHint, choiceWords, levelName } from '../../ui/quality/quality-words.ts';
import { Choice } from './choice.tsx';

interface QualityFieldsProps {
  /** Of the group of buttons; one per site. */
  readonly name: string;
  readonly legend: string;
  readonly choice: QualityChoice;
  readonly bounds: LevelBounds;
  readonly disabled: boolean;
  readonly text: Text;
  readonly onChoose: (choice: QualityChoice) => void;
}

/** Who decides about the quality of the picture, and between which levels. */
export function QualityFields(props: QualityFieldsProps): JSX.Element {
  const { name, legend, choice, bounds, disabled, text, onChoose } = props;
  const levels = levelsWithin(bounds);
  const select = (word: MessageKey, level: QualityLevel, chosen: (level: QualityLevel) => void) => (
    <LevelSelect label={text(word)} level={level} levels={levels} text={text} onChoose={chosen} />
  );
  return (
    <fieldset disabled={disabled}>
      <legend>{legend}</legend>
      {choiceList(choice, bounds, middle(levels)).map((each) => (
        <div key={each.type} class="stack">
          <Choice
            name={name}
            value={each.type}
            isChosen={choice.type === each.type}
            label={text(choiceWords(each.type))}
            hint={text(choiceHint(each.type))}
            onChoose={() => onChoose(each)}
          />
          {each.type === 'automatic' && choice.type === 'automatic' && (
            <div class="levels">
              {select('uiQualityLowest', each.lowest, (lowest) => onChoose(withLowest(each, lowest)))}
              {select('uiQualityHighest', each.highest, (highest) => onChoose(withHighest(each, highest)))}
            </div>
          )}
          {each.type === 'fixed' && choice.type === 'fixed' && (
            <div class="levels">
              {select('uiQualityFixedLevel', each.level, (level) => onChoose({ type: 'fixed', level }))}
            </div>
          )}
        </div>
      ))}
    </fieldset>
  );
}

interface LevelSelectProps {
  readonly label: string;
  readonly level: QualityLevel;
  readonly levels: readonly QualityLevel[];
  readonly disabled?: boolean;
  readonly text: Text;
  readonly onChoose: (level: QualityLevel) => void;
}

/** One level out of some. */
export function LevelSelect({
  label,
  level,
  levels,
  disabled,
  text,
  onChoose,
}: LevelSelectProps): JSX.Element {
  const numbers = new Intl.NumberFormat(text('uiLanguage'));
  return (
    <label class="field">
      <span>{label}</span>
      <select
        value={String(level)}
        disabled={disabled === true}
        onChange={(event) => {
          const next = levels.find((each) => String(each) === event.currentTarget.value);
          if (next !== undefined) onChoose(next);
        }}
      >
        {levels.map((each) => (
          <option key={each} value={String(each)}>
            {levelName(each, text, { count: (value) => numbers.format(value) })}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Where "fixed" begins: 6 is good and costs little, if the bounds leave it. */
function middle(levels: readonly QualityLevel[]): QualityLevel {
  return levels.find((level) => level >= 6) ?? levels.at(-1) ?? 6;
}
