import { describe, expect, it } from 'vitest';
import { piecesOf } from '../../../src/ui/room/chat-text.ts';
import { begunAt, completed, offered } from '../../../src/ui/room/mention.ts';
import { HUES, huesOf, initialsOf, isolated, nameOf } from '../../../src/ui/room/person.ts';
import { decodePlace, dragged, stepped } from '../../../src/ui/room/strip-place.ts';
import { messagesOf } from '../fake-surroundings.ts';
import { ADA, BEN, personOf } from './room-of.ts';

const messages = messagesOf('en');

describe('a name', () => {
  it('keeps its direction to itself', () => {
    expect(nameOf([personOf(ADA)], ADA, messages)).toBe(isolated('Ada'));
  });

  it('shows the beginning of an id nobody can choose when it may mislead, or there is none', () => {
    expect(nameOf([personOf(ADA, { nameDoubt: 'taken' })], ADA, messages)).toBe(`${isolated('Ada')} (AdaA)`);
    expect(nameOf([personOf(ADA, { name: '' })], ADA, messages)).toBe('Person AdaA');
    expect(nameOf([], BEN, messages)).toBe('Person BenB');
  });

  it.each([
    ['Ada', 'A'],
    ['ada lovelace', 'AL'],
    ['  Jean-Luc  Picard ', 'JP'],
    ['Ömer Şahin', 'ÖŞ'],
    ['王 小明', '王小'],
    ['🔬', '?'],
    ['', '?'],
  ])('%s has the initials %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });

  it('has a hue of its own while there are enough', () => {
    const people = Array.from({ length: HUES }, (_, index) => personOf(`${index}aaaaaaaaaaaaaaaaaaaaa`));
    expect(new Set(huesOf(people).values()).size).toBe(HUES);
    const more = [...people, personOf(ADA)];
    expect([...huesOf(more).values()].slice(0, HUES)).toEqual([...huesOf(people).values()]);
  });
});

describe('a chat message', () => {
  const names = ['Self', 'Ada', 'Ada Lovelace'];
  const told = (text: string): readonly string[] =>
    piecesOf(text, names).map((piece) => `${piece.type}:${piece.text}`);

  it('is taken apart into words, names and addresses, and loses nothing', () => {
    const text = 'Hi @Ada Lovelace, see https://example.org/a?b=1. Bye @self';
    expect(told(text)).toEqual([
      'words:Hi ',
      'mention:@Ada Lovelace',
      'words:, see ',
      'link:https://example.org/a?b=1',
      'words:. Bye ',
      'mention:@self',
    ]);
    expect(
      piecesOf(text, names)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  });

  it('mentions nobody by a part of a longer word', () => {
    expect(told('@Adam and a@Ada')).toEqual(['words:@Adam and a', 'mention:@Ada']);
  });

  it('shows the host a link really leads to', () => {
    const [link] = piecesOf('https://еxample.org/', names);
    expect(link).toMatchObject({ type: 'link', host: 'xn--xample-2of.org' });
  });

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'https://bank.example@evil.example/',
    'data:text/html,x',
  ])('has no link to %s', (text) => {
    expect(piecesOf(text, names).every(({ type }) => type === 'words')).toBe(true);
  });

  it('has at most 20 links', () => {
    const text = Array.from({ length: 30 }, (_, index) => `https://example.org/${index}`).join(' ');
    expect(piecesOf(text, names).filter(({ type }) => type === 'link')).toHaveLength(20);
  });
});

describe('a name that is being typed', () => {
  const names = ['Ada Lovelace', 'Alan', 'Ben', ''];

  it('is looked for behind the @ before the caret', () => {
    expect(begunAt('hi @al', 6)).toEqual({ at: 3, query: 'al' });
    expect(begunAt('hi @al', 2)).toBeNull();
    expect(begunAt('me@al', 5)).toBeNull();
    expect(begunAt('@a\nb', 4)).toBeNull();
  });

  it('is offered by its beginning and by its other words', () => {
    const offer = (query: string) => offered(names, { at: 0, query });
    expect(offer('a')).toEqual(['Ada Lovelace', 'Alan']);
    expect(offer('lov')).toEqual(['Ada Lovelace']);
    expect(offer('alan')).toEqual([]);
    expect(offer('')).toEqual(['Ada Lovelace', 'Alan', 'Ben']);
  });

  it('is put in place of what was begun', () => {
    expect(completed('hi @al you', 6, { at: 3, query: 'al' }, 'Alan')).toEqual({
      text: 'hi @Alan you',
      caret: 9,
    });
  });
});

describe('the place of the strip', () => {
  it('is the share of the free way', () => {
    expect(dragged(250, { width: 200 }, { left: 50, width: 600 })).toBe(0.5);
    expect(dragged(-500, { width: 200 }, { left: 50, width: 600 })).toBe(0);
    expect(dragged(900, { width: 200 }, { left: 50, width: 600 })).toBe(1);
    expect(dragged(9, { width: 600 }, { left: 0, width: 600 })).toBe(0);
  });

  it('moves by arrow keys along its side only', () => {
    expect(stepped(0.5, 'ArrowLeft')).toBe(0.45);
    expect(stepped(1, 'ArrowRight')).toBe(1);
    expect(stepped(0.5, 'ArrowUp')).toBeUndefined();
  });

  it.each([null, 5, {}, { along: 'left' }, { along: 2 }, { along: Number.NaN }])('is no %j', (input) => {
    expect(decodePlace(input)).toBeUndefined();
  });

  it('is remembered with whether it was open', () => {
    expect(decodePlace({ along: 0.25, open: true })).toEqual({ along: 0.25, open: true });
  });
});
