import type { Problem } from '../../model/decode/decode.ts';
import type { Text } from '../../ui/message-key.ts';
import { problemPlace } from '../../ui/problem-place.ts';
import { QUESTIONS } from './policy-questions.ts';

/**
 * The place of a problem in a settings file, in words.
 * @example settingsPlace({ path: 'sites.lab.example.org', ... }, text) // 'Mode of lab.example.org'
 */
export function settingsPlace(problem: Problem, text: Text): string {
  const [, kind, host] = /^(sites|quality)\.(.+)$/.exec(problem.path) ?? [];
  if (kind !== undefined && host !== undefined) {
    return text(kind === 'sites' ? 'uiChangeSite' : 'uiChangeQuality', host);
  }
  const [, index] = /^traced\[(\d+)\]/.exec(problem.path) ?? [];
  if (index !== undefined) return text('uiChangeTracedAt', numbers(text).format(Number(index) + 1));
  const [, field, rest] = /^policy\.(\w+)(?:\.(.+))?$/.exec(problem.path) ?? [];
  if (field === undefined) return problemPlace(problem, null, text);
  const name = fieldName(field, text);
  return rest === undefined ? name : `${name}, ${rest}`;
}

function fieldName(field: string, text: Text): string {
  if (field === 'maxInputAgeMs') return text('uiField_maxInputAgeMs');
  if (field === 'quality') return text('uiOptionsQuality');
  const question = QUESTIONS.find((each) => each.field === field);
  return question === undefined ? field : text(question.legend);
}

function numbers(text: Text): Intl.NumberFormat {
  return new Intl.NumberFormat(text('uiLanguage'));
}
