import type { RoomClientOptions, RoomSocket, RoomSocketEvents } from '../../room/room-client-options.ts';

/** What a room's client needs of the world, from a document or a worker of the extension. */
export function hostSurroundings(): Pick<RoomClientOptions, 'clock' | 'crypto' | 'later' | 'openSocket'> {
  return {
    openSocket,
    crypto,
    clock: { monotonicMs: () => performance.now(), wallMs: () => Date.now() },
    later: (delayMs, callback) => {
      const timer = setTimeout(callback, delayMs);
      return () => clearTimeout(timer);
    },
  };
}

function openSocket(url: string, events: RoomSocketEvents): RoomSocket {
  const socket = new WebSocket(url);
  socket.onopen = () => events.onOpen();
  // An error is always followed by a close.
  socket.onclose = () => events.onClose();
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    // The protocol is text; anything else is no relay's.
    if (typeof data === 'string') events.onText(data);
    else socket.close();
  };
  return {
    send: (text) => {
      // Sending into a closing socket is dropped by the browser, into a connecting one it throws.
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
    get bufferedBytes() {
      return socket.bufferedAmount;
    },
  };
}
