import type { TabRecord } from './tab-record.ts';
import type { Toolbar } from './toolbar.ts';
import { faceOf, NO_FACE, TROUBLE_FACE } from './toolbar-face.ts';

/** Decides which face each tab shows: its own while it has something to say, else the common one. */
export class ToolbarKeeper {
  readonly #toolbar: Toolbar;
  #troubled: boolean | undefined;
  #isRecording = true;

  constructor(toolbar: Toolbar) {
    this.#toolbar = toolbar;
  }

  async showTab(tabId: number, tab: TabRecord): Promise<void> {
    const own = faceOf(tab);
    const isQuiet = own === undefined || own.badge === '';
    if (isQuiet && this.#hasTrouble) return this.#toolbar.show(TROUBLE_FACE, tabId);
    const addition = isQuiet || this.#isRecording ? undefined : 'extTitleNotRecording';
    return this.#toolbar.show(own ?? NO_FACE, tabId, addition);
  }

  /**
   * @param troubled something is wrong that no single tab stands for: a permission withdrawn, settings unreadable
   * @param isRecording false: trouble too, and a guarded session must say it with its own face
   */
  async showTrouble(
    troubled: boolean,
    isRecording: boolean,
    tabs: ReadonlyMap<number, TabRecord>,
  ): Promise<void> {
    if (troubled === this.#troubled && isRecording === this.#isRecording) return;
    this.#troubled = troubled;
    this.#isRecording = isRecording;
    await this.#toolbar.show(this.#hasTrouble ? TROUBLE_FACE : NO_FACE);
    for (const [tabId, tab] of tabs) await this.showTab(tabId, tab);
  }

  get #hasTrouble(): boolean {
    return this.#troubled === true || !this.#isRecording;
  }
}
