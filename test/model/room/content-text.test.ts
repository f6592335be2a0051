import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cleanChat,
  cleanName,
  mentions,
  mixesScripts,
  nameSkeleton,
} from '../../../src/model/room/content-text.ts';
import { MAX_CHAT, MAX_NAME } from '../../../src/model/room/room-limits.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 300 });

describe('a name', () => {
  it('is one line of composed characters, without spaces around it', () => {
    expect(cleanName('  Jose\u0301 \n Ruiz\t')).toBe('José Ruiz');
  });

  it('has no characters that cannot be seen or that turn the text beside it', () => {
    expect(cleanName('a\u202eb\u2066c\u200bd\u0000ef\u{e0041}g\ud800')).toBe('abcdefg');
  });

  it('keeps the joiners of emoji and of scripts that need them', () => {
    expect(cleanName('👩\u200d🔬')).toBe('👩\u200d🔬');
  });

  it('is at most 64 characters, none of them cut', () => {
    expect(cleanName('😀'.repeat(100))).toBe('😀'.repeat(MAX_NAME));
  });

  it('has one space where something unseen stood between two', () => {
    expect(cleanName('!\t\u0000\t¡')).toBe('! ¡');
  });

  it('stays as it is when it is cleaned again, whatever it was', () => {
    fc.assert(fc.property(anyText, (text) => cleanName(cleanName(text)) === cleanName(text)));
  });
});

describe('chat', () => {
  it('keeps lines and tabs, with one kind of line break', () => {
    expect(cleanChat(' a\r\nb\rc\td\u0007 ')).toBe('a\nb\nc\td');
  });

  it('is never longer than the limit, and always well-formed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const cleaned = cleanChat(text.repeat(40));
        expect(cleaned.length).toBeLessThanOrEqual(MAX_CHAT);
        expect(new TextDecoder().decode(new TextEncoder().encode(cleaned))).toBe(cleaned);
      }),
    );
  });
});

describe('letters of several scripts', () => {
  it.each(['Аnna', 'Olgα', 'Аbc', 'Anna Берг'])('are flagged in %s', (name) => {
    expect(mixesScripts(name)).toBe(true);
  });

  it.each(['Anna', 'Anna 3', 'Анна Берг', '山田 Taro', 'やまだ 山田', 'José', '김 Kim', '', '😀'])(
    'are not flagged in %s',
    (name) => {
      expect(mixesScripts(name)).toBe(false);
    },
  );
});

it('takes names for the same that read the same', () => {
  expect(nameSkeleton('A n-n a.')).toBe(nameSkeleton('ＡＮＮＡ'));
  expect(nameSkeleton('Anna')).not.toBe(nameSkeleton('Anne'));
});

it('finds a mention by the whole name alone', () => {
  expect(mentions('look, @anna berg!', 'Anna Berg')).toBe(true);
  expect(mentions('@Annabel and @Anna', 'Anna')).toBe(true);
  expect(mentions('@Annabel', 'Anna')).toBe(false);
  expect(mentions('Anna', 'Anna')).toBe(false);
  expect(mentions('@', '')).toBe(false);
});
