import type { NatsConnection } from '@nats-io/transport-node';
import type { Bus } from '../bus.ts';

/**
 * NATS core. What is published while the connection is down is dropped, not kept: late messages of a room are worse
 * than none, and the links between relays (peer-link.ts) notice what is missing.
 */
export class NatsBus implements Bus {
  readonly #connection: NatsConnection;
  #isUp = true;
  #dropped = 0;

  constructor(connection: NatsConnection) {
    this.#connection = connection;
    void this.#watch();
  }

  get isUp(): boolean {
    return this.#isUp && !this.#connection.isClosed();
  }

  /** Messages that were not sent because there was no connection. */
  get dropped(): number {
    return this.#dropped;
  }

  publish(subject: string, bytes: Uint8Array): void {
    if (!this.isUp) {
      this.#dropped += 1;
      return;
    }
    this.#connection.publish(subject, bytes);
  }

  async subscribe(subject: string, onBytes: (bytes: Uint8Array) => void): Promise<() => void> {
    const subscription = this.#connection.subscribe(subject, {
      callback: (error, message) => {
        if (error === null) onBytes(message.data);
      },
    });
    // The server has read the subscription when it answers what was sent after it.
    await this.#connection.flush();
    return () => subscription.unsubscribe();
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async #watch(): Promise<void> {
    for await (const status of this.#connection.status()) {
      if (status.type === 'disconnect' || status.type === 'staleConnection') this.#isUp = false;
      if (status.type === 'reconnect') this.#isUp = true;
    }
    this.#isUp = false;
  }
}
