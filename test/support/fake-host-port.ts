import type { HostPort } from '../../src/background/room-host/host-port.ts';

/** The host's end of a port; the test speaks for the other end. */
export class FakeHostPort implements HostPort {
  readonly heard: unknown[] = [];
  #onMessage: (message: unknown) => void = () => {};
  #onDisconnect: () => void = () => {};

  post(message: unknown): void {
    // Messages cross as JSON in Chromium.
    this.heard.push(JSON.parse(JSON.stringify(message)));
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener;
  }

  onDisconnect(listener: () => void): void {
    this.#onDisconnect = listener;
  }

  say(message: unknown): void {
    this.#onMessage(JSON.parse(JSON.stringify(message)));
  }

  close(): void {
    this.#onDisconnect();
  }
}
