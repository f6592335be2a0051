import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

interface Package {
  readonly version?: string;
  readonly optional?: boolean;
}
interface Setup {
  installationMatches(lock: unknown, installed: { packages: Record<string, Package> }): boolean;
  findChromium(): { path: string; branded: boolean } | null;
  programPath(program: string): string | null;
  ensureDebianPackages(
    list: readonly { package: string; provides: string }[],
    options?: { required?: boolean },
  ): Promise<string[]>;
}

// The scripts are plain JavaScript without types: they run before anything is installed.
const setup = (await import(new URL('../../scripts/setup.mjs', import.meta.url).href)) as Setup;

describe('what is installed', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    },
  };

  it('matches the lock file when every package has its version', () => {
    expect(setup.installationMatches(lock, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(
      true,
    );
  });

  it('does not match when one is missing, or another version', () => {
    expect(setup.installationMatches(lock, { packages: {} })).toBe(false);
    expect(setup.installationMatches(lock, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(
      false,
    );
    const stale = { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.9.0' } };
    expect(setup.installationMatches(lock, { packages: stale })).toBe(false);
  });
});

describe('the search for a browser', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'programs-'));
    vi.stubEnv('PATH', [folder, '/bin', '/usr/bin'].join(delimiter));
    vi.stubEnv('HOME', folder);
    vi.stubEnv('CHROMIUM', '');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  async function program(name: string, says = ''): Promise<string> {
    const path = join(folder, name);
    await writeFile(path, `#!/bin/sh\necho '${says}'\n`);
    await chmod(path, 0o755);
    return path;
  }

  it('takes what CHROMIUM names, and knows branded Chrome by its version', async () => {
    vi.stubEnv('CHROMIUM', await program('mine', 'Google Chrome 141.0'));
    expect(setup.findChromium()).toEqual({ path: join(folder, 'mine'), branded: true });
    vi.stubEnv('CHROMIUM', await program('testing', 'Google Chrome for Testing 141.0'));
    expect(setup.findChromium()).toEqual({ path: join(folder, 'testing'), branded: false });
  });

  it('says so when CHROMIUM names nothing that runs', () => {
    vi.stubEnv('CHROMIUM', '/nowhere/chromium');
    expect(() => setup.findChromium()).toThrow('/nowhere/chromium, which cannot be run');
  });

  it('prefers Chromium to branded Chrome', async () => {
    vi.stubEnv('PATH', folder);
    const chrome = await program('google-chrome');
    expect(setup.findChromium()).toEqual({ path: chrome, branded: true });
    const chromium = await program('chromium');
    expect(setup.findChromium()).toEqual({ path: chromium, branded: false });
  });

  it('asks for a Debian package only when its program is missing', async () => {
    await program('there');
    expect(await setup.ensureDebianPackages([{ package: 'some-package', provides: 'there' }])).toEqual([]);
  });
});
