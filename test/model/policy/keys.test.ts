import { readFileSync } from 'node:fs';
import { assert, constantFrom, integer, property, string, subarray, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatKey, isChord, type KeyChord, MODIFIER, parseKey } from '../../../src/model/policy/keys.ts';

/** noVNC's own table of X11 keysyms. */
const keysyms = new Map(
  [
    ...readFileSync('node_modules/@novnc/novnc/core/input/keysym.js', 'utf8').matchAll(
      /XK_(\w+):\s+(0x\w+)/g,
    ),
  ].map(([, name = '', keysym]) => [name, Number(keysym)]),
);
const NAMES = [
  ...Array.from({ length: 24 }, (_, index) => `F${index + 1}`),
  ...[
    'Escape',
    'Return',
    'Tab',
    'BackSpace',
    'Delete',
    'Insert',
    'Home',
    'End',
    'Prior',
    'Next',
    'Pause',
    'Print',
  ],
  ...['Left', 'Up', 'Right', 'Down', 'space'],
  ...Array.from({ length: 10 }, (_, index) => `KP_${index}`),
  ...[
    'Enter',
    'Home',
    'Left',
    'Up',
    'Right',
    'Down',
    'Prior',
    'Next',
    'End',
    'Begin',
    'Insert',
    'Delete',
  ].map((name) => `KP_${name}`),
  ...['Multiply', 'Add', 'Separator', 'Subtract', 'Decimal', 'Divide'].map((name) => `KP_${name}`),
];

function chord(text: string): KeyChord {
  return parseKey(text) ?? expect.fail(`${text} does not parse`);
}

/** Any code point, lone surrogates included. */
const codePoint = integer({ min: 0, max: 0x10_ffff }).map((point) => String.fromCodePoint(point));

describe('a key', () => {
  test.each(NAMES)('%s has the keysym that noVNC sends', (name) => {
    expect(parseKey(name)).toEqual({ keysym: keysyms.get(name), modifiers: 0 });
  });

  test('may be written in the names of browsers too', () => {
    expect(parseKey('PageUp')).toEqual(parseKey('Prior'));
    expect(parseKey('PageDown')).toEqual(parseKey('Next'));
    expect(parseKey('Enter')).toEqual(parseKey('Return'));
  });

  test.each([
    ['s', 0x73, 0],
    ['S', 0x53, 0],
    ['é', 0xe9, 0],
    ['+', 0x2b, 0],
    ['Ctrl++', 0x2b, MODIFIER.control],
    ['Ctrl+Shift+s', 0x73, MODIFIER.control | MODIFIER.shift],
    ['Shift+Ctrl+s', 0x73, MODIFIER.control | MODIFIER.shift],
    ['Meta+Alt+F4', 0xffc1, MODIFIER.meta | MODIFIER.alt],
    ['Ω', 0x0100_03a9, 0],
    ['𝛍', 0x0101_d6cd, 0],
  ])('%s is keysym %i with modifiers %i', (text, keysym, modifiers) => {
    expect(parseKey(text)).toEqual({ keysym, modifiers });
  });

  test.each([
    '',
    'Ctrl',
    'Ctrl+',
    'Shift',
    'ctrl+s',
    'F0',
    'F25',
    'F01',
    'KP_10',
    'escape',
    'ab',
    's ',
    '\n',
    '\u007f',
    '\ud800',
    'constructor',
    '__proto__',
    '0xff1b',
  ])('%j is none', (text) => expect(parseKey(text)).toBeNull());

  test('is written as it is read, with its modifiers in one order', () => {
    const modifiers = subarray(['Ctrl+', 'Shift+', 'Alt+', 'Meta+']).map((words) => words.join(''));
    const names = constantFrom(
      ...NAMES.filter((name) => !/Prior|Next/.test(name)),
      's',
      'S',
      'é',
      '+',
      'Ω',
      '𝛍',
    );
    assert(
      property(tuple(modifiers, names), ([words, name]) => {
        expect(formatKey(chord(words + name))).toBe(words + name);
      }),
    );
    expect(formatKey(chord('Meta+Shift+Ctrl+Prior'))).toBe('Ctrl+Shift+Meta+PageUp');
    expect(formatKey({ keysym: 0xffe1, modifiers: 0 })).toBe('0xffe1');
  });

  test('is read from any text without failing', () => {
    assert(
      property(string({ unit: codePoint, maxLength: 12 }), (text) => {
        const found = parseKey(text);
        if (found !== null) expect(parseKey(formatKey(found))).toEqual(found);
      }),
    );
  });
});

describe('a marked key', () => {
  const { shift, control } = MODIFIER;

  test('is met in either case of its letter, as Caps Lock may turn it', () => {
    for (const written of ['Ctrl+s', 'Ctrl+S']) {
      expect(isChord(chord(written), 0x73, control)).toBe(true);
      expect(isChord(chord(written), 0x53, control)).toBe(true);
    }
    expect(isChord(chord('é'), 0xc9, 0)).toBe(true);
  });

  test('is met with just its modifiers', () => {
    expect(isChord(chord('Ctrl+s'), 0x73, 0)).toBe(false);
    expect(isChord(chord('Ctrl+s'), 0x53, control | shift)).toBe(false);
    expect(isChord(chord('Shift+s'), 0x53, shift)).toBe(true);
    expect(isChord(chord('s'), 0x53, shift)).toBe(false);
    expect(isChord(chord('F5'), 0xffc2, shift)).toBe(false);
    expect(isChord(chord('space'), 0x20, shift)).toBe(false);
  });

  test('that is a sign is met whether the layout needs Shift for it or not', () => {
    expect(isChord(chord('?'), 0x3f, shift)).toBe(true);
    expect(isChord(chord('?'), 0x3f, 0)).toBe(true);
    expect(isChord(chord('Ctrl+?'), 0x3f, shift)).toBe(false);
    expect(isChord(chord('÷'), 0xd7, 0)).toBe(false);
    expect(isChord(chord('@'), 0x60, 0)).toBe(false);
    expect(isChord(chord('['), 0x7b, 0)).toBe(false);
  });

  test('is never another named key', () => {
    assert(
      property(constantFrom(...NAMES), integer({ min: 0xff00, max: 0xffff }), (name, keysym) => {
        expect(isChord(chord(name), keysym, 0)).toBe(keysym === chord(name).keysym);
      }),
    );
  });
});
