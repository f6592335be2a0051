import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A browser profile of one test's own. The browser may still be writing when it is removed: hence the retries. */
export async function makeProfile(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'rice-profile-'));
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
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
