import { run } from '../../model/decode/decode.ts';
import type { ToBackground } from '../../model/port/extension-message.ts';
import { recordTakenDecoder } from '../../model/port/extension-message-decoder.ts';
import type { FromHook } from '../../model/port/hook-message.ts';

/** Characters that wait for the background. New ones are lost beyond, and the trace says how many lines. */
export const MAX_WAITING_CHARS = 4_000_000;
export const RETRY_MS = 1000;
/** Then the piece is lost: its trace goes on behind a gap. */
export const MAX_TRIES = 5;

export interface TraceRelayOptions {
  readonly send: (message: ToBackground) => Promise<unknown>;
  /** The name under which a connection is recorded; null: it is not. */
  readonly nameOf: (connection: string) => string | null;
  /** Calls back once after `delayMs`. */
  readonly later: (delayMs: number, callback: () => void) => void;
}

type Piece = Extract<ToBackground, { readonly type: 'trace' }>;

/** Takes the lines of traces to the background, in order, one message at a time. */
export class TraceRelay {
  readonly #options: TraceRelayOptions;
  readonly #pieces: Piece[] = [];
  #waitingChars = 0;
  #isBusy = false;

  constructor(options: TraceRelayOptions) {
    this.#options = options;
  }

  add({ connection, first, text }: Extract<FromHook, { readonly type: 'trace' }>): void {
    const session = this.#options.nameOf(connection);
    if (session === null || this.#waitingChars + text.length > MAX_WAITING_CHARS) return;
    this.#pieces.push({ type: 'trace', session, first, text });
    this.#waitingChars += text.length;
    if (!this.#isBusy) this.#pump(MAX_TRIES);
  }

  #pump(triesLeft: number): void {
    const piece = this.#pieces[0];
    this.#isBusy = piece !== undefined;
    if (piece === undefined) return;
    const next = (): void => {
      this.#pieces.shift();
      this.#waitingChars -= piece.text.length;
      this.#pump(MAX_TRIES);
    };
    const again = (): void => {
      if (triesLeft <= 1) next();
      else this.#options.later(RETRY_MS, () => this.#pump(triesLeft - 1));
    };
    this.#options
      .send(piece)
      .then((answer) => (run(recordTakenDecoder, answer).ok ? next() : again()), again);
  }
}
