import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type LaunchOptions, launchChromium } from './chromium.ts';
import { launchFirefox } from './firefox.ts';
import type { TestBrowser } from './test-browser.ts';

export type BrowserName = TestBrowser['name'];

/** Both browsers, or those named in RICE_E2E_BROWSERS, e.g. "firefox". */
export const browserNames: readonly BrowserName[] = (['chromium', 'firefox'] as const).filter((name) =>
  (process.env['RICE_E2E_BROWSERS'] ?? 'chromium,firefox').split(',').includes(name),
);

/** False with RICE_E2E_WITHOUT_EXTENSION=1: what fails then is the fault of the test, not of the extension. */
export const withExtension = process.env['RICE_E2E_WITHOUT_EXTENSION'] !== '1';

/** Starts a browser with the extension built by `npm run build -- --test`. */
export function launchGuarded(
  name: BrowserName,
  options: Pick<LaunchOptions, 'log' | 'screen'> = {},
): Promise<TestBrowser> {
  return launch(name, withExtension ? testBuild(name) : undefined, options);
}

/** Starts a browser with the given unpacked extension, or with none. */
export function launch(
  name: BrowserName,
  extensionDir?: string,
  { log, screen }: Pick<LaunchOptions, 'log' | 'screen'> = {},
): Promise<TestBrowser> {
  return name === 'chromium'
    ? launchChromium({ extensionDir, log, screen })
    : launchFirefox({ extensionDir, log, screen });
}

/** Where `npm run build -- --test` put the extension. */
export function testBuild(name: BrowserName): string {
  const directory = fileURLToPath(new URL(`../../../dist/${name}-test`, import.meta.url));
  if (!existsSync(directory)) throw new Error(`[browsers] ${directory} is missing: npm run build -- --test`);
  return directory;
}
