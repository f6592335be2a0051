import { beforeEach, expect, test } from 'vitest';
import type { Management, Runtime } from 'webextension-polyfill';
import { type WelcomeApi, welcomeOnce } from '../../src/background/welcome.ts';

type Listener = (details: Runtime.OnInstalledDetailsType) => void;

let listeners: Set<Listener>;
let opened: string[];
let local: Record<string, unknown>;
let installType: Management.ExtensionInstallType;
let hosts: string[] | undefined;

const api = (): WelcomeApi => ({
  runtime: {
    getManifest: () => ({
      manifest_version: 3,
      name: '',
      version: '',
      ...(hosts === undefined ? {} : { host_permissions: hosts }),
    }),
    getURL: (path) => `extension://rice/${path}`,
    onInstalled: {
      addListener: (listener) => void listeners.add(listener),
      removeListener: (listener) => void listeners.delete(listener),
      hasListener: (listener) => listeners.has(listener),
    },
  },
  tabs: {
    create: async ({ url }) => {
      opened.push(url ?? '');
      return { index: 0, highlighted: false, active: true, pinned: false, incognito: false };
    },
  },
  management: { getSelf: async () => ({ ...SELF, installType }) },
  storage: {
    local: { get: async () => ({ ...local }), set: async (items) => void Object.assign(local, items) },
  },
});
const SELF = {
  ...{ id: '', name: '', description: '', version: '', mayDisable: true, enabled: true, optionsUrl: '' },
  ...{ type: 'extension' as const, permissions: [], hostPermissions: [] },
};

beforeEach(() => {
  listeners = new Set();
  opened = [];
  local = {};
  installType = 'normal';
  hosts = undefined;
});

async function install(
  details: Partial<Runtime.OnInstalledDetailsType> = {},
  isManaged = false,
): Promise<void> {
  const stop = welcomeOnce(api(), async () => isManaged);
  for (const listener of listeners) listener({ reason: 'install', temporary: false, ...details });
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  stop();
  expect(listeners.size).toBe(0);
}

test('a person who installs RICE is welcomed, and only once', async () => {
  await install();
  expect(opened).toEqual(['extension://rice/welcome.html']);
  await install();
  expect(opened).toHaveLength(1);
});

test('nobody is welcomed by an update', async () => {
  await install({ reason: 'update' });
  await install({ reason: 'browser_update' });
  expect(opened).toEqual([]);
});

test('who tries it from a folder, or only until the browser ends, is welcomed as well', async () => {
  installType = 'development';
  await install({ temporary: true });
  expect(opened).toHaveLength(1);
});

test('nobody is welcomed whose facility installed it', async () => {
  installType = 'admin';
  await install();
  expect(opened).toEqual([]);
});

test('nobody is welcomed where a facility has set something, or to a build that has its hosts already', async () => {
  await install({}, true);
  hosts = ['https://portal.example.org/*'];
  await install();
  expect(opened).toEqual([]);
});
