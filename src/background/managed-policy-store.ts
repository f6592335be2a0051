import { type ReadManagedPolicy, UNMANAGED } from '../model/policy/managed-policy.ts';
import { readManagedPolicy } from '../model/policy/managed-policy-decoder.ts';
import type { ExtensionApi } from './extension-api.ts';

/** Firefox rejects with it where no facility has set anything. */
const NOTHING_SET = /managed storage manifest not found/i;
/** The browser's words are shown to people. */
const MAX_WORDS = 200;

/** What the facility has set, as the browser hands it to this extension. Nothing of it is stored here. */
export class ManagedPolicyStore {
  readonly #storage: Pick<ExtensionApi['storage'], 'managed' | 'onChanged'>;
  #read: Promise<ReadManagedPolicy> | undefined;

  constructor(storage: Pick<ExtensionApi['storage'], 'managed' | 'onChanged'>) {
    this.#storage = storage;
  }

  /** Read once and kept until the browser tells of a change: each page that loads asks for it. */
  read(): Promise<ReadManagedPolicy> {
    this.#read ??= this.#ask();
    return this.#read;
  }

  /**
   * Calls back when the facility has set something else. Chromium reads its policies again while it runs, Firefox only
   * when it starts. Returns the way to stop.
   */
  listen(onChange: () => void): () => void {
    const { onChanged } = this.#storage;
    const heard = (_: unknown, area: string): void => {
      if (area !== 'managed') return;
      this.#read = undefined;
      onChange();
    };
    onChanged.addListener(heard);
    return () => onChanged.removeListener(heard);
  }

  async #ask(): Promise<ReadManagedPolicy> {
    try {
      return readManagedPolicy(await this.#storage.managed.get(null));
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      if (NOTHING_SET.test(words)) return UNMANAGED;
      console.error(`[managed] ${words}`);
      return {
        ...UNMANAGED,
        problems: [{ path: '', code: 'syntax', expected: [words.slice(0, MAX_WORDS)] }],
      };
    }
  }
}
