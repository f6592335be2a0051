import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Problem } from '../../model/decode/decode.ts';
import type { Text } from '../../ui/message-key.ts';
import { problemPlace } from '../../ui/problem-place.ts';
import { problemWords } from '../../ui/problem-words.ts';
import type { Refusal } from './profile-list-store.ts';

interface RefusalListProps {
  readonly refusal: Refusal;
  readonly title: string;
  readonly text: Text;
}

/** Every problem of what was not saved, with its place in words and as it is written in the file. */
export function RefusalList({ refusal, title, text }: RefusalListProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  // What went wrong is what comes next, for those who see it and for those who hear it.
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <section class="refusal">
      <h3 ref={heading} tabIndex={-1}>
        {title}
      </h3>
      <ProblemList problems={refusal.problems} input={refusal.input} text={text} />
    </section>
  );
}

interface ProblemListProps {
  readonly problems: Refusal['problems'];
  readonly input: unknown;
  /** Where a problem is, in words; by default as in an instrument profile. */
  readonly place?: (problem: Problem) => string;
  readonly text: Text;
}

export function ProblemList({ problems, input, place: placeOf, text }: ProblemListProps): JSX.Element {
  // French puts a space before it, Japanese has its own.
  const colon = text('popupProblemAt', '', '');
  return (
    <ul>
      {problems.map((problem) => {
        const place = placeOf === undefined ? problemPlace(problem, input, text) : placeOf(problem);
        return (
          <li key={`${problem.path}/${problem.code}`}>
            <strong>{place || text('popupProblemWhole')}</strong>
            {colon}
            {problemWords(problem, text)}
            {place !== problem.path && problem.path !== '' && (
              <>
                {' '}
                <code>{problem.path}</code>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
