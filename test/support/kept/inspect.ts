import { mkdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { KeptPage } from './kept-browser.ts';

declare global {
  var axe: { run(): Promise<AxeResult> };
}

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** Checks the page with axe in both colour schemes, and leaves a picture of each in artifacts/FOLDER. */
export async function inspect(page: KeptPage, folder: string, state: string): Promise<void> {
  mkdirSync(`artifacts/${folder}`, { recursive: true });
  const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
  for (const scheme of ['light', 'dark'] as const) {
    await page.screenshot(`artifacts/${folder}/${state}-${scheme}.png`, scheme);
    await page.runSource(axe);
    const found = await page.evaluate(async () => globalThis.axe.run());
    const violations = found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`,
    );
    expect(violations, `${state}, ${scheme}`).toEqual([]);
  }
}
