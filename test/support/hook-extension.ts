import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Which script the browser runs first. */
export type ScriptOrder = 'hook-first' | 'link-first';

/** Sessions of a document as the witness writes them into data-sessions of <html>, newest picture each. */
export interface WitnessedSession {
  readonly connection: string;
  readonly guarding: string;
  readonly guardingReason: string | null;
  readonly state: string;
}

export interface HookExtension {
  readonly path: string;
  remove(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const MATCHES = ['http://localhost/*', 'http://127.0.0.1/*'];
const GECKO_ID = 'hook-under-test@rice-novnc';

/**
 * An extension of nothing but the hook and the link, in a given order, with a background that answers and a
 * witness: a script of the isolated world that writes what the link knows into attributes of the document.
 */
export async function buildHookExtension(order: ScriptOrder): Promise<HookExtension> {
  const path = await mkdtemp(join(tmpdir(), 'rice-hook-extension-'));
  await mkdir(path, { recursive: true });
  await build({
    entryPoints: {
      hook: join(root, 'src/content/hook/main.ts'),
      link: join(root, 'src/content/link/main.ts'),
      witness: fileURLToPath(new URL('./hook-witness.ts', import.meta.url)),
      background: fileURLToPath(new URL('./hook-background.ts', import.meta.url)),
    },
    bundle: true,
    format: 'iife',
    target: ['chrome119', 'firefox140'],
    outdir: path,
  });
  const common = {
    matches: MATCHES,
    run_at: 'document_start',
    all_frames: true,
    match_origin_as_fallback: true,
  };
  const hook = { ...common, js: ['hook.js'], world: 'MAIN' };
  const link = { ...common, js: ['link.js'] };
  const manifest = {
    manifest_version: 3,
    name: 'Hook under test',
    version: '1',
    browser_specific_settings: { gecko: { id: GECKO_ID } },
    action: { default_popup: 'popup.html' },
    background: { service_worker: 'background.js', scripts: ['background.js'] },
    permissions: ['tabs'],
    content_scripts: [
      ...(order === 'hook-first' ? [hook, link] : [link, hook]),
      { ...common, js: ['witness.js'] },
    ],
  };
  await writeFile(join(path, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(join(path, 'popup.html'), '<!doctype html><title>popup</title>');
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
