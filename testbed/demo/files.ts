import { readFile, realpath } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, extname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const pageFolder = fileURLToPath(new URL('./page/', import.meta.url));
// The package exports only core/rfb.js; the folder above it is served whole.
const novncFolder = join(dirname(createRequire(import.meta.url).resolve('@novnc/novnc')), '..');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The npm package as `npm run build:plugin` leaves it. */
const pluginFolder = fileURLToPath(new URL('../../dist/plugin/', import.meta.url));

/** Sends files of the portal: its page, its bundled script, and noVNC as npm delivers it. */
export interface Files {
  /** Answers a GET of this path. */
  readonly send: (path: string, response: ServerResponse) => Promise<void>;
}

/** Bundles the page's script and gets the files ready. */
export async function openFiles(): Promise<Files> {
  const script = await bundle();
  const pages = new Map<string, string>([
    ['/', 'portal.html'],
    ['/portal.css', 'portal.css'],
    ['/icon.svg', 'icon.svg'],
  ]);
  return {
    send: async (path, response) => {
      const page = pages.get(path);
      if (path === '/portal.js') respond(response, '.js', script);
      else if (page !== undefined) respond(response, extname(page), await readFile(join(pageFolder, page)));
      else if (path.startsWith('/plugin/')) await sendPlugin(path, response);
      else await sendNovnc(path, response);
    },
  };
}

async function sendNovnc(path: string, response: ServerResponse): Promise<void> {
  const file = /^\/novnc\/((?:core|vendor)\/[\w./-]+\.js)$/.exec(path)?.[1];
  const found = file === undefined ? null : await realpath(join(novncFolder, file)).catch(() => null);
  if (found === null || !found.startsWith((await realpath(novncFolder)) + sep)) notFound(response);
  else respond(response, '.js', await readFile(found));
}

/** For `?plugin`. */
async function sendPlugin(path: string, response: ServerResponse): Promise<void> {
  const name = /^\/plugin\/([\w-]+\.js)$/.exec(path)?.[1];
  const script = name === undefined ? null : await readFile(join(pluginFolder, name)).catch(() => null);
  if (script === null) notFound(response);
  else respond(response, '.js', script);
}

async function bundle(): Promise<Uint8Array> {
  const built = await build({
    entryPoints: [join(pageFolder, 'portal.ts')],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    // noVNC itself stays as it is: the browser loads its modules from /novnc/.
    alias: { '@novnc/novnc': '/novnc/core/rfb.js', 'rice-novnc': '/plugin/index.js' },
    external: ['/novnc/*', '/plugin/*'],
    write: false,
    sourcemap: 'inline',
  });
  const file = built.outputFiles[0];
  if (file === undefined) throw new Error('esbuild wrote nothing');
  return file.contents;
}

function respond(response: ServerResponse, extension: string, body: Uint8Array): void {
  response.writeHead(200, {
    'content-type': types[extension] ?? 'application/octet-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    // As strict as careful portals are; noVNC shows its cursor as a data: image.
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  });
  response.end(body);
}

/** Answers that there is no such thing. */
export function notFound(response: ServerResponse): void {
  response.writeHead(404, { 'content-type': 'text/plain' });
  response.end('not found\n');
}
