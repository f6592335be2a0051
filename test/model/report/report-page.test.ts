// @vitest-environment happy-dom
import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { unknown } from '../../../src/model/measure/quantities/quantity.ts';
import { QUANTITIES } from '../../../src/model/measure/quantities/quantity-table.ts';
import type { ReportInput } from '../../../src/model/report/report-input.ts';
import { reportPage } from '../../../src/model/report/report-page.ts';
import { reportFigures } from '../../../src/ui/analyst/report-figures.ts';
import { readingOf, rowsOf } from '../../support/reading-of.ts';
import { messagesOf } from '../../ui/fake-surroundings.ts';
import { inputOf } from './input-of.ts';

function textOf(input: ReportInput, language: 'en' | 'de' = 'en'): string {
  const messages = messagesOf(language);
  return reportPage(input, messages, reportFigures(messages));
}

function pageOf(input: ReportInput, language: 'en' | 'de' = 'en'): Document {
  return new DOMParser().parseFromString(textOf(input, language), 'text/html');
}

const section = (page: Document, title: string): Element | undefined =>
  [...page.querySelectorAll('section')].find((each) => each.querySelector('h2')?.textContent === title);
const table = (part: Element | undefined): readonly (readonly (string | null)[])[] =>
  [...(part?.querySelectorAll('tbody tr') ?? [])].map((row) =>
    [...row.children].map((cell) => cell.textContent),
  );

