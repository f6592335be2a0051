import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import puppeteer from 'puppeteer-core';
import { manifestFor } from '../../../scripts/manifest.mjs';
import { zip } from '../../../scripts/zip.mjs';
import { inPage, poll } from '../browsers/page-code.ts';
import { makeProfile } from '../browsers/profile.ts';
import { type PrivatePolicies, privatePolicies } from './private-policies.ts';

/** A facility's package and where the browser fetches it from. */
export interface FacilityPackage {
  readonly id: string;
  /** What the policy names: an update manifest in Chromium, the package itself in Firefox. */
  readonly url: string;
  /** Paths below the server's root, and what is served there. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** A browser that a facility manages: nobody installed anything in it, and nobody clicks. */
export interface ManagedBrowser {
  /** Opens a page and runs an expression in it. */
  page(url: string): Promise<{ evaluate<T>(run: () => T): Promise<T>; close(): Promise<void> }>;
  /** Asks the background what a page of the extension would, and gives its answer. */
  ask(message: object): Promise<unknown>;
  stop(): Promise<void>;
}

const GECKO_ID = 'rice-for-novnc@rice-novnc';
const UUID = '7e57ab1e-0000-4000-8000-000000000002';

/** The test build as `--hosts` makes it: its hosts required, all else as it is published. */
export async function facilityPackage(
  browser: 'chromium' | 'firefox',
  hosts: readonly string[],
  server: string,
): Promise<FacilityPackage> {
  const home = await mkdtemp(join(tmpdir(), 'rice-facility-'));
  try {
    const directory = join(home, 'extension');
    await cp(fileURLToPath(new URL(`../../../dist/${browser}-test`, import.meta.url)), directory, {
      recursive: true,
    });
    const { key: _, ...manifest } = manifestFor(browser, { hosts }) as { key?: string; version: string };
    await writeFile(join(directory, 'manifest.json'), JSON.stringify(manifest));
    if (browser === 'firefox') {
      const files = new Map([['/rice.xpi', zip(await filesOf(directory))]]);
      return { id: GECKO_ID, url: `${server}/rice.xpi`, files };
    }
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const id = chromiumId(publicKey.export({ type: 'spki', format: 'der' }));
    const keyFile = join(home, 'key.pem');
    await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    execFileSync(process.env['CHROMIUM'] ?? '/usr/bin/chromium', [
      `--pack-extension=${directory}`,
      `--pack-extension-key=${keyFile}`,
      `--user-data-dir=${join(home, 'profile')}`,
      ...['--no-sandbox', '--headless'],
    ]);
    const update = `<?xml version="1.0"?><gupdate xmlns="http://www.google.com/update2/response" protocol="2.0"><app appid="${id}"><updatecheck codebase="${server}/rice.crx" version="${manifest.version}"/></app></gupdate>`;
    const files = new Map<string, Uint8Array>([
      ['/update.xml', Buffer.from(update)],
      ['/rice.crx', await readFile(`${directory}.crx`)],
    ]);
    return { id, url: `${server}/update.xml`, files };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** The policies as docs/roll-out.md gives them. */
export function policiesFor(
  browser: 'chromium' | 'firefox',
  { id, url }: FacilityPackage,
  managed: object,
): object {
  return browser === 'chromium'
    ? {
        ExtensionSettings: { [id]: { installation_mode: 'force_installed', update_url: url } },
        '3rdparty': { extensions: { [id]: managed } },
        // For the test alone: else no debugger may look at what a policy has installed.
        DeveloperToolsAvailability: 1,
      }
    : {
        policies: {
          ExtensionSettings: { [id]: { installation_mode: 'force_installed', install_url: url } },
          '3rdparty': { Extensions: { [id]: managed } },
        },
      };
}

export async function launchManaged(
  browser: 'chromium' | 'firefox',
  installed: FacilityPackage,
  managed: object,
): Promise<ManagedBrowser & Pick<PrivatePolicies, 'write'>> {
  const policies = await privatePolicies(browser, policiesFor(browser, installed, managed));
  const profile = await makeProfile();
  const clean = async (): Promise<void> => {
    await profile.remove();
    await policies.remove();
  };
  try {
    const launch = browser === 'chromium' ? launchChromium : launchFirefox;
    const launched = await launch(policies.executable, profile.path, installed.id);
    return {
      ...launched,
      write: (content) => policies.write(policiesFor(browser, installed, content)),
      stop: async () => {
        await launched.stop().finally(clean);
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

async function launchChromium(executablePath: string, profile: string, id: string): Promise<ManagedBrowser> {
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    // Playwright's own defaults switch extensions off, and the fetching of what a policy installs.
    ignoreDefaultArgs: ['--disable-extensions', '--disable-background-networking'],
    args: ['--no-sandbox', '--disable-component-update', '--disable-sync'],
  });
  const own = async (path: string) => {
    const page = await context.newPage();
    const go = (): Promise<boolean> =>
      page.goto(`chrome-extension://${id}/${path}`).then(
        () => true,
        () => false,
      );
    // Before the policy has installed it there is no such page.
    await poll(go);
    return page;
  };
  try {
    const first = await own('options.html');
    return {
      page: async (url) => {
        const page = await context.newPage();
        await page.goto(url);
        return { evaluate: (run) => page.evaluate(inPage(run, undefined)), close: () => page.close() };
      },
      ask: (message) => first.evaluate(askOf(message)),
      stop: () => context.close(),
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}

async function launchFirefox(executablePath: string, profile: string, id: string): Promise<ManagedBrowser> {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    userDataDir: profile,
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [id]: UUID }),
      // Of a package that Mozilla has not signed.
      'xpinstall.signatures.required': false,
    },
  });
  const own = async (path: string) => {
    const page = await browser.newPage();
    const isThere = inPage(
      () => location.protocol === 'moz-extension:' && document.readyState === 'complete',
      undefined,
    );
    await poll(async () => {
      // goto() of an extension's page never resolves in Firefox; before the policy has installed it, it fails.
      void page.goto(`moz-extension://${UUID}/${path}`).catch(() => {});
      for (let tries = 0; tries < 20; tries += 1) {
        if ((await page.evaluate(isThere).catch(() => false)) === true) return true;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return false;
    });
    return page;
  };
  try {
    const first = await own('options.html');
    return {
      page: async (url) => {
        const page = await browser.newPage();
        await page.goto(url);
        return {
          evaluate: async <T>(run: () => T) => (await page.evaluate(inPage(run, undefined))) as T,
          close: () => page.close(),
        };
      },
      ask: (message) => first.evaluate(askOf(message)),
      stop: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

/** An expression for a page of the extension. */
function askOf(message: object): string {
  return `(globalThis.browser ?? chrome).runtime.sendMessage(${JSON.stringify(message)})`;
}

/** The first 128 bits of the public key's hash, in the letters a to p. */
function chromiumId(publicKey: Uint8Array): string {
  const digest = createHash('sha256').update(publicKey).digest('hex').slice(0, 32);
  return [...digest].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join('');
}

async function filesOf(directory: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(directory.length + 1), await readFile(path));
  }
  return files;
}
