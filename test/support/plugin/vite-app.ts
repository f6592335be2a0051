import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { PackedPlugin } from './packed-plugin.ts';

/** Builds a small portal in the folder in which the package is installed; returns the folder to serve. */
export async function buildApp({ home }: PackedPlugin): Promise<string> {
  const root = join(home, 'app');
  await cp(fileURLToPath(new URL('./app/', import.meta.url)), root, { recursive: true });
  await build({ root, base: './', configFile: false, logLevel: 'error', build: { target: 'es2022' } });
  return join(root, 'dist');
}
