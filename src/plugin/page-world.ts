import { sleepCorrectedClock } from '../driver/clock.ts';
import { InputAges } from '../driver/input-ages.ts';
import { pageJournals, type SocketJournal } from '../driver/page-journals.ts';
import type { Surroundings } from '../driver/surroundings.ts';
import type { Address } from './raw-channel.ts';

/** The extension's journals lie in the same storage: neither lets go of what the other's connection holds. */
const OWN_STORAGE = 'plugin ';

/** A channel, as the page tells it what happens. */
export interface PageMember {
  setVisible(visible: boolean): void;
  /** The window lost the keyboard. */
  blurred(): void;
  /** The page is about to go. */
  leaving(): void;
}

/** What all guarded channels of a document share: clock, ages of input, journals, and what becomes of the page. */
export class PageWorld {
  readonly surroundings: Surroundings;
  readonly journal: (address: Address) => SocketJournal;
  readonly #members = new Set<PageMember>();
  readonly #ages: InputAges;
  #listening = new AbortController();

  constructor() {
    this.#ages = new InputAges({
      listen: (target, type, listener, passive) =>
        target.addEventListener(type, listener, { capture: true, passive, signal: this.#listening.signal }),
      isTrusted: (event) => event.isTrusted,
      timeStampMs: (event) => event.timeStamp,
      performanceNowMs: () => performance.now(),
    });
    this.journal = pageJournals<Address>({
      address: (address) => address,
      stored: (key) => sessionStorage.getItem(OWN_STORAGE + key),
      store: (key, text) =>
        text === null
          ? sessionStorage.removeItem(OWN_STORAGE + key)
          : sessionStorage.setItem(OWN_STORAGE + key, text),
      parse: (text): unknown => JSON.parse(text),
    });
    this.surroundings = {
      nowMs: sleepCorrectedClock(
        () => performance.now(),
        () => Date.now(),
      ),
      wallMs: () => Date.now(),
      every: (periodMs, callback) => {
        const timer = setInterval(callback, periodMs);
        return () => clearInterval(timer);
      },
      randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
      eventAgeMs: (kind) => this.#ages.ageMs(kind),
    };
  }

  get isVisible(): boolean {
    return document.visibilityState !== 'hidden';
  }

  /** Tells the member what happens from now on. Returns the way to stop; with the last one all listening ends. */
  join(member: PageMember): () => void {
    if (this.#members.size === 0) this.#listen();
    this.#members.add(member);
    return () => {
      this.#members.delete(member);
      if (this.#members.size === 0) this.#listening.abort();
    };
  }

  #listen(): void {
    this.#listening = new AbortController();
    const options = { capture: true, signal: this.#listening.signal };
    const seen = (): void => this.#each((member) => member.setVisible(this.isVisible));
    const hidden = (): void => this.#each((member) => member.setVisible(false));
    this.#ages.watch(window);
    document.addEventListener('visibilitychange', seen, options);
    document.addEventListener('resume', seen, options);
    document.addEventListener('freeze', hidden, options);
    window.addEventListener('pageshow', seen, options);
    window.addEventListener('pagehide', hidden, options);
    // What is sent at pagehide is lost with the connection. Whoever stays after all presses again.
    window.addEventListener('beforeunload', () => this.#each((member) => member.leaving()), options);
    window.addEventListener(
      'blur',
      // Of the window itself: that of an element comes by here too.
      (event) => event.target === window && this.#each((member) => member.blurred()),
      options,
    );
  }

  #each(action: (member: PageMember) => void): void {
    for (const member of [...this.#members]) action(member);
  }
}

let world: PageWorld | undefined;

/** Made when it is needed: importing the package touches no document, so that a server may render with it. */
export function pageWorld(): PageWorld {
  world ??= new PageWorld();
  return world;
}
