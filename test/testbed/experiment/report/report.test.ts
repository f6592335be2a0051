import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { committedResults, PAGE } from '../../../../testbed/experiment/report/committed.ts';
import { intoPage, makeReport, PICTURES } from '../../../../testbed/experiment/report/report.ts';
import { madeUpResults } from '../../../support/made-up-results.ts';

describe('the report', () => {
  const report = makeReport([
    ...madeUpResults(6),
    ...madeUpResults(6, () => ({ patienceFactor: 2 })),
    ...madeUpResults(1, () => ({ realm: 'live', qMos: null })),
  ]);

  it('has a section for everything that was asked, and no hole in a number', () => {
    const asked = [
      'Runs',
      'Targets',
      'Task time',
      'The paper’s claims',
      'Detection',
      'Losses',
      'Sensitivity',
    ];
    for (const title of asked) {
      expect(report.text).toContain(`## ${title}`);
    }
    expect(report.text).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  it('has tables whose rows fit their heads', () => {
    for (const block of report.text.split('\n\n').filter((each) => each.startsWith('|'))) {
      const widths = new Set(block.split('\n').map((row) => row.split('|').length));
      expect(widths.size, block.slice(0, 200)).toBe(1);
    }
  });

  it('keeps the realms apart', () => {
    expect(report.text).toContain('### Targets: virtual time');
    expect(report.text).toContain('### Targets: real time');
  });

  it('draws pictures with nothing from outside, each of which the text shows', () => {
    expect(report.figures.length).toBeGreaterThan(6);
    for (const { file, svg } of report.figures) {
      expect(svg).not.toMatch(/href|url\(|<script|NaN|undefined/);
      expect(svg).toContain('prefers-color-scheme: dark');
      expect(report.text).toContain(`${PICTURES}/${file}`);
    }
  });

  it('is the same each time', () => {
    const results = madeUpResults(5);
    expect(makeReport(results)).toEqual(makeReport([...results].reverse().reverse()));
  });

  it('says so where there is nothing', () => {
    expect(makeReport([])).toEqual({ text: 'No results yet.', figures: [] });
  });

  it('replaces its own part of the page and nothing else', () => {
    const page = intoPage(readFileSync(PAGE, 'utf8'), { text: 'new', figures: [] });
    expect(page.split('<!-- ')[0]).toBe(readFileSync(PAGE, 'utf8').split('<!-- ')[0]);
    expect(intoPage(page, { text: 'new', figures: [] })).toBe(page);
    expect(() => intoPage('nothing here', report)).toThrow('lacks');
  });
});

describe('docs/experiments.md', () => {
  it('says what the committed results say', () => {
    const report = makeReport(committedResults());
    const page = readFileSync(PAGE, 'utf8');
    // Not toEqual: the difference of two such pages helps nobody.
    expect(intoPage(page, report) === page, 'run npm run experiment:report').toBe(true);
    for (const { file, svg } of report.figures) {
      const path = `docs/${PICTURES}/${file}`;
      expect(
        existsSync(path) && readFileSync(path, 'utf8') === svg,
        `${path}: run npm run experiment:report`,
      ).toBe(true);
    }
  });
});
