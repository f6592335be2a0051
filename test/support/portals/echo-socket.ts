import type { Server } from 'node:http';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';

/** A message larger than this ends the connection: only test pages connect here. */
const MAX_MESSAGE_BYTES = 1 << 20;

/**
 * WebSockets that are not VNC, on the portal's own port:
 * - /echo sends back what it gets, in kind; the text "close 4001 bye" makes it close so.
 * - /fake-rfb greets like a VNC server and then echoes binary nonsense.
 * - /base64 speaks the old base64 sub-protocol: a VNC greeting in text frames, then an echo.
 */
export function attachSocketServer(http: Server): { stop(): void } {
  const server = new WebSocketServer({
    server: http,
    maxPayload: MAX_MESSAGE_BYTES,
    handleProtocols: (offered) => [...offered][0] ?? false,
  });
  server.on('connection', (socket, request) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/fake-rfb') socket.send(Buffer.from('RFB 003.008\n'));
    if (path === '/base64') socket.send(Buffer.from('RFB 003.008\n').toString('base64'));
    socket.on('message', (data, isBinary) => echo(socket, data, isBinary));
    socket.on('error', () => {});
  });
  return {
    stop: () => {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

function echo(socket: WebSocket, data: RawData, isBinary: boolean): void {
  const bytes = Array.isArray(data)
    ? Buffer.concat(data)
    : data instanceof ArrayBuffer
      ? Buffer.from(data)
      : data;
  const [, code, reason] = isBinary ? [] : (/^close (\d+) (.*)$/.exec(bytes.toString('utf8')) ?? []);
  if (code) socket.close(Number(code), reason);
  else socket.send(bytes, { binary: isBinary });
}
