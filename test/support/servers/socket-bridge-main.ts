// The process of socket-bridge.ts: node --import tsx socket-bridge-main.ts LISTEN_PORT VNC_PORT
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { WebSocketServer } from 'ws';

const [listenPort, vncPort] = process.argv.slice(2).map(Number);
if (listenPort === undefined || vncPort === undefined) throw new Error('which ports?');

let end: (how: unknown) => void = () => {};
const http = createServer();
new WebSocketServer({ server: http }).on('connection', (webSocket, request) => {
  const vnc = connect(vncPort, '127.0.0.1');
  const wire: Socket = request.socket;
  vnc.on('data', (bytes) => webSocket.send(bytes));
  vnc.on('error', () => {});
  webSocket.on('message', (bytes: Buffer) => vnc.write(bytes));
  webSocket.on('error', () => {});
  webSocket.on('close', () => vnc.destroy());
  wire.on('close', () => vnc.destroy());
  end = (how) => {
    if (how === 'rst') wire.resetAndDestroy();
    else if (how === 'fin') wire.end();
    else if (how === 1006) webSocket.terminate();
    // A close frame without a code is what browsers call 1005.
    else if (how === 1005) webSocket.close();
    else if (typeof how === 'number') webSocket.close(how);
  };
});
http.listen(listenPort, '127.0.0.1', () => process.send?.('listening'));
process.on('message', (how) => end(how));
process.on('disconnect', () => process.exit());
