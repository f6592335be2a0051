import { readFileSync } from 'node:fs';
import type { Look } from './look.ts';
import type { TestPage } from './test-browser.ts';

interface AxeApi {
  run(options: object): Promise<{
    readonly violations: readonly {
      readonly id: string;
      readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
    }[];
  }>;
}
/** In the page, once it was put there. */
declare const axe: AxeApi | undefined;

const SOURCE = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

/** What axe finds in the page; in another look than light only what hangs on colours is looked at again. */
export async function axeFindings(page: TestPage, look: Look): Promise<readonly string[]> {
  if (!(await page.evaluate(() => typeof axe !== 'undefined'))) await page.runSource(SOURCE);
  return page.evaluate(
    async (options) =>
      (await axe?.run(options))?.violations.map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join('\n')}`,
      ) ?? ['axe did not run'],
    look === 'light' ? {} : { runOnly: ['color-contrast'] },
  );
}
