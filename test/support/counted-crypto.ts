import { webcrypto } from 'node:crypto';

/** WebCrypto that knows when nothing of it is under way: a test waits for that instead of for a time. */
export class CountedCrypto {
  #pending = 0;
  readonly crypto: Crypto;

  constructor() {
    const real = webcrypto as unknown as Crypto;
    const subtle = new Proxy(real.subtle, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return (...given: unknown[]): Promise<unknown> =>
          this.counted(Reflect.apply(method, target, given) as Promise<unknown>);
      },
    });
    this.crypto = {
      subtle,
      getRandomValues: (array) => real.getRandomValues(array),
      randomUUID: () => real.randomUUID(),
    };
  }

  /** Other work that a test has to wait for. */
  async counted<T>(work: Promise<T>): Promise<T> {
    this.#pending += 1;
    try {
      return await work;
    } finally {
      this.#pending -= 1;
    }
  }

  async settled(): Promise<void> {
    // Promises that follow each other need no more turns than this between two calls of WebCrypto.
    for (let quiet = 0; quiet < 5; quiet += 1) {
      await new Promise((done) => setImmediate(done));
      if (this.#pending > 0) quiet = -1;
    }
  }
}
