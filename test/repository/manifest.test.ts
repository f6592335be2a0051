import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { manifestFor } from '../../scripts/manifest.mjs';
import { pngSize } from '../support/png-size.ts';

// A permission more is a decision, to be made here, in PRIVACY.md and in the stores' forms.
const PERMISSIONS = {
  // The last two are Chrome's: a document for the rooms' connections, and the side panel. Neither asks anything.
  chromium: ['activeTab', 'offscreen', 'scripting', 'sidePanel', 'storage'],
  firefox: ['activeTab', 'scripting', 'storage'],
};
/** Asked by a click, to watch for connections that cannot be guarded; needs hosts of sockets, which pages' do not cover. */
const OPTIONAL_PERMISSIONS = ['webRequest'];
const OPTIONAL_HOSTS = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*'];
/** Everything that could give the extension rights, or pages a way in. Absent means none. */
const RIGHTS = [
  'permissions',
  'optional_permissions',
  'host_permissions',
  'optional_host_permissions',
  'content_scripts',
  'web_accessible_resources',
  'externally_connectable',
  'devtools_page',
  'sandbox',
  'incognito',
  'update_url',
];

describe.each(['chromium', 'firefox'] as const)('the manifest for %s', (browser) => {
  const rights = (test: boolean) =>
    Object.fromEntries(
      Object.entries(manifestFor(browser, { test })).filter(([name]) => RIGHTS.includes(name)),
    );

  test('asks for exactly this at install, and for a host only on a click', () => {
    expect(rights(false)).toEqual({
      permissions: PERMISSIONS[browser],
      optional_permissions: OPTIONAL_PERMISSIONS,
      optional_host_permissions: OPTIONAL_HOSTS,
    });
  });

  test('of a test build may run on this machine and nowhere else', () => {
    expect(rights(true)).toEqual({
      permissions: PERMISSIONS[browser],
      optional_permissions: OPTIONAL_PERMISSIONS,
      optional_host_permissions: OPTIONAL_HOSTS,
      host_permissions: ['http://127.0.0.1/*', 'http://localhost/*'],
    });
  });

  test('lets its pages load nothing from elsewhere, and reach relays by sockets that nobody reads on the way', () => {
    const { content_security_policy: policy } = manifestFor(browser);
    expect(policy).toEqual({
      extension_pages:
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src wss: ws://127.0.0.1:* ws://localhost:*; require-trusted-types-for 'script'",
    });
  });

  test('has the version of the package', () => {
    expect(JSON.parse(readFileSync('package.json', 'utf8'))).toMatchObject({
      version: manifestFor(browser).version,
    });
  });

  test('names icons of the size it says', () => {
    const { icons, action } = manifestFor(browser);
    for (const [size, path] of [...Object.entries(icons), ...Object.entries(action.default_icon)]) {
      expect(pngSize(path)).toEqual({ widthPx: Number(size), heightPx: Number(size) });
    }
  });
});

test('the manifest for Chromium has a worker, a stable id and no word about Firefox', () => {
  const manifest = manifestFor('chromium');
  expect(manifest.background).toEqual({ service_worker: 'background.js', type: 'module' });
  expect(manifest).toMatchObject({ minimum_chrome_version: '119' });
  expect(manifest).toHaveProperty('key');
  expect(manifest).toMatchObject({ side_panel: { default_path: 'room-panel.html' } });
  expect(manifest).toMatchObject({ storage: { managed_schema: 'managed-schema.json' } });
  expect(manifest).not.toHaveProperty('sidebar_action');
  expect(manifest).not.toHaveProperty('browser_specific_settings');
});

test('the manifest for Firefox has an event page, says that nothing is collected without a room, and no word about Chromium', () => {
  const manifest = manifestFor('firefox');
  expect(manifest.background).toEqual({ scripts: ['background.js'], type: 'module' });
  expect(manifest.browser_specific_settings).toMatchObject({
    gecko: {
      strict_min_version: '140.0',
      data_collection_permissions: {
        required: ['none'],
        optional: ['personalCommunications', 'personallyIdentifyingInfo', 'websiteActivity'],
      },
    },
  });
  expect(manifest).toMatchObject({
    sidebar_action: { default_panel: 'room-panel.html', open_at_install: false },
  });
  expect(manifest).not.toHaveProperty('storage');
  expect(manifest).not.toHaveProperty('side_panel');
  expect(manifest).not.toHaveProperty('minimum_chrome_version');
  expect(manifest).not.toHaveProperty('key');
});

test('the privacy policy gives a reason for every permission, and for none that is not asked for', () => {
  const rows = readFileSync('PRIVACY.md', 'utf8').matchAll(/^\| `(\w+)`/gm);
  expect([...rows].map(([, name]) => name).sort()).toEqual(
    [...PERMISSIONS.chromium, ...OPTIONAL_PERMISSIONS].sort(),
  );
});
