import { connect } from 'node:net';
import { WebSocket } from 'ws';

/** What carries bytes to a VNC server. */
export interface Carrier {
  send(bytes: Uint8Array): void;
  close(): void;
}

/** What a carrier tells whoever opened it. */
export interface CarrierEvents {
  received(bytes: Uint8Array): void;
  closed(why: string): void;
}

export type OpenCarrier = (events: CarrierEvents) => Carrier;

/** Plain TCP on 127.0.0.1. */
export function tcpCarrier(port: number): OpenCarrier {
  return ({ received, closed }) => {
    const socket = connect({ host: '127.0.0.1', port, noDelay: true });
    let why = 'the other side closed it';
    socket.on('data', (bytes: Buffer) => received(new Uint8Array(bytes)));
    socket.on('error', (error) => {
      why = String(error);
    });
    socket.on('close', () => closed(why));
    return { send: (bytes) => void socket.write(bytes), close: () => socket.destroy() };
  };
}

/** A WebSocket as noVNC opens it; browsers compress nothing that websockify sends. */
export function webSocketCarrier(url: string): OpenCarrier {
  return ({ received, closed }) => {
    const socket = new WebSocket(url, 'binary', { perMessageDeflate: false });
    let why = 'the other side closed it';
    socket.on('message', (bytes: Buffer) => received(new Uint8Array(bytes)));
    socket.on('error', (error) => {
      why = String(error);
    });
    socket.on('close', () => closed(why));
    return { send: (bytes) => socket.send(bytes), close: () => socket.terminate() };
  };
}
