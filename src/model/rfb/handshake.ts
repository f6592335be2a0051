import type { ByteReader } from './byte-reader.ts';
import { RefusedHandshake, type Script, UnreadableHandshake, type Wait } from './handshake-script.ts';
import type { DesyncReason, HandshakeFailed, ServerInit } from './messages.ts';
import { rfbHandshake } from './rfb-handshake.ts';
import { VERSION_BYTES } from './version.ts';

/** The handshake cannot be read on; where each direction stood. */
export interface LostHandshake {
  readonly type: 'lost';
  readonly reason: DesyncReason;
  readonly value: number;
  readonly serverByte: number;
  readonly clientByte: number;
}

export type HandshakeEnd = ServerInit | HandshakeFailed | LostHandshake;

/**
 * Runs the script of the handshake against both readers. The client's bytes are dropped as they come, so that
 * no credential is ever kept; only while a choice is waited for are they read.
 *
 * Call `server` or `client` after that reader got a chunk; both return how the handshake ended, once it has.
 */
export class Handshake {
  readonly #server: ByteReader;
  readonly #client: ByteReader;
  readonly #script: Script<ServerInit>;
  #wait: Wait = { type: 'server', bytes: 0 };
  /** Where each direction stood when the script last went on: the begin of what could not be read. */
  #serverByte = 0;
  #clientByte = 0;

  constructor(server: ByteReader, client: ByteReader) {
    this.#server = server;
    this.#client = client;
    this.#script = rfbHandshake({ server, client });
  }

  /** Whether the server has shown that it speaks RFB. */
  get begun(): boolean {
    return this.#server.offsetBytes >= VERSION_BYTES;
  }

  server(): HandshakeEnd | null {
    const end = this.#advance();
    if (end !== null || this.#wait.type !== 'choice') return end;
    // What follows depends on what the client will say: a server that does not wait for it cannot be read.
    if (this.#server.offsetBytes === this.#server.arrivedBytes) return null;
    this.#markPlace();
    return this.#lost('unexpected-handshake', 0);
  }

  client(): HandshakeEnd | null {
    const end = this.#wait.type === 'choice' ? this.#advance() : null;
    if (end !== null || this.#wait.type !== 'choice') this.#client.discard();
    return end;
  }

  #advance(): HandshakeEnd | null {
    try {
      while (this.#ready()) {
        this.#markPlace();
        const { done, value } = this.#script.next();
        if (done === true) return value;
        this.#wait = value;
      }
      return null;
    } catch (thrown) {
      if (thrown instanceof RefusedHandshake) {
        const { reason, startByte, endByte } = thrown;
        return { type: 'handshake-failed', startByte, endByte, reason };
      }
      if (thrown instanceof UnreadableHandshake) return this.#lost(thrown.reason, thrown.value);
      throw thrown;
    }
  }

  #ready(): boolean {
    switch (this.#wait.type) {
      case 'server':
        return this.#server.has(this.#wait.bytes);
      case 'skipped':
        return this.#server.skipped;
      case 'choice':
        return this.#client.has(this.#wait.bytes);
    }
  }

  #markPlace(): void {
    this.#serverByte = this.#server.offsetBytes;
    this.#clientByte = this.#client.offsetBytes;
  }

  #lost(reason: DesyncReason, value: number): LostHandshake {
    return { type: 'lost', reason, value, serverByte: this.#serverByte, clientByte: this.#clientByte };
  }
}
