import { describe, expect, it } from 'vitest';
import { amounts } from '../../src/ui/amounts.ts';
import { panelAmounts } from '../../src/ui/panel/panel-amounts.ts';
import { say } from '../../src/ui/sentence.ts';
import { messagesOf } from './fake-surroundings.ts';

const english = amounts(messagesOf('en'));
const german = amounts(messagesOf('de'));

describe('amounts', () => {
  it('write times in ms, and from one second on in s', () => {
    expect([0, 41.6, 999.4, 999.6, 1_234, 9_949, 9_960, 61_000].map(english.duration)).toEqual([
      '0 ms',
      '42 ms',
      '999 ms',
      '1.0 s',
      '1.2 s',
      '9.9 s',
      '10 s',
      '61 s',
    ]);
  });

  it('write rates with two or more digits and the unit that fits', () => {
    expect([0, 999, 1_000, 12_340, 999_960, 1_240_000, 25e6, 3.2e9].map(english.rate)).toEqual([
      '0 bit/s',
      '999 bit/s',
      '1.0 kb/s',
      '12 kb/s',
      '1.0 Mb/s',
      '1.2 Mb/s',
      '25 Mb/s',
      '3,200 Mb/s',
    ]);
  });

  it('follow the language of the texts, not of the browser', () => {
    expect(german.duration(1_234)).toBe('1,2 s');
    expect(german.rate(1_240_000)).toBe('1,2 Mb/s');
    expect(german.perSecond(3.25)).toBe('3,3');
  });

  it('show a dash for what is not known', () => {
    expect(english.duration(null)).toBe('–');
    expect(english.duration(Number.POSITIVE_INFINITY)).toBe('–');
    expect(english.rate(Number.NaN)).toBe('–');
    expect(english.count(Number.NaN)).toBe('–');
  });

  it('write the time of day on 24 hours, shares in percent', () => {
    const panel = panelAmounts(messagesOf('en'));
    expect(panel.clock(new Date(2026, 2, 14, 15, 4, 5).getTime())).toBe('15:04:05');
    expect(panel.percent(0.42)).toBe('42%');
    expect(panel.ratio(0.976)).toBe('0.98');
  });
});

describe('a sentence', () => {
  it('takes the plural form of its count', () => {
    const messages = messagesOf('en');
    const spoken = [1, 2].map((n) => say({ key: 'uiMayExecute', counts: [n], plural: n }, messages, english));
    expect(spoken).toEqual(['1 action may still execute.', '2 actions may still execute.']);
  });
});
