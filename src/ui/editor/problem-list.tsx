import type { JSX } from 'preact';
import type { Problem } from '../../model/decode/decode.ts';
import { plainNumber } from '../plain-number.ts';
import { problemWords } from '../problem-words.ts';
import { regionAt } from './draft.ts';
import type { EditorDesk } from './editor-desk.ts';
import { isUntouched } from './editor-state.ts';

/** What keeps the profile from being saved; each leads to where it is. */
export function ProblemList({ desk }: { readonly desk: EditorDesk }): JSX.Element | null {
  const { messages } = desk.surroundings;
  const problems = desk.problems.value;
  // Nothing is wrong yet with what nobody has begun.
  if (problems.length === 0 || isUntouched(desk.state.value)) return null;
  return (
    <section>
      <h3>{messages('uiEditorProblems', plainNumber(messages)(problems.length))}</h3>
      <ul class="list problems">
        {problems.map((problem) => (
          <li key={`${problem.path} ${problem.code}`}>
            <button type="button" onClick={() => desk.show(problem)}>
              <strong>{placeOf(desk, problem)}</strong>
              <span>{problemWords(problem, messages)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Problems of a file that could not be opened: there is nothing to lead to. */
export function FileProblems({
  desk,
  problems,
}: {
  readonly desk: EditorDesk;
  readonly problems: readonly Problem[];
}): JSX.Element {
  return (
    <ul class="list problems">
      {problems.map((problem) => (
        <li key={`${problem.path} ${problem.code}`}>
          <strong>{problem.path}</strong> {problemWords(problem, desk.surroundings.messages)}
        </li>
      ))}
    </ul>
  );
}

/** The fields of a region and of a profile, by the last name of their paths. */
const FIELDS: Readonly<Record<string, string>> = {
  name: 'uiEditorName',
  function: 'uiEditorFunction',
  class: 'uiEditorClass',
  confirm: 'uiEditorConfirm',
  portal: 'uiEditorPortal',
  socketHost: 'uiEditorSocketHost',
};

function placeOf(desk: EditorDesk, { path }: Problem): string {
  const { messages } = desk.surroundings;
  const field = FIELDS[path.split('.').at(-1) ?? ''];
  const what = field === undefined ? path : messages(field);
  const region = regionAt(desk.state.value.undo.present, path);
  if (region !== undefined) return `${region.name || messages('uiEditorUnnamed')}: ${what}`;
  return path === 'name' ? messages('uiEditorInstrument') : what;
}
