// What a relay costs at the least: the same packages and sockets, and every message to all others of its room, unread.
import { WebSocket, WebSocketServer } from 'ws';
import { reportCpu } from './cpu-report.ts';

const rooms = new Map<string, Set<WebSocket>>();
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });

server.on('connection', (socket, request) => {
  const name = request.url ?? '';
  const room = rooms.get(name) ?? new Set();
  rooms.set(name, room.add(socket));
  socket.on('error', () => {});
  socket.on('close', () => room.delete(socket));
  socket.on('message', (data) => {
    for (const other of room)
      if (other !== socket && other.readyState === WebSocket.OPEN) other.send(data, { binary: false });
  });
});
server.on('listening', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.send?.({ type: 'ready', url: `http://127.0.0.1:${port}`, startLink: '' });
});
reportCpu(async () => server.close());
