/** Thrown by read() when the stream has ended before the bytes asked for came. */
export class StreamEnded extends Error {}

/** Bytes as they are asked for: the opposite way of working to our parser, so that the two can disagree. */
export class ByteSource {
  #buffered = Buffer.alloc(0);
  #ended = false;
  #wake: () => void = () => {};

  push(bytes: Uint8Array): void {
    this.#buffered = Buffer.concat([this.#buffered, bytes]);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  async read(length: number): Promise<Buffer> {
    while (this.#buffered.length < length) {
      if (this.#ended) throw new StreamEnded();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const taken = this.#buffered.subarray(0, length);
    this.#buffered = this.#buffered.subarray(length);
    return taken;
  }

  async readUint8(): Promise<number> {
    return (await this.read(1)).readUInt8(0);
  }

  async readUint16(): Promise<number> {
    return (await this.read(2)).readUInt16BE(0);
  }

  async readUint32(): Promise<number> {
    return (await this.read(4)).readUInt32BE(0);
  }
}
