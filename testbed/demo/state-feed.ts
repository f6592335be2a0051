import type { ServerResponse } from 'node:http';
import type { InputEntry } from '../instrument/input-log.ts';
import type { InstrumentServer } from '../instrument/instrument-server.ts';
import type { PortalState } from './portal-state.ts';
import type { Quality } from './quality.ts';

const REPORT_EVERY_MS = 200;
/** Entries kept for one report; a burst that is longer shows its end. */
const ENTRIES_MAX = 100;

/** Tells the portal's pages what the instrument received: server-sent events, not through the link. */
export class StateFeed {
  readonly #instrument: InstrumentServer;
  readonly #quality: () => Quality;
  readonly #pages = new Set<ServerResponse>();
  readonly #timer: NodeJS.Timeout;
  readonly #stopListening: () => void;
  #entries: InputEntry[] = [];

  constructor(instrument: InstrumentServer, quality: () => Quality) {
    this.#instrument = instrument;
    this.#quality = quality;
    this.#timer = setInterval(() => this.report(), REPORT_EVERY_MS);
    this.#stopListening = instrument.onInput((entry) => {
      if (entry.kind !== 'move') this.#entries.push(entry);
      if (this.#entries.length > ENTRIES_MAX) this.#entries.shift();
    });
  }

  /** Answers a page's request with a stream of reports. */
  subscribe(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.on('close', () => this.#pages.delete(response));
    this.#pages.add(response);
    response.write(this.#event([]));
  }

  /** Reports now. */
  report(): void {
    const entries = this.#entries;
    this.#entries = [];
    if (this.#pages.size === 0) return;
    const event = this.#event(entries);
    for (const page of this.#pages) page.write(event);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#stopListening();
    for (const page of this.#pages) page.end();
  }

  #event(entries: readonly InputEntry[]): string {
    const state: PortalState = {
      quality: this.#quality(),
      roundTripMs: this.#instrument.roundTripMs(),
      view: this.#instrument.instrument.pose().view,
      counts: this.#instrument.log.counts,
      entries,
    };
    return `data: ${JSON.stringify(state)}\n\n`;
  }
}
