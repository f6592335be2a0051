import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LANGUAGES } from '../../src/plugin/languages.ts';
import { chooseLanguage, loadTexts, messagesFrom } from '../../src/plugin/texts.ts';
import { VERSION } from '../../src/plugin/version.ts';

const there = ['en', 'de', 'zh_CN'];

describe('the texts of the plugin', () => {
  test('are there in every language of the extension', () => {
    expect(['en', ...Object.keys(LANGUAGES)].sort()).toEqual(readdirSync('_locales').sort());
  });

  test.each([
    [['de-AT', 'en'], 'de'],
    [['fi', 'de'], 'de'],
    [['zh-CN'], 'zh_CN'],
    [['zh'], 'zh_CN'],
    [['zh-SG'], 'zh_CN'],
    [['zh-TW', 'de'], 'de'],
    [['en-GB', 'de'], 'en'],
    [['fi'], 'en'],
    [['not a tag'], 'en'],
    [[], 'en'],
  ])('for %j are those of %s', (wishes, language) => {
    expect(chooseLanguage(wishes, there)).toBe(language);
  });

  test('are loaded when they are spoken', async () => {
    expect((await loadTexts(['de']))('uiLanguage')).toBe('de');
    expect((await loadTexts(['fi']))('uiLanguage')).toBe('en');
  });

  test('are English where a portal gives none', () => {
    const messages = messagesFrom({ uiPerSecond: { message: '$1 pro Sekunde' } });
    expect(messages('uiPerSecond', '5')).toBe('5 pro Sekunde');
    expect(messages('uiLanguage')).toBe('en');
    expect(messages('noSuchKey')).toBe('');
  });
});

test('the plugin says the version that it has', () => {
  expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({ version: VERSION });
});
