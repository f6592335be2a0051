import type { WebSocket } from 'ws';
import type { Client, InstrumentServer } from '../instrument/instrument-server.ts';
import type { Link } from '../link/link.ts';

/** Bytes that may wait in the WebSocket before the link is told to hold the rest. */
const SOCKET_BACKLOG_MAX_BYTES = 1024 * 1024;
/** RFC 6455 section 7.4.1: protocol error, and try again later. */
const CLOSE_PROTOCOL_ERROR = 1002;
const CLOSE_TRY_LATER = 1013;
/** RFC 6455 section 5.5: a close frame holds 125 bytes, two of them the code. */
const REASON_MAX_BYTES = 120;

/** Carries one browser's WebSocket through the link to the instrument. */
export function carrySocket(socket: WebSocket, link: Link, server: InstrumentServer): void {
  let client: Client | null = null;
  let closeReason: string | null = null;
  const connection = link.connect(
    {
      deliver: (bytes) => {
        client?.receive(bytes);
        return true;
      },
      pause: (paused) => {
        if (paused) socket.pause();
        else socket.resume();
      },
      // The browser is gone, and so is all it had sent before: only now does the instrument let go.
      ended: () => {
        client?.gone();
        link.close(connection);
      },
    },
    {
      deliver: (bytes) => {
        socket.send(bytes, () => {
          if (socket.bufferedAmount < SOCKET_BACKLOG_MAX_BYTES) connection.down.resume();
        });
        return socket.bufferedAmount < SOCKET_BACKLOG_MAX_BYTES;
      },
      // The instrument reads the backlog and sends less.
      pause: () => {},
      ended: () =>
        socket.close(CLOSE_PROTOCOL_ERROR, Buffer.from(closeReason ?? '').subarray(0, REASON_MAX_BYTES)),
    },
  );
  client = server.accept({
    send: (bytes) => connection.down.push(bytes),
    close: (reason) => {
      closeReason = reason;
      connection.down.end();
    },
    backlogBytes: () => connection.down.heldBytes + socket.bufferedAmount,
  });
  if (client === null) {
    socket.close(CLOSE_TRY_LATER, 'too many clients');
    link.close(connection);
    return;
  }
  socket.on('message', (data, isBinary) => {
    if (!isBinary) socket.close(CLOSE_PROTOCOL_ERROR, 'text is not RFB');
    else if (Buffer.isBuffer(data)) connection.up.push(data);
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    connection.down.stop();
    connection.up.end();
  });
}
