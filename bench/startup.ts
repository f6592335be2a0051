/**
 * What the extension costs a page without VNC: a plain page is opened without the extension, with it installed, and with
 * its site enabled, by turns in browsers that run side by side; then it is loaded a thousand times and memory is looked
 * at. One JSON object per browser, arm and measure (bench/startup/visit.ts), and one per browser, arm and look at memory.
 *
 *   npm run build -- --test && npm run -s bench:startup       both, in Chromium and Firefox
 *   --browser chromium     --only start  or  --only memory    some of it
 *   --pairs 200  --rounds 8                                   loads in each arm, and how often the browsers are new
 *   --loads 100                                               for memory
 *
 * ratio95 and difference95 are of the arm against `none`. `none-again` is a second browser without the extension: what
 * lies within its interval cannot be measured here.
 */
import { parseArgs } from 'node:util';
import type { BrowserName } from '../test/support/browsers/launch.ts';
import { measureMemory } from './startup/memory.ts';
import { startPlainPage } from './startup/plain-page.ts';
import { measureStart } from './startup/start-cost.ts';

const { values } = parseArgs({
  options: {
    browser: { type: 'string', default: 'chromium,firefox' },
    only: { type: 'string', default: 'start,memory' },
    pairs: { type: 'string', default: '80' },
    rounds: { type: 'string', default: '4' },
    loads: { type: 'string', default: '1000' },
  },
});
const browsers = values.browser.split(',').map((name): BrowserName => {
  if (name === 'chromium' || name === 'firefox') return name;
  console.error(`--browser: ${name} is neither chromium nor firefox`);
  return process.exit(2);
});

const tell = (line: object): void => console.log(JSON.stringify(line));
const page = await startPlainPage();
try {
  if (values.only.includes('start')) {
    for (const browser of browsers) {
      const options = { browser, pairs: Number(values.pairs), rounds: Number(values.rounds), url: page.url };
      for (const line of await measureStart(options)) tell(line);
    }
  }
  if (values.only.includes('memory')) {
    for (const browser of browsers) await measureMemory(browser, Number(values.loads), page.url, tell);
  }
} finally {
  await page.stop();
}
