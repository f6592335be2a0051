import type { Bus } from '../bus.ts';

type Listener = (bytes: Uint8Array) => void;

/** One process is all there is. Several buses on one hub stand for several relays in tests. */
export class MemoryHub {
  readonly #listeners = new Map<string, Set<Listener>>();

  listen(subject: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(subject) ?? new Set();
    this.#listeners.set(subject, listeners);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(subject);
    };
  }

  /** Not before the publisher has returned: as over a network. */
  deliver(subject: string, bytes: Uint8Array): void {
    queueMicrotask(() => {
      for (const listener of this.#listeners.get(subject) ?? []) listener(bytes);
    });
  }
}

export class MemoryBus implements Bus {
  readonly #hub: MemoryHub;
  readonly #ends = new Set<() => void>();

  constructor(hub: MemoryHub = new MemoryHub()) {
    this.#hub = hub;
  }

  publish(subject: string, bytes: Uint8Array): void {
    this.#hub.deliver(subject, bytes);
  }

  subscribe(subject: string, onBytes: (bytes: Uint8Array) => void): Promise<() => void> {
    const end = this.#hub.listen(subject, onBytes);
    this.#ends.add(end);
    return Promise.resolve(() => {
      end();
      this.#ends.delete(end);
    });
  }

  close(): Promise<void> {
    for (const end of this.#ends) end();
    this.#ends.clear();
    return Promise.resolve();
  }
}
