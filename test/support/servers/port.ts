import { createServer } from 'node:net';

/**
 * A TCP port of the loopback interface that was free a moment ago. The kernel hands out ephemeral ports
 * in an order that does not repeat soon, so runs side by side do not meet.
 */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('[servers] the kernel gave no port'));
      });
    });
  });
}
