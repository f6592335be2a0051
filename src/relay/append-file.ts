import { type FileHandle, open } from 'node:fs/promises';

/**
 * A file that only grows. What was written stays on disk through a loss of power; what failed to be written is cut
 * off again before anything else is.
 */
export class AppendFile {
  readonly #handle: FileHandle;
  /** Bytes that are known to be good. */
  #size: number;
  #isTorn = false;

  private constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.#size = size;
  }

  /** @param size bytes to keep of what is there; the rest is cut off. Files are for the relay's own user alone. */
  static async open(path: string, size: number): Promise<AppendFile> {
    // Not 'a': after a failed write the place to write at is ours to say.
    const handle = await open(path, 'r+').catch(() => open(path, 'wx+', 0o600));
    const { size: found } = await handle.stat();
    if (found > size) await handle.truncate(size);
    return new AppendFile(handle, Math.min(found, size));
  }

  /** One at a time. Resolves when it is on disk. */
  async append(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    if (this.#isTorn) await this.#handle.truncate(this.#size);
    this.#isTorn = true;
    let written = 0;
    while (written < bytes.length) {
      const { bytesWritten } = await this.#handle.write(
        bytes,
        written,
        bytes.length - written,
        this.#size + written,
      );
      written += bytesWritten;
    }
    await this.#handle.datasync();
    this.#size += bytes.length;
    this.#isTorn = false;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** Makes one write of all that comes while another write is under way. */
export class Batch<T> {
  readonly #write: (items: readonly T[]) => Promise<void>;
  #waiting: { readonly items: readonly T[]; readonly done: (error: unknown) => void }[] = [];
  #running: Promise<void> | null = null;

  /** @param write not called again before it has ended; what it rejects with fails all of its items */
  constructor(write: (items: readonly T[]) => Promise<void>) {
    this.#write = write;
  }

  push(items: readonly T[]): Promise<void> {
    const pushed = new Promise<void>((resolve, reject) => {
      const done = (error: unknown) => (error === null ? resolve() : reject(error));
      this.#waiting.push({ items, done });
    });
    this.#running ??= this.#run();
    return pushed;
  }

  /** Resolves when nothing waits any more. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running;
  }

  async #run(): Promise<void> {
    // A turn of the event loop: what comes in one breath goes in one write.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      let failure: unknown = null;
      try {
        await this.#write(batch.flatMap(({ items }) => items));
      } catch (error) {
        failure = error ?? new Error('unknown');
      }
      for (const { done } of batch) done(failure);
    }
    this.#running = null;
  }
}
