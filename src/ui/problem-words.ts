import type { Problem } from '../model/decode/decode.ts';
import { expectedWords } from './expected-words.ts';
import type { MessageKey, Text } from './message-key.ts';

const TEXTS: Readonly<Record<Problem['code'], MessageKey>> = {
  type: 'popupProblemType',
  missing: 'popupProblemMissing',
  'unknown-key': 'popupProblemUnknownKey',
  range: 'popupProblemRange',
  choice: 'popupProblemChoice',
  version: 'popupProblemVersion',
  size: 'popupProblemSize',
  syntax: 'popupProblemSyntax',
  empty: 'uiProblem_empty',
  characters: 'uiProblem_characters',
  origin: 'uiProblem_origin',
  host: 'uiProblem_host',
  key: 'uiProblem_key',
  duplicate: 'uiProblem_duplicate',
  'stop-confirm': 'uiProblem_stop_confirm',
  json: 'uiProblem_json',
  twice: 'uiProblem_twice',
};

/** What is wrong, without its place. */
export function problemWords({ code, expected }: Problem, text: Text): string {
  return text(TEXTS[code], expectedWords(expected, text));
}
