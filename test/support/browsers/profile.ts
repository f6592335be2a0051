import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A browser's folder of one test's own. */
export interface BrowserProfile {
  readonly path: string;
  readonly downloadsPath: string;
  /** The texts of what was downloaded. */
  downloads(): Promise<readonly string[]>;
  remove(): Promise<void>;
}

/** Makes a profile. The browser may still be writing when it is removed: hence the retries. */
export async function makeProfile(): Promise<BrowserProfile> {
  const path = await mkdtemp(join(tmpdir(), 'rice-profile-'));
  const downloadsPath = join(path, 'downloads');
  await mkdir(downloadsPath);
  return {
    path,
    downloadsPath,
    downloads: async () => {
      // Both browsers write under another name until the file is whole.
      const names = (await readdir(downloadsPath)).filter((name) => !/\.(part|crdownload)$/.test(name));
      const texts = names.sort().map((name) => readFile(join(downloadsPath, name), 'utf8'));
      return (await Promise.all(texts)).filter((text) => text !== '');
    },
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }),
  };
}

/** The parts of a manifest that a browser must be told before it starts. */
export interface ManifestFacts {
  readonly geckoId: string | undefined;
  /** A page of the extension that any manifest of ours has. */
  readonly popupPath: string;
  /** It may run somewhere without being asked for: a test build. */
  readonly hasHosts: boolean;
}

/** Reads the manifest of an unpacked extension. */
export async function readManifest(extensionDir: string): Promise<ManifestFacts> {
  const manifest: unknown = JSON.parse(await readFile(join(extensionDir, 'manifest.json'), 'utf8'));
  const popupPath = text(field(field(manifest, 'action'), 'default_popup'));
  if (popupPath === undefined) throw new Error(`[browsers] ${extensionDir}/manifest.json names no popup`);
  return {
    geckoId: text(field(field(field(manifest, 'browser_specific_settings'), 'gecko'), 'id')),
    popupPath,
    hasHosts: Array.isArray(field(manifest, 'host_permissions')),
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
