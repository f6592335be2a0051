import type { QualityChoice } from '../../model/codec/quality-policy.ts';
import { mountQuality, type QualityUi } from '../quality/quality.tsx';
import type { Port, Storage } from '../surroundings.ts';
import type { Part, Stage } from './stage.ts';

/** What the user opened where the question would stand: it waits until that is done. */
const IN_ITS_PLACE = '.draw[data-on="true"], .editor';

export interface QualityDockParts {
  readonly stage: Pick<Stage, 'root' | 'messages' | 'store' | 'overlay' | 'addSlot' | 'openPart'>;
  readonly port: Pick<Port, 'command'>;
  readonly storage: Storage;
  /** Keeps the choice for this site. Whether it is kept. */
  readonly choose: (choice: QualityChoice) => Promise<boolean>;
}

/**
 * Keeps what concerns the picture's quality where it belongs: the mark beside the badge, the question beside the
 * warnings, and all the rest in the panel while that is open. The question goes there, too: no key reaches it elsewhere.
 */
export class QualityDock implements Part {
  readonly #root: ShadowRoot;
  readonly #offer = document.createElement('div');
  readonly #part = document.createElement('div');
  readonly #ui: QualityUi;
  readonly #stops: readonly (() => void)[];

  constructor({ stage, port, storage, choose }: QualityDockParts) {
    const { root, messages, store, overlay } = stage;
    this.#root = root;
    this.#place();
    this.#ui = mountQuality(
      { mark: stage.addSlot(), offer: this.#offer, part: this.#part },
      {
        messages,
        store,
        port,
        storage,
        overlay,
        nowMs: () => performance.now(),
        wallMs: () => Date.now(),
        panelConnection: () => this.#home?.dataset['connection'],
        openPanel: () => {
          this.#isWanted = true;
          stage.openPart('panel');
        },
        choose,
      },
    );
    // The panel's place for this comes and goes with the panel, and so does the connection it speaks of.
    const observer = new MutationObserver(() => {
      this.#offer.hidden = root.querySelector(IN_ITS_PLACE) !== null;
      if (!this.#place()) return;
      this.#ui.draw();
      if (!this.#isWanted || this.#home === null) return;
      this.#isWanted = false;
      this.#part.querySelector('.quality')?.scrollIntoView();
    });
    observer.observe(root, {
      childList: true,
      subtree: true,
      attributeFilter: ['data-connection', 'data-on'],
    });
    const listening = new AbortController();
    window.addEventListener('keydown', this.#key, { capture: true, signal: listening.signal });
    this.#stops = [() => observer.disconnect(), () => listening.abort()];
  }

  /** It comes and goes by itself. */
  toggle(): void {}

  /** The browser's shortcut was pressed. */
  fullQuality(): void {
    this.#ui.fullQuality();
  }

  remove(): void {
    for (const stop of this.#stops) stop();
    this.#ui.remove();
    this.#offer.remove();
    this.#part.remove();
  }

  get #home(): HTMLElement | null {
    return this.#root.querySelector<HTMLElement>('.quality-home');
  }

  #shownConnection: string | undefined;
  /** The panel was opened for this part: that is what comes into view. */
  #isWanted = false;

  /** @returns whether something has to be drawn anew for it */
  #place(): boolean {
    const home = this.#home;
    const connection = home?.dataset['connection'];
    const slot = this.#root.querySelector('.safety-home') ?? this.#root.querySelector('.safety-slot');
    const isMoved = slot !== null && this.#offer.parentNode !== slot;
    if (isMoved) slot.append(this.#offer);
    if (home !== null && this.#part.parentNode !== home) home.append(this.#part);
    const isNew = connection !== this.#shownConnection;
    this.#shownConnection = connection;
    return isMoved || isNew;
  }

  /** A browser lets an extension suggest four shortcuts and no more: this fifth one is heard in the page. */
  readonly #key = (event: KeyboardEvent): void => {
    const { altKey, shiftKey, ctrlKey, metaKey, code, repeat, isTrusted } = event;
    if (!isTrusted || code !== 'KeyF' || !altKey || !shiftKey || ctrlKey || metaKey) return;
    // Where nothing can be chosen it belongs to the remote computer.
    if (!repeat && !this.#ui.toggleFocus()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
}
