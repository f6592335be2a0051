import { type ReadonlySignal, signal } from '@preact/signals';
import type { RecordList } from '../../model/record/recorded-session.ts';
import type { Notice } from '../notice-text.ts';
import { notice } from './notice.ts';
import type { RecordPort } from './options-port.ts';
import { zipFile } from './zip-file.ts';

interface RecordSpace {
  readonly list: RecordList;
  /** Of everything that the extension keeps; null: the browser does not say. */
  readonly storedBytes: number | null;
}

/** How much is kept of sessions, and the ways to take it out and to clear it. */
export class RecordSpaceStore {
  readonly #port: RecordPort;
  readonly #saveFile: (name: string, content: Blob) => void;
  readonly #wallMs: () => number;
  readonly #space = signal<RecordSpace | null | undefined>(undefined);
  readonly #notice = signal<Notice | undefined>(undefined);
  readonly #progress = signal<number | undefined>(undefined);

  constructor(port: RecordPort, saveFile: (name: string, content: Blob) => void, wallMs: () => number) {
    this.#port = port;
    this.#saveFile = saveFile;
    this.#wallMs = wallMs;
  }

  /** undefined: not known yet; null: the background does not answer. */
  get space(): ReadonlySignal<RecordSpace | null | undefined> {
    return this.#space;
  }

  get notice(): ReadonlySignal<Notice | undefined> {
    return this.#notice;
  }

  /** 0 to 1 while the files are made. */
  get progress(): ReadonlySignal<number | undefined> {
    return this.#progress;
  }

  async refresh(): Promise<void> {
    const [list, storedBytes] = await Promise.all([this.#port.list(), this.#port.storedBytes()]);
    this.#space.value = list === undefined ? null : { list, storedBytes };
  }

  /** Gives the user all records and traces in one archive. */
  async exportAll(): Promise<void> {
    const space = this.#space.value;
    if (space == null || this.#progress.value !== undefined) return;
    this.#notice.value = undefined;
    this.#progress.value = 0;
    const files = await this.#port
      .files(space.list.sessions, (ratio) => {
        this.#progress.value = ratio;
      })
      .catch(() => undefined);
    this.#progress.value = undefined;
    if (files === undefined) {
      this.#notice.value = notice('uiRecordsFailed');
      return;
    }
    const stamp = new Date(this.#wallMs()).toISOString().replace(/[-:]|\.\d+/g, '');
    const name = `rice-records-${stamp}.zip`;
    this.#saveFile(name, zipFile(files));
    this.#notice.value = notice('uiOptionsRecordsExported', name, files.size);
  }

  /** For good. The user was asked. */
  async clear(): Promise<void> {
    const sessions = this.#space.value?.list.sessions.map(({ session }) => session) ?? [];
    const left = await this.#port.remove(sessions).catch(() => undefined);
    this.#notice.value = notice(left === undefined ? 'uiRecordsFailed' : 'uiRecordsDeleted');
    await this.refresh();
  }
}
