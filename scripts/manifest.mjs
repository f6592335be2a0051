import { readFileSync } from 'node:fs';

const read = (name) => JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), 'utf8'));

/** What a test build may run on without being asked: match patterns have no port, so any port. */
const TEST_HOSTS = ['http://127.0.0.1/*', 'http://localhost/*'];

/** Firefox has a sidebar without asking, and needs no document beside its event page. */
const CHROME_ONLY = ['offscreen', 'sidePanel'];

/**
 * One browser's manifest from the common manifest.json: what the other browser would warn about is left out.
 * @param {'chromium' | 'firefox'} browser
 * @param {{ test?: boolean, hosts?: readonly string[], geckoId?: string }} options hosts: match patterns that a
 *   facility's build may run on without being asked; geckoId: what Mozilla signs it under, unless it is ours
 */
export function manifestFor(browser, { test = false, hosts = [], geckoId } = {}) {
  const {
    background,
    key,
    minimum_chrome_version,
    browser_specific_settings,
    permissions,
    side_panel,
    sidebar_action,
    storage,
    ...common
  } = read('manifest.json');
  const required = [...(test ? TEST_HOSTS : []), ...hosts];
  return {
    ...common,
    version: read('package.json').version,
    ...(required.length > 0 ? { host_permissions: required } : {}),
    ...(browser === 'chromium'
      ? {
          key,
          minimum_chrome_version,
          permissions,
          side_panel,
          storage,
          background: { service_worker: background.service_worker, type: background.type },
        }
      : {
          browser_specific_settings: geckoId
            ? {
                ...browser_specific_settings,
                gecko: { ...browser_specific_settings.gecko, id: geckoId },
              }
            : browser_specific_settings,
          permissions: permissions.filter((each) => !CHROME_ONLY.includes(each)),
          sidebar_action,
          background: { scripts: background.scripts, type: background.type },
        }),
  };
}
