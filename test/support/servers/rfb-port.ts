import { connect } from 'node:net';
import { pause } from './process.ts';

const RETRY_MS = 30;
const READY_TIMEOUT_MS = 10_000;

/** Resolves with the greeting ("RFB 003.008") once a VNC server answers on the port. */
export async function waitForRfb(port: number): Promise<string> {
  const giveUpAtMs = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    try {
      return await readGreeting(port);
    } catch (error) {
      if (Date.now() > giveUpAtMs) throw error;
      await pause(RETRY_MS);
    }
  }
}

function readGreeting(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.setTimeout(1000, () => socket.destroy(new Error(`port ${port} is silent`)));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`port ${port} closed without a greeting`)));
    socket.once('data', (data) => {
      resolve(data.toString('latin1').trim());
      socket.destroy();
    });
  });
}
