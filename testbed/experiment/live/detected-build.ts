import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const HOOK = fileURLToPath(new URL('./detected-hook.ts', import.meta.url));

/** An unpacked extension for one arm of an experiment. */
export interface ArmBuild {
  readonly path: string;
  remove(): Promise<void>;
}

/** A copy of an unpacked test build, with the hook of the arm `detected`. The product never holds that hook. */
export async function makeDetectedBuild(testBuild: string): Promise<ArmBuild> {
  const path = await mkdtemp(join(tmpdir(), 'rice-detected-'));
  await cp(testBuild, path, { recursive: true });
  await build({
    entryPoints: [HOOK],
    outfile: join(path, 'hook.js'),
    bundle: true,
    format: 'iife',
    minify: true,
    target: ['chrome119', 'firefox140'],
  });
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