describe('the page of a session report', () => {
  it('says what was watched, when and how long', () => {
    const page = pageOf(inputOf());
    const facts = [...page.querySelectorAll('dd')].map((each) => each.textContent);
    expect(facts.slice(0, 2)).toEqual(['Titan µ', 'https://lab.example:6080']);
    expect(facts[3]).toBe('0:01:50');
    expect(page.documentElement.lang).toBe('en');
    const open = inputOf({ facts: { ...inputOf().facts, closed: false } });
    expect(pageOf(open).querySelectorAll('dd')[3]?.textContent).toBe('0:01:50 so far');
  });

  it('gives the time in each state, and its share', () => {
    const rows = table(section(pageOf(inputOf()), 'Time in each state'));
    expect(rows.map((each) => each.slice(0, 3))).toEqual([
      ['Stable', '0:00:52', '47%'],
      ['Idle', '0:00:40', '36%'],
      ['Recovery', '0:00:04', '4%'],
      ['Unstable', '0:00:08', '7%'],
      ['Breakdown', '0:00:06', '5%'],
    ]);
    const unseen = table(
      section(pageOf(inputOf({ reading: readingOf({ unseenMs: 30_000 }) })), 'Time in each state'),
    );
    expect(unseen.at(-1)?.slice(0, 2)).toEqual(['Not seen: hidden or slept', '0:00:30']);
  });

  it('gives every quantity its symbol, value, interval and how sure it is', () => {
    const rows = table(section(pageOf(inputOf()), 'Quantities at the end'));
    expect(rows).toHaveLength(Object.keys(QUANTITIES).length + 3);
    const gain = rows.find(([name]) => name === 'Gain');
    expect(gain).toEqual([
      'Gain',
      'G',
      '820',
      '610 to 1,130',
      'rough: too little has been seen so far',
      'eq. 2',
    ]);
    const capacity = rows.find(([name]) => name === 'Capacity of the path');
    expect(capacity?.slice(2, 5)).toEqual(['–', '', 'not known: the link was never full, so it may be more']);
  });

  it('calls the estimate what it is, beside the rating', () => {
    const part = section(pageOf(inputOf()), 'How well one could work');
    expect(part?.textContent).toContain('Estimated MOS (model, uncalibrated)');
    const scores = [...(part?.querySelectorAll('.score') ?? [])].map((each) => each.textContent);
    expect(scores).toEqual(['4.2', '4.6', '4']);
    expect(part?.textContent).toContain('Not enough ratings yet to compare the estimate with (3 of 20).');
  });

  it('tells n and RMSE once there are enough ratings', () => {
    const agreement = { count: 23, needed: 20, rmse: 0.81, fittedRmse: 0.62 };
    const text = section(pageOf(inputOf({ agreement })), 'How well one could work')?.textContent;
    expect(text).toContain('Over 23 rated sessions, the estimate differs from the ratings by 0.81 (RMSE).');
    expect(text).toContain('Fitted to these ratings it differs by 0.62.');
  });

  it('counts the events of the record, and leaves them out when nobody counted', () => {
    const rows = table(section(pageOf(inputOf()), 'Events'));
    expect(rows).toContainEqual(['Presses held back', '7']);
    expect(rows).toContainEqual(['Faults of the guard', '0']);
    expect(section(pageOf(inputOf({ events: null })), 'Events')).toBeUndefined();
  });

  it('tells each function, those nobody marked by their kind', () => {
    const rows = table(section(pageOf(inputOf()), 'Functions of the instrument'));
    expect(rows.map(([name, actions, sent]) => [name, actions, sent])).toEqual([
      ['stage', '140', '133'],
      ['keyboard', '22', '22'],
    ]);
    expect(textOf(inputOf(), 'de')).toContain('Tastatur');
  });

  it('draws four time series and the plane, with the states as bands', () => {
    const page = pageOf(inputOf());
    const course = section(page, 'Course of the session');
    expect(course?.querySelectorAll('svg')).toHaveLength(4);
    expect(course?.querySelectorAll('svg:first-of-type .state-breakdown').length).toBeGreaterThan(0);
    const plane = section(page, 'Demand and supply');
    expect(plane?.querySelectorAll('.mark')).toHaveLength(2);
    expect(table(plane)[1]?.slice(0, 3)).toEqual(['Recovery (s₀′, d₀′)', '1.2/s', '300 kb/s']);
  });

  it('holds no script, loads nothing, and shows a hostile name as text', () => {
    const evil = '"><img src=x onerror=alert(1)></style><script>alert(2)</script>&\u0000\u0007';
    const input = inputOf({
      facts: {
        ...inputOf().facts,
        instrument: evil,
        origin: evil,
        browser: evil,
        session: evil,
        extension: evil,
      },
      reading: readingOf({
        functions: [
          {
            function: evil,
            activity: unknown('few-samples'),
            actions: 1,
            delivered: 1,
            gain: unknown('few-samples'),
          },
        ],
      }),
    });
    const text = textOf(input);
    const page = new DOMParser().parseFromString(text, 'text/html');
    expect(page.querySelectorAll('script, img, link, iframe, object, [onerror], [src], [href]')).toHaveLength(
      0,
    );
    expect(page.querySelectorAll('style')).toHaveLength(1);
    expect(page.querySelector('dd')?.textContent).toContain('<script>alert(2)</script>&');
    for (const control of ['\u0000', '\u0007']) expect(text).not.toContain(control);
    expect(text).not.toContain('undefined');
    expect(text).not.toContain('NaN');
  });

  it('is still a page for a session of which nothing is known', () => {
    const empty = inputOf({ reading: null, rows: [], rating: null, events: null, agreement: null });
    const page = pageOf(empty);
    expect(page.querySelector('h1')?.textContent).toBe('Session report');
    expect(page.body.textContent).toContain('The session model has nothing on this session');
    expect(page.querySelectorAll('svg')).toHaveLength(0);
    const short = textOf(inputOf({ rows: rowsOf(2) }));
    expect(short).not.toContain('NaN');
  });

  it('stays small for the longest session', () => {
    const text = textOf(inputOf({ rows: rowsOf(14_400) }));
    expect(text.length).toBeLessThan(400_000);
  });

  it('has no axe findings, in both languages', async () => {
    for (const language of ['en', 'de'] as const) {
      document.documentElement.innerHTML = pageOf(inputOf(), language).documentElement.innerHTML;
      document.documentElement.lang = language;
      const results = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
      expect(results.violations.map(({ id, nodes }) => id + nodes[0]?.html)).toEqual([]);
    }
  });
});
