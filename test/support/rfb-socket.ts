import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { ClientEvent } from '../../src/model/rfb/messages.ts';
import { FENCE_FLAG } from '../../src/model/rfb/numbers.ts';
import { Wire } from '../../src/model/rfb/wire.ts';
import { openSession } from './rfb-bytes.ts';
import { fence, raw, update } from './rfb-server-bytes.ts';

/** Messages kept per test; a page that is driven for seconds writes some hundreds. */
const MAX_MESSAGES = 10_000;

const CORNER = { x: 0, y: 0, width: 4, height: 4 };

/** A VNC server of a few lines on a WebSocket: shakes hands, answers fences, and remembers what it was told. */
export interface RfbSocket {
  readonly url: string;
  /** A page without any script. */
  readonly quietPage: string;
  /** What the client said after the handshake, as far as it could be read. */
  readonly messages: readonly ClientEvent[];
  /** All bytes of the client after the handshake. */
  readonly bytes: () => Uint8Array;
  /** Sends to the newest connection. */
  send(bytes: Uint8Array): void;
  /** While false, fences are not answered: the path looks stalled. */
  answering: boolean;
  stop(): Promise<void>;
}

export async function startRfbSocket(): Promise<RfbSocket> {
  const http = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>quiet</title>');
  });
  const server = new WebSocketServer({ server: http, handleProtocols: ([first]) => first ?? false });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const messages: ClientEvent[] = [];
  const chunks: Uint8Array[] = [];
  const state: { answering: boolean; send: (bytes: Uint8Array) => void } = {
    answering: true,
    send: () => {},
  };

  server.on('connection', (socket) => {
    const wire = new Wire();
    const serverTurns = openSession({ name: 'socket' }).filter((turn) => turn.from === 'server');
    const send = (bytes: Uint8Array): void => {
      wire.server(bytes);
      socket.send(bytes);
    };
    const next = (): void => {
      const turn = serverTurns.shift();
      if (turn !== undefined) send(turn.bytes);
    };
    state.send = send;
    messages.length = 0;
    chunks.length = 0;
    next();
    socket.on('message', (data: Buffer) => {
      if (serverTurns.length > 0) {
        wire.client(data);
        next();
        // Says that this server knows fences.
        if (serverTurns.length === 0) send(fence(FENCE_FLAG.request, [1]));
        return;
      }
      chunks.push(Uint8Array.from(data));
      for (const message of wire.client(data)) {
        // One picture, small enough to be no matter: guards wait for it.
        if (message.type === 'update-request' && !message.incremental) send(update([raw(CORNER)]));
        if (messages.length < MAX_MESSAGES) messages.push(message);
        const isRequest = message.type === 'fence' && message.flags >>> 31 === 1;
        if (isRequest && state.answering) send(fence(0, message.payload));
      }
    });
    socket.on('error', () => {});
  });

  // It listens on a port: its address is never a pipe's name.
  const { port } = http.address() as AddressInfo;
  return {
    url: `ws://localhost:${port}`,
    quietPage: `http://localhost:${port}/`,
    messages,
    bytes: () => Buffer.concat(chunks),
    send: (bytes) => state.send(bytes),
    get answering() {
      return state.answering;
    },
    set answering(value) {
      state.answering = value;
    },
    stop: async () => {
      for (const client of server.clients) client.terminate();
      server.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
