import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attachSocketServer } from './echo-socket.ts';
import {
  BUNDLE_ENTRY,
  bundleCommonJs,
  debianFolder,
  type NovncName,
  novncReleases,
} from './novnc-release.ts';

/** What a portal page is asked to do; each becomes a query parameter of the page. */
export interface PortalQuery {
  /** The WebSocket to connect to. */
  readonly url?: string;
  readonly username?: string;
  readonly password?: string;
  readonly viewOnly?: boolean;
  /** 0 to 9; releases from 1.2 on. */
  readonly quality?: number;
  readonly compression?: number;
  /** `remote` asks the server for the page's size, `scale` scales in the page, `clip` shows a part. */
  readonly resize?: 'remote' | 'scale' | 'clip' | undefined;
  /** Connects again whenever the connection ends; data-connects counts. */
  readonly reconnect?: boolean;
  /** Counts decoded rectangles in window.rectCounts. */
  readonly countRects?: boolean;
  readonly release?: NovncName;
  /** How a guarded portal gives its connection to the plugin: by its address, or already open, or as a data channel. */
  readonly way?: 'address' | 'open' | 'data-channel';
  /** The plugin's options, as JSON. */
  readonly options?: string;
  /** How frames.html holds the portal. */
  readonly frame?: 'same-origin' | 'srcdoc' | 'about-blank';
}

export interface PortalServer {
  /** http://localhost:PORT */
  readonly origin: string;
  /** A page of real noVNC of the given release. */
  portal(release: NovncName, query: PortalQuery): string;
  /** The same under a Content-Security-Policy without inline scripts, eval or foreign sources. */
  strictPortal(release: NovncName, query: PortalQuery): string;
  /** A page that holds the portal in an iframe of its own origin. */
  framedPortal(release: NovncName, frame: NonNullable<PortalQuery['frame']>, query: PortalQuery): string;
  /** Debian's vnc.html, connected at once. */
  debianPortal(vnc: { readonly port: number }, query?: { readonly password?: string }): string;
  /** A portal with the plugin built in, under the strict policy; `script`: as its one file for a script tag. */
  guardedPortal(release: NovncName, query: PortalQuery, form?: 'module' | 'script'): string;
  /** A page that uses WebSocket for other things and checks what it sees; its result is in data-result. */
  otherSockets(): string;
  stop(): Promise<void>;
}

const pages = fileURLToPath(new URL('./pages/', import.meta.url));

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
};

/** blob: and data: images are remote cursors; nothing else is needed by noVNC. */
const STRICT_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ws://localhost:*; img-src 'self' data: blob:; " +
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'";

/** Folders that are served besides. */
export interface PortalFolders {
  /** The unpacked package of the plugin, below /plugin/. */
  readonly plugin?: string;
  /** A built app, below /app/. */
  readonly app?: string;
}

/** Serves the portal pages on a free port of localhost. */
export async function startPortalServer(folders: PortalFolders = {}): Promise<PortalServer> {
  const http = createServer((request, response) => {
    void answer(request, response, folders);
  });
  const sockets = attachSocketServer(http);
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const address = http.address();
  if (address === null || typeof address === 'string') throw new Error('[portals] no port');
  const origin = `http://localhost:${address.port}`;
  return {
    origin,
    portal: (release, query) => `${origin}/portal/${release}${search(query)}`,
    strictPortal: (release, query) => `${origin}/strict/${release}${search(query)}`,
    framedPortal: (release, frame, query) =>
      `${origin}/pages/frames.html${search({ ...query, release, frame })}`,
    debianPortal: (vnc, query) =>
      `${origin}/debian/vnc.html${search({ ...query, host: 'localhost', port: vnc.port, path: 'websockify', autoconnect: 'true', reconnect: 'false' })}`,
    guardedPortal: (release, query, form = 'module') =>
      `${origin}/guarded-${form}/${release}${search(query)}`,
    otherSockets: () => `${origin}/pages/other-sockets.html`,
    stop: async () => {
      sockets.stop();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function search(query: Readonly<Record<string, unknown>> | PortalQuery): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  folders: PortalFolders,
): Promise<void> {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  const [, area = '', first = '', ...rest] = path.split('/');
  const release = novncReleases.find(({ name }) => name === first);
  try {
    if ((area === 'portal' || area === 'strict') && release) {
      const headers = area === 'strict' ? { 'content-security-policy': STRICT_POLICY } : {};
      send(response, '.html', portalPage(release.name, release.entry), headers);
    } else if ((area === 'guarded-module' || area === 'guarded-script') && release) {
      const head = area === 'guarded-script' ? '<script src="/plugin/rice-novnc.min.js"></script>' : '';
      const page = portalPage(release.name, release.entry, 'guarded.js', head);
      send(response, '.html', page, { 'content-security-policy': STRICT_POLICY });
    } else if (area === 'plugin' && folders.plugin !== undefined) {
      await sendFile(response, folders.plugin, [first, ...rest].join('/'));
    } else if (area === 'app' && folders.app !== undefined) {
      await sendFile(response, folders.app, [first, ...rest].join('/'));
    } else if (area === 'novnc' && release && rest[0] === BUNDLE_ENTRY) {
      send(response, '.js', bundleCommonJs(release));
    } else if (area === 'novnc' && release) {
      await sendFile(response, release.folder, rest.join('/'));
    } else if (area === 'debian') {
      await sendFile(response, debianFolder, [first, ...rest].join('/'));
    } else if (area === 'favicon.ico') {
      // Browsers ask for it unasked, and a 404 would be an error in the console.
      response.writeHead(204).end();
    } else if (area === 'pages') {
      await sendFile(response, pages, [first, ...rest].join('/'));
    } else {
      response.writeHead(404).end();
    }
  } catch {
    response.writeHead(404).end();
  }
}

function portalPage(release: string, entry: string, script = 'portal.js', head = ''): string {
  return `<!doctype html>
<html lang="en" data-release="${release}" data-entry="/novnc/${release}/${entry}">
<head><meta charset="utf-8"><title>noVNC ${release}</title><link rel="stylesheet" href="/pages/portal.css">${head}</head>
<body><div id="screen"></div><script type="module" src="/pages/${script}"></script></body>
</html>`;
}

async function sendFile(response: ServerResponse, folder: string, path: string): Promise<void> {
  const file = normalize(join(folder, path));
  if (!file.startsWith(normalize(folder).replace(/\/?$/, sep))) throw new Error('outside the folder');
  send(response, extname(file), await readFile(file));
}

function send(
  response: ServerResponse,
  extension: string,
  body: string | Uint8Array,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(200, {
    'content-type': CONTENT_TYPES[extension] ?? 'application/octet-stream',
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(body);
}
