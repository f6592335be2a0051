import { type ReadonlySignal, signal } from '@preact/signals';
import type { Problem } from '../../model/decode/decode.ts';
import { DEFAULT_SETTINGS, MAX_SITES, type Settings } from '../../model/policy/settings.ts';
import { type SettingsChange, settingsChanges } from '../../model/policy/settings-change.ts';
import {
  formatSettings,
  MAX_SETTINGS_CHARACTERS,
  readSettingsFile,
  type SettingsPart,
  withPart,
} from '../../model/policy/settings-file.ts';
import type { SaveOutcome } from '../../model/port/extension-message.ts';
import type { Notice } from '../notice-text.ts';
import { notice, savedNotice } from './notice.ts';
import type { OptionsPort } from './options-port.ts';
import type { ChosenFile } from './profile-list-store.ts';

/** A character of a file's text is at most four bytes; what is longer is not even read. */
const MAX_FILE_BYTES = 4 * MAX_SETTINGS_CHARACTERS;

/** A file that was chosen and not yet applied. */
export interface OpenFile {
  readonly name: string;
  /** null: nothing of it can be used. */
  readonly part: SettingsPart | null;
  readonly problems: readonly Problem[];
  readonly input: unknown;
}

type TransferPort = Pick<
  OptionsPort,
  'replace' | 'resetUnreadable' | 'saveFile' | 'status' | 'storedSettings' | 'undo' | 'wallMs'
>;

/** Export, import with a look before it counts, reset, and the way back. */
export class TransferStore {
  readonly #port: TransferPort;
  readonly #refresh: () => Promise<void>;
  readonly #file = signal<OpenFile | undefined>(undefined);
  readonly #notice = signal<Notice | undefined>(undefined);

  constructor(port: TransferPort, refresh: () => Promise<void>) {
    this.#port = port;
    this.#refresh = refresh;
  }

  get file(): ReadonlySignal<OpenFile | undefined> {
    return this.#file;
  }

  get notice(): ReadonlySignal<Notice | undefined> {
    return this.#notice;
  }

  exportSettings(settings: Settings): void {
    const day = new Date(this.#port.wallMs()).toISOString().slice(0, 10);
    const name = `rice-novnc-settings-${day}.json`;
    this.#port.saveFile(name, formatSettings(settings));
    this.#notice.value = notice('uiOptionsExported', name);
  }

  /** Settings that cannot be read, as they are. */
  async exportStored(): Promise<void> {
    const raw = await this.#port.storedSettings();
    this.#port.saveFile('rice-novnc-settings.json', `${JSON.stringify(raw, null, 2)}\n`);
  }

  /** Reads a file and shows what it would change. Nothing is applied. */
  async open(file: ChosenFile): Promise<void> {
    this.#notice.value = undefined;
    this.#file.value = await read(file);
  }

  close(): void {
    this.#file.value = undefined;
    this.#notice.value = notice('uiOptionsImportClosed');
  }

  /** Puts what was shown in place, and closes the file. */
  async apply(settings: Settings, changes: number): Promise<void> {
    const saved = notice('uiOptionsImportDone', changes);
    if (await this.#replace(settings, saved)) this.#file.value = undefined;
  }

  /** Begins anew, and keeps what was; unreadable settings are put aside. */
  async reset(isReadable: boolean): Promise<void> {
    if (isReadable) await this.#replace(DEFAULT_SETTINGS, notice('uiOptionsResetDone'));
    else await this.#told(this.#port.resetUnreadable(), notice('uiOptionsResetAside'));
  }

  async undo(): Promise<void> {
    await this.#told(this.#port.undo(), notice('uiOptionsUndone'));
  }

  #replace(settings: Settings, saved: Notice): Promise<boolean> {
    return this.#told(this.#port.replace(settings), saved);
  }

  async #told(saving: Promise<SaveOutcome | undefined>, saved: Notice): Promise<boolean> {
    const outcome = await saving.catch(() => undefined);
    this.#notice.value = savedNotice(outcome, saved);
    await this.#refresh();
    return outcome?.type === 'saved';
  }
}

/** What an open file would make of the settings, as they are now. */
export interface Preview {
  readonly after: Settings;
  readonly changes: readonly SettingsChange[];
  /** There would be more sites than can be kept. */
  readonly isTooMuch: boolean;
}

export function previewOf(settings: Settings, part: SettingsPart): Preview {
  const after = withPart(settings, part);
  const most = Math.max(
    Object.keys(after.sites).length,
    Object.keys(after.quality).length,
    after.traced.length,
  );
  return { after, changes: settingsChanges(settings, after), isTooMuch: most > MAX_SITES };
}

async function read(file: ChosenFile): Promise<OpenFile> {
  const { name } = file;
  const refused = (problem: Problem): OpenFile => ({ name, part: null, problems: [problem], input: null });
  if (file.size > MAX_FILE_BYTES) {
    return refused({ path: '', code: 'size', expected: { from: 0, to: MAX_FILE_BYTES, of: 'bytes' } });
  }
  const text = await file.text().catch(() => undefined);
  if (text === undefined) return refused({ path: '', code: 'missing', expected: 'a value' });
  return { name, ...readSettingsFile(text) };
}
