import { REALMS, type RealmName } from '../plan.ts';
import type { RunResult } from '../result.ts';
import { benefitTables, blockedTable, detectionTable, losses } from './benefit.ts';
import { equalPressesTable } from './equal-presses.ts';
import { type Figure, figuresOf } from './figures.ts';
import { claimTable, wireTable } from './paper-claims.ts';
import { Sample } from './sample.ts';
import { sensitivity } from './sensitivity.ts';
import { targetTable } from './targets.ts';
import { ARM_NAMES, REALM_NAMES, table } from './words.ts';

/** What the results say, as Markdown, and its pictures. */
export interface Report {
  readonly text: string;
  readonly figures: readonly Figure[];
}

/** Where the pictures are, from the page's place. */
export const PICTURES = 'pictures/experiments';
const BEGIN = '<!-- generated: npm run experiment:report -->';
const END = '<!-- end of what is generated -->';

/** Makes the report. The same results give the same text. */
export function makeReport(results: readonly RunResult[]): Report {
  const samples = REALMS.map((realm) => new Sample(results, realm)).filter((each) => each.results.length > 0);
  if (samples.length === 0) return { text: 'No results yet.', figures: [] };
  const figures = samples.flatMap(figuresOf);
  const perRealm = (title: string, make: (sample: Sample) => string): string =>
    samples.map((sample) => `### ${title}: ${REALM_NAMES[sample.realm]}\n\n${make(sample)}`).join('\n\n');
  const sections = [
    `## Runs\n\n${runTable(samples)}`,
    `## Targets\n\n${perRealm('Targets', targetTable)}`,
    `## Task time and the users’ luck\n\n${perRealm('Pairs with as many presses', equalPressesTable)}`,
    `## The paper’s claims\n\n${claimTable(samples)}`,
    `## The paper’s figures\n\n${figures.map(({ caption, file }) => `![${caption}](${PICTURES}/${file})`).join('\n\n')}`,
    `## Wire and application\n\n${perRealm('Rates', wireTable)}`,
    `## Detection\n\n${perRealm('From the begin of a trouble to the alarm', detectionTable)}`,
    `## Presses held back\n\n${perRealm('Held back', blockedTable)}`,
    `## Losses\n\n${perRealm('Surely worse with the guard', losses)}`,
    `## Everything by network, user and arm\n\n${perRealm('Means and 95 % intervals', benefitTables)}`,
    `## Sensitivity\n\n${perRealm('What is varied', (sample) => sensitivity(sample, results))}`,
  ];
  return { text: sections.join('\n\n'), figures };
}

/** The page with its generated part made anew; what people wrote stays. Throws where the page has no place for it. */
export function intoPage(page: string, { text }: Report): string {
  const [begin, end] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`[report] the page lacks ${BEGIN} or ${END}`);
  return `${page.slice(0, begin + BEGIN.length)}\n\n${text}\n\n${page.slice(end)}`;
}

function runTable(samples: readonly Sample[]): string {
  const rows = samples.map(({ realm, results, arms }) => {
    const strays = results.filter(({ strayExecuted }) => strayExecuted > 0).length;
    const seeds = new Set(results.map(({ seed }) => seed)).size;
    const byArm = arms.map((arm) => `${ARM_NAMES[arm]} ${results.filter((each) => each.arm === arm).length}`);
    return [nameOf(realm), `${results.length}`, `${seeds}`, byArm.join(', '), `${strays}`, lateness(results)];
  });
  const wrong = 'runs with presses that nobody made (must be 0)';
  return table(['realm', 'runs', 'seeds', 'by arm', wrong, 'the network itself stood still, at most'], rows);
}

/** Whether a machine that was busy can have been what a run showed. */
function lateness(results: Sample['results']): string {
  const lateMs = results.flatMap(({ networkLateMs }) => networkLateMs ?? []);
  return lateMs.length === 0 ? '–' : `${Math.ceil(Math.max(...lateMs))} ms (${lateMs.length} runs)`;
}

function nameOf(realm: RealmName): string {
  return REALM_NAMES[realm];
}
