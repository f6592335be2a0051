import type { Bin } from '../../model/measure/bin.ts';

/** What the analyst hears: bins of one connection, in order. */
export type BinListener = (connection: string, bins: readonly Bin[]) => void;

/** Messages kept until the analyst, which is put in later, listens: some 20 s of one connection. */
const MAX_KEPT = 50;

/** Hands bins on, and keeps the first ones for whoever comes a moment late. */
export class BinFeed {
  #kept: (readonly [string, readonly Bin[]])[] = [];
  #listener: BinListener | null = null;

  put(connection: string, bins: readonly Bin[]): void {
    if (this.#listener !== null) this.#listener(connection, bins);
    else if (this.#kept.push([connection, bins]) > MAX_KEPT) this.#kept.shift();
  }

  /** One listener at a time; returns the way to stop. */
  subscribe(listener: BinListener): () => void {
    this.#listener = listener;
    const kept = this.#kept;
    this.#kept = [];
    for (const [connection, bins] of kept) listener(connection, bins);
    return () => {
      if (this.#listener === listener) this.#listener = null;
    };
  }
}
