/** What happened on a page that had broken everything. Plain data: it comes back out of the page. */
export interface PoisonReport {
  /** Poisoned functions that somebody called, as "Prototype.name". */
  readonly called: readonly string[];
  /** Uncaught errors of the page while it was poisoned. */
  readonly errors: readonly string[];
  /** Chunks that came back from the server, as lists of bytes. */
  readonly received: readonly (readonly number[])[];
  /** Exceptions that send or close threw at the page. */
  readonly thrown: readonly string[];
}

/**
 * Runs in the page: replaces every function and getter of every prototype and constructor by one that records and
 * throws, then opens a socket, sends, receives and closes with functions it kept, and puts all back.
 */
export async function runPoisoned(input: {
  readonly url: string;
  readonly chunks: readonly (readonly number[])[];
  /** Sent when that many chunks have come. */
  readonly expectedChunks: number;
}): Promise<PoisonReport> {
  const { apply, ownKeys, getOwnPropertyDescriptor, defineProperty } = Reflect;
  const Bytes = Uint8Array;
  const Socket = WebSocket;
  const { send, close } = WebSocket.prototype;
  const { addEventListener } = EventTarget.prototype;
  const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')?.get as () => ArrayBuffer;
  const setBinaryType = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'binaryType')?.set as (
    type: string,
  ) => void;
  const later = setTimeout;
  const chunks = input.chunks.map((chunk) => Uint8Array.from(chunk));
  const { url, expectedChunks: expected } = input;

  const called: string[] = [];
  const errors: string[] = [];
  const received: Uint8Array[] = [];
  const thrown: string[] = [];
  let [calledCount, errorCount, receivedCount, thrownCount] = [0, 0, 0, 0];
  // Own data properties, because push is poisoned too.
  const put = (list: unknown[], index: number, value: unknown) =>
    defineProperty(list, index, { value, writable: true, enumerable: true, configurable: true });

  return new Promise<PoisonReport>((resolve) => {
    const attempt = (action: () => void) => {
      try {
        action();
      } catch (error) {
        put(thrown, thrownCount++, (error as Error).message);
      }
    };
    const onError = (event: Event) => put(errors, errorCount++, (event as ErrorEvent).message);
    apply(addEventListener, window, ['error', onError]);
    const useSocket = (): void => {
      const socket = new Socket(url);
      apply(setBinaryType, socket, ['arraybuffer']);
      apply(addEventListener, socket, [
        'open',
        () => {
          for (let i = 0; i < chunkCount; i++) attempt(() => apply(send, socket, [chunks[i] as never]));
        },
      ]);
      apply(addEventListener, socket, [
        'message',
        (event: Event) => {
          put(received, receivedCount++, new Bytes(apply(data, event, [])));
          if (receivedCount === expected) attempt(() => apply(close, socket, []));
        },
      ]);
      apply(addEventListener, socket, ['close', () => later(restore, 100)]);
    };

    // Planned with a whole language, carried out without one.
    const plan: { owner: object; key: PropertyKey; before: PropertyDescriptor; after: PropertyDescriptor }[] =
      [];
    const poison = (owner: object, ownerName: string) => {
      for (const key of ownKeys(owner)) {
        const before = getOwnPropertyDescriptor(owner, key);
        if (before?.configurable !== true || key === 'constructor' || key === 'prototype') continue;
        const isMethod = typeof before.value === 'function';
        if (!isMethod && before.get === undefined) continue;
        const label = `${ownerName}.${String(key)}`;
        const trap = () => {
          put(called, calledCount++, label);
          throw new Error(label);
        };
        plan.push({
          owner,
          key,
          before,
          after: isMethod ? { ...before, value: trap } : { ...before, get: trap },
        });
      }
    };
    poison(Object.getPrototypeOf(Uint8Array.prototype) as object, 'TypedArray.prototype');
    for (const name of Object.getOwnPropertyNames(window)) {
      if (!/^[A-Z]/.test(name)) continue;
      const value: unknown = getOwnPropertyDescriptor(window, name)?.value;
      if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) continue;
      poison(value, name);
      const prototype: unknown = getOwnPropertyDescriptor(value, 'prototype')?.value;
      if (typeof prototype === 'object' && prototype !== null) poison(prototype, `${name}.prototype`);
    }
    const count = plan.length;
    const chunkCount = chunks.length;
    const restore = () => {
      for (let i = 0; i < count; i++) {
        const step = plan[i];
        if (step !== undefined) defineProperty(step.owner, step.key, step.before);
      }
      resolve({ called, errors, thrown, received: received.map((chunk) => [...chunk]) });
    };
    later(() => {
      for (let i = 0; i < count; i++) {
        const step = plan[i];
        if (step !== undefined) defineProperty(step.owner, step.key, step.after);
      }
      attempt(useSocket);
    }, 0);
  });
}
