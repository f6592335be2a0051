import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { type InstrumentServer, startInstrument } from '../instrument/instrument-server.ts';
import { Link } from '../link/link.ts';
import { direct } from '../link/profile.ts';
import { openFiles } from './files.ts';
import { applyQuality, isQuality, type Quality } from './quality.ts';
import { carrySocket } from './socket-carrier.ts';
import { StateFeed } from './state-feed.ts';

/** RFB needs no longer WebSocket message; noVNC sends at most 10 kB at once. */
const SOCKET_MESSAGE_MAX_BYTES = 1024 * 1024;
const BODY_MAX_BYTES = 1024;

/** A running demo portal: page, link and instrument. */
export interface Portal {
  readonly url: string;
  readonly instrument: InstrumentServer;
  readonly setQuality: (quality: Quality) => void;
  readonly stop: () => Promise<void>;
}

/** Starts the portal on 127.0.0.1; port 0 takes any free one. */
export async function startPortal(options: {
  readonly port: number;
  readonly specimenSide?: number;
}): Promise<Portal> {
  const files = await openFiles();
  const instrument = startInstrument(options);
  const link = new Link(direct);
  let quality: Quality = 'direct';
  const setQuality = (next: Quality) => {
    quality = next;
    applyQuality(link, next);
    feed.report();
  };
  const feed = new StateFeed(instrument, () => quality);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? '/', 'http://portal').pathname;
    if (!isLocal(request)) refuse(response, 403, 'this portal answers only to localhost');
    else if (request.method === 'GET' && path === '/api/state') feed.subscribe(response);
    else if (request.method === 'GET' && path === '/api/clock') json(response, { nowMs: Date.now() });
    else if (request.method === 'GET' && path === '/api/inputs') json(response, instrument.log.entries);
    else if (request.method === 'POST' && path === '/api/quality') {
      const wanted = await readBody(request);
      if (!isQuality(wanted)) return refuse(response, 400, 'no such quality');
      setQuality(wanted);
      json(response, { quality });
    } else if (request.method === 'GET') await files.send(path, response);
    else refuse(response, 405, 'not allowed');
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error);
      if (!response.headersSent) refuse(response, 500, 'internal error');
      else response.destroy();
    });
  });
  const sockets = acceptSockets(server, (socket) => carrySocket(socket, link, instrument));
  const port = await listen(server, options.port);
  return {
    url: `http://localhost:${port}/`,
    instrument,
    setQuality,
    stop: async () => {
      feed.stop();
      instrument.stop();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function acceptSockets(server: Server, carry: (socket: WebSocket) => void): WebSocketServer {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: SOCKET_MESSAGE_MAX_BYTES,
    perMessageDeflate: false,
    // noVNC before 1.2 offers 'binary' and expects it to be chosen.
    handleProtocols: (offered) => (offered.has('binary') ? 'binary' : false),
  });
  server.on('upgrade', (request, socket, head) => {
    const path = new URL(request.url ?? '/', 'http://portal').pathname;
    if (path !== '/websockify' || !isLocal(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, carry);
  });
  return sockets;
}

/** Another site open in the same browser must not drive the demo: neither by name tricks nor by its origin. */
function isLocal(request: IncomingMessage): boolean {
  const host = request.headers.host ?? '';
  const { origin } = request.headers;
  return (
    /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host) && (origin === undefined || origin === `http://${host}`)
  );
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) {
    text += String(part);
    if (text.length > BODY_MAX_BYTES) return null;
  }
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'quality' in value ? value.quality : null;
  } catch {
    return null;
  }
}

function json(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' });
  response.end(`${reason}\n`);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('no TCP port'));
      else resolve(address.port);
    });
  });
}
