import { connect, type Socket } from 'node:net';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { encodeSetEncodings, readSetEncodings } from './client-messages.ts';
import { Recorder } from './recorder.ts';

export interface RecordingProxy {
  /** What the page connects to, once. */
  readonly url: string;
  readonly recorder: Recorder;
  /** Stops letting bytes through, in both directions; what was let through is the recording. */
  cut(): void;
  stop(): Promise<void>;
}

/**
 * A WebSocket in front of a VNC server, in place of websockify, that records both directions in one order.
 * `chooseEncodings` may replace the list of each SetEncodings message of the client: the server then sends what
 * the client can decode but would not have asked for. The recording holds the replaced message.
 */
export async function startRecordingProxy(
  vncPort: number,
  chooseEncodings: (asked: readonly number[]) => readonly number[] = (asked) => asked,
): Promise<RecordingProxy> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false });
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('[recordings] no port');
  const recorder = new Recorder();
  let open = true;
  let tcp: Socket | undefined;

  server.once('connection', (client: WebSocket) => {
    const vnc = connect(vncPort, '127.0.0.1');
    tcp = vnc;
    vnc.setNoDelay(true);
    vnc.on('data', (bytes) => {
      if (open && recorder.add('server', bytes)) client.send(bytes);
      else open = false;
    });
    client.on('message', (data: RawData) => {
      const bytes = replaceEncodings(toBytes(data), chooseEncodings);
      if (open && recorder.add('client', bytes)) vnc.write(bytes);
      else open = false;
    });
    vnc.on('close', () => client.close());
    vnc.on('error', () => client.close());
    client.on('close', () => vnc.end());
  });

  return {
    url: `ws://localhost:${address.port}/`,
    recorder,
    cut: () => {
      open = false;
    },
    stop: async () => {
      tcp?.destroy();
      for (const client of server.clients) client.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** noVNC from 1.0 on sends each message by itself, so a SetEncodings is one whole WebSocket message. */
function replaceEncodings(
  bytes: Uint8Array,
  choose: (asked: readonly number[]) => readonly number[],
): Uint8Array {
  const asked = readSetEncodings(bytes);
  return asked ? encodeSetEncodings(choose(asked)) : bytes;
}

function toBytes(data: RawData): Uint8Array {
  return Array.isArray(data)
    ? Buffer.concat(data)
    : new Uint8Array(data instanceof ArrayBuffer ? data : Buffer.from(data));
}
