import type { Problem } from '../model/decode/decode.ts';
import type { MessageKey, Text } from './message-key.ts';
import { plainNumber } from './plain-number.ts';

/** What a form calls the fields of a profile. */
const FIELDS: Readonly<Record<string, MessageKey>> = {
  name: 'uiField_name',
  portal: 'uiField_portal',
  socketHost: 'uiField_socketHost',
  framebuffer: 'uiField_framebuffer',
  width: 'uiField_width',
  height: 'uiField_height',
  x: 'uiField_x',
  y: 'uiField_y',
  function: 'uiField_function',
  class: 'uiField_class',
  confirm: 'uiField_confirm',
  key: 'uiField_key',
  maxInputAgeMs: 'uiField_maxInputAgeMs',
  normalCredit: 'uiField_normalCredit',
  hazardousCredit: 'uiField_hazardousCredit',
};

/**
 * The place of a problem in words; '' when it is the whole.
 * @param input what was decoded, for the names in it
 * @example problemPlace({ path: 'regions[2].width', ... }, profile, text) // 'Region 3 “Stage X+”, width'
 */
export function problemPlace({ path, code }: Problem, input: unknown, text: Text): string {
  const whole = plainNumber(text);
  const [, line, column] = /^(\d+):(\d+)$/.exec(path) ?? [];
  if ((code === 'json' || code === 'twice') && line !== undefined && column !== undefined) {
    return text('uiPlaceLine', whole(Number(line)), whole(Number(column)));
  }
  const [, list, index, rest] = /^(regions|keys)\[(\d+)\](?:\.(.*))?$/.exec(path) ?? [];
  if (list === undefined || index === undefined) return fieldWords(path, text);
  const number = whole(Number(index) + 1);
  const name = nameOf(input, list, Number(index));
  const unnamed = text(list === 'regions' ? 'uiPlaceRegion' : 'uiPlaceKey', number);
  const element = name === '' ? unnamed : text('uiPlaceNamed', unnamed, name);
  return rest === undefined ? element : text('uiPlaceWithin', element, fieldWords(rest, text));
}

function fieldWords(path: string, text: Text): string {
  return path
    .split('.')
    .filter((part) => part !== 'binding' && part !== 'thresholds')
    .map((part) => {
      const key = Object.hasOwn(FIELDS, part) ? FIELDS[part] : undefined;
      return key === undefined ? part : text(key);
    })
    .reduce((whole, part) => (whole === '' ? part : text('uiPlaceWithin', whole, part)), '');
}

function nameOf(input: unknown, list: string, index: number): string {
  const elements = fieldOf(input, list);
  const name = Array.isArray(elements) ? fieldOf(elements[index], 'name') : undefined;
  return typeof name === 'string' ? name.slice(0, 80) : '';
}

function fieldOf(input: unknown, name: string): unknown {
  return typeof input === 'object' && input !== null && Object.hasOwn(input, name)
    ? Reflect.get(input, name)
    : undefined;
}
