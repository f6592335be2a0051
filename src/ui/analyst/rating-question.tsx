import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { RATING_VALUES, type RatingValue } from '../../model/report/rating.ts';
import type { Messages } from '../surroundings.ts';

export interface RatingQuestionProps {
  readonly messages: Messages;
  /** What was answered before. */
  readonly value: RatingValue | null;
  readonly onRate: (value: RatingValue) => void;
  /** Beside the button: a way to say nothing. */
  readonly children?: preact.ComponentChildren;
}

/**
 * One question, answered by one of five numbers with words at both ends. A choice is kept only by its button: with the
 * arrow keys one passes over the numbers on the way to one's own.
 */
export function RatingQuestion({ messages, value, onRate, children }: RatingQuestionProps): JSX.Element {
  const [chosen, setChosen] = useState<RatingValue | null>(value);
  return (
    <form
      class="rating"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== null) onRate(chosen);
      }}
    >
      <fieldset>
        <legend>{messages('uiRatingQuestion')}</legend>
        <div class="rating-row">
          <span aria-hidden="true">{messages('uiRatingWorst')}</span>
          {RATING_VALUES.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="rice-rating"
                value={String(each)}
                checked={chosen === each}
                aria-label={wordOf(each, messages)}
                onChange={() => setChosen(each)}
              />
              <span aria-hidden="true">{each}</span>
            </label>
          ))}
          <span aria-hidden="true">{messages('uiRatingBest')}</span>
        </div>
      </fieldset>
      <div class="rating-actions">
        <button type="submit" class="action" disabled={chosen === null}>
          {messages('uiRatingKeep')}
        </button>
        {children}
      </div>
    </form>
  );
}

/** The ends are told with their words to those who do not see where they stand. */
function wordOf(value: RatingValue, messages: Messages): string {
  if (value === 1) return `1, ${messages('uiRatingWorst')}`;
  return value === 5 ? `5, ${messages('uiRatingBest')}` : String(value);
}
