// @vitest-environment happy-dom
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mountRatingCard } from '../../../src/ui/analyst/rating-card.tsx';
import { type BadgeSetting, START_PLACE } from '../../../src/ui/placement.ts';
import { drawn } from '../../support/drawn.ts';
import { FakeAnalyst } from '../fake-analyst.ts';
import { messagesOf } from '../fake-surroundings.ts';

let analyst: FakeAnalyst;
let container: HTMLElement;
let setting: BadgeSetting;
let remove: () => void;

beforeEach(() => {
  analyst = new FakeAnalyst();
  container = document.createElement('div');
  document.body.append(container);
  setting = { place: START_PLACE, dot: false };
  remove = mountRatingCard(container, {
    messages: messagesOf('en'),
    overlay: {
      get setting() {
        return setting;
      },
    },
    analyst,
  });
});
afterEach(() => {
  remove();
  document.body.replaceChildren();
});

const card = () => container.querySelector<HTMLElement>('.rating-card');
const button = (name: string) =>
  [...container.querySelectorAll('button')].find((each) => each.textContent === name)!;
const radios = () => [...container.querySelectorAll<HTMLInputElement>('input[type=radio]')];

describe('the question after a session', () => {
  it('is not there before one is over, and takes no keyboard when it comes', () => {
    expect(card()).toBeNull();
    analyst.ask('1');
    expect(card()?.textContent).toContain('How well could you work?');
    expect(document.activeElement).toBe(document.body);
  });

  it('is one group of five, the ends with their words', () => {
    analyst.ask('1');
    expect(new Set(radios().map((each) => each.name)).size).toBe(1);
    expect(radios().map((each) => each.getAttribute('aria-label'))).toEqual([
      '1, not at all',
      '2',
      '3',
      '4',
      '5, as if on site',
    ]);
    expect(container.querySelector('fieldset legend')?.textContent).toBe('How well could you work?');
  });

  it('keeps an answer only by its button, says so, and goes', async () => {
    analyst.ask('1');
    expect(button('Keep my answer').disabled).toBe(true);
    radios()[1]?.click();
    await drawn();
    radios()[3]?.click();
    await drawn();
    expect(analyst.rated).toEqual([]);
    button('Keep my answer').click();
    expect(analyst.rated).toEqual([['1', 4]]);
    expect(card()).toBeNull();
    expect(container.querySelector('[role=status]')?.textContent).toBe('Your answer is kept.');
  });

  it('can be skipped by its button or by Escape, and then nothing is kept', () => {
    analyst.ask('1');
    button('Skip').click();
    expect(card()).toBeNull();
    analyst.ask('2');
    card()?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    expect(card()).toBeNull();
    expect(analyst.rated).toEqual([]);
    expect(container.querySelector('[role=status]')?.textContent).toBe('');
  });

  it('is on the side of the badge: warnings are on the other one', () => {
    analyst.ask('1');
    expect(card()?.dataset['side']).toBe('bottom');
    analyst.dismiss();
    setting = { place: { edge: 'top', alongRatio: 1 }, dot: false };
    analyst.ask('2');
    expect(card()?.dataset['side']).toBe('top');
  });

  it('begins anew with each session', async () => {
    analyst.ask('1');
    radios()[4]?.click();
    await drawn();
    analyst.ask('2');
    expect(radios().every((each) => !each.checked)).toBe(true);
  });

  it('has no axe findings', async () => {
    analyst.ask('1');
    const results = await axe.run(container, {
      rules: { 'color-contrast': { enabled: false }, region: { enabled: false } },
    });
    expect(results.violations.map(({ id, nodes }) => id + nodes[0]?.html)).toEqual([]);
  });
});
