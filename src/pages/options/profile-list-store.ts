import { type ReadonlySignal, signal } from '@preact/signals';
import type { Problem } from '../../model/decode/decode.ts';
import type { InstrumentProfile } from '../../model/policy/instrument-profile.ts';
import { formatProfile, MAX_FILE_CHARACTERS, parseProfile } from '../../model/policy/profile-file.ts';
import type { ProfileLibrary, ProfileOutcome, StoredProfile } from '../../model/port/profile-message.ts';
import type { MessageKey } from '../../ui/message-key.ts';
import type { Notice } from '../notice-text.ts';
import type { ProfilePort } from './options-port.ts';
import { type ProfileDraft, profileOf } from './profile-draft.ts';

/** A character of a file's text is at most four bytes; what is longer is not even read. */
const MAX_FILE_BYTES = 4 * MAX_FILE_CHARACTERS;
/** Files that are imported at once. */
const MAX_FILES = 50;

/** Something that was not saved, with the reasons and what it was, for the names in it. */
export interface Refusal {
  readonly name: string;
  readonly problems: readonly Problem[];
  readonly input: unknown;
}

/** A file as the browser gives it. */
export interface ChosenFile {
  readonly name: string;
  readonly size: number;
  text(): Promise<string>;
}

/** The list of instrument profiles, and what its buttons do. */
export class ProfileListStore {
  readonly #port: ProfilePort;
  readonly #saveFile: (name: string, content: string) => void;
  readonly #library = signal<ProfileLibrary | null | undefined>(undefined);
  readonly #notice = signal<Notice | undefined>(undefined);
  readonly #refusals = signal<readonly Refusal[]>([]);
  readonly #formRefusal = signal<Refusal | undefined>(undefined);
  readonly #editing = signal<string | null>(null);
  readonly #removed = signal<{ readonly id: string; readonly name: string } | undefined>(undefined);

  constructor(port: ProfilePort, saveFile: (name: string, content: string) => void) {
    this.#port = port;
    this.#saveFile = saveFile;
  }

  /** undefined: not known yet; null: the background does not answer. */
  get library(): ReadonlySignal<ProfileLibrary | null | undefined> {
    return this.#library;
  }

  get notice(): ReadonlySignal<Notice | undefined> {
    return this.#notice;
  }

  /** Files that were not imported. */
  get refusals(): ReadonlySignal<readonly Refusal[]> {
    return this.#refusals;
  }

  /** What is wrong in the open form. */
  get formRefusal(): ReadonlySignal<Refusal | undefined> {
    return this.#formRefusal;
  }

  /** The profile whose form is open. */
  get editing(): ReadonlySignal<string | null> {
    return this.#editing;
  }

  /** What can be put back by one click. */
  get removed(): ReadonlySignal<{ readonly id: string; readonly name: string } | undefined> {
    return this.#removed;
  }

  async refresh(): Promise<void> {
    this.#library.value = (await this.#port.library()) ?? null;
  }

  /** Imports one file after the other; each that is refused is told with its problems. */
  async importFiles(files: readonly ChosenFile[]): Promise<void> {
    this.#begin();
    const refusals: Refusal[] = [];
    let imported = 0;
    for (const file of files.slice(0, MAX_FILES)) {
      const refusal = await this.#importFile(file);
      if (refusal === undefined) imported += 1;
      else refusals.push(refusal);
    }
    this.#refusals.value = refusals;
    if (imported > 0) this.#say('uiOptionsImported', imported);
    await this.refresh();
  }

  /** Adds a profile whose text came with the extension. */
  async importText(name: string, text: string): Promise<void> {
    await this.importFiles([{ name, size: text.length, text: async () => text }]);
  }

  edit(id: string | null): void {
    this.#begin();
    this.#editing.value = id;
  }

  /** Saves what the form changes, and nothing of what another tab has changed meanwhile. */
  async saveForm(id: string, draft: ProfileDraft): Promise<void> {
    this.#begin();
    const library = await this.#port.library();
    const stored = library?.profiles.find((each) => each.id === id);
    if (stored?.type !== 'readable') {
      this.#say('uiOptionsMissing');
      return this.refresh();
    }
    const profile = profileOf(draft, stored.profile);
    const outcome = await this.#port.save(id, profile);
    if (outcome?.type === 'saved') {
      this.#editing.value = null;
      this.#say('uiOptionsSaved', draft.name.trim());
    } else if (outcome?.type === 'invalid') {
      this.#formRefusal.value = { name: draft.name, problems: outcome.problems, input: profile };
    } else this.#sayOutcome(outcome);
    await this.refresh();
  }

  async duplicate(profile: InstrumentProfile, name: string): Promise<void> {
    this.#begin();
    const outcome = await this.#port.save(null, { ...profile, name: name.slice(0, 80) });
    if (outcome?.type === 'saved') this.#editing.value = outcome.id;
    else this.#sayOutcome(outcome);
    await this.refresh();
  }

  async remove(id: string, name: string): Promise<void> {
    this.#begin();
    const outcome = await this.#port.remove(id);
    if (outcome?.type === 'saved') this.#removed.value = { id, name };
    else this.#sayOutcome(outcome);
    await this.refresh();
  }

  async undoRemove(): Promise<void> {
    const removed = this.#removed.value;
    if (removed === undefined) return;
    this.#begin();
    const outcome = await this.#port.restore(removed.id);
    if (outcome?.type === 'saved') this.#say('uiOptionsRestored', removed.name);
    else this.#sayOutcome(outcome);
    await this.refresh();
  }

  exportProfile(each: StoredProfile): void {
    if (each.type === 'readable') {
      this.#saveFile(`${fileName(each.profile.name)}.json`, formatProfile(each.profile));
    } else this.#saveFile('profile.json', `${JSON.stringify(each.raw, null, 2)}\n`);
  }

  exportLibrary(raw: unknown): void {
    this.#saveFile('rice-novnc-profiles.json', `${JSON.stringify(raw, null, 2)}\n`);
  }

  async reset(): Promise<void> {
    this.#begin();
    this.#sayOutcome(await this.#port.reset());
    await this.refresh();
  }

  async #importFile(file: ChosenFile): Promise<Refusal | undefined> {
    const { name } = file;
    if (file.size > MAX_FILE_BYTES) {
      const expected = { from: 0, to: MAX_FILE_BYTES, of: 'bytes' } as const;
      return { name, problems: [{ path: '', code: 'size', expected }], input: null };
    }
    const text = await file.text().catch(() => undefined);
    if (text === undefined) {
      return { name, problems: [{ path: '', code: 'missing', expected: 'a value' }], input: null };
    }
    const result = parseProfile(text);
    if (!result.ok) return { name, problems: result.problems, input: parsed(text) };
    const outcome = await this.#port.save(null, result.value);
    if (outcome?.type === 'saved') return undefined;
    if (outcome?.type === 'invalid') return { name, problems: outcome.problems, input: result.value };
    this.#sayOutcome(outcome);
    return { name, problems: [], input: null };
  }

  /** A new click: what the one before came to is over. */
  #begin(): void {
    this.#notice.value = undefined;
    this.#refusals.value = [];
    this.#formRefusal.value = undefined;
    this.#removed.value = undefined;
  }

  #say(key: MessageKey, ...substitutions: Notice['substitutions']): void {
    this.#notice.value = { key, substitutions };
  }

  #sayOutcome(outcome: ProfileOutcome | undefined): void {
    this.#notice.value = outcomeNotice(outcome);
  }
}

function outcomeNotice(outcome: ProfileOutcome | undefined): Notice | undefined {
  switch (outcome?.type) {
    case 'saved':
      return undefined;
    case 'full':
      return { key: 'uiOptionsFull', substitutions: [outcome.maxProfiles] };
    case 'unreadable':
      return { key: 'uiOptionsLocked', substitutions: [] };
    case 'managed':
      return { key: 'uiSwitchedOff', substitutions: [] };
    case 'missing':
      return { key: 'uiOptionsMissing', substitutions: [] };
    case 'invalid':
    case 'elsewhere':
    case undefined:
      return { key: 'popupSaveFailed', substitutions: [] };
    default:
      return outcome satisfies never;
  }
}

/** For the names of what has problems; the text may be no JSON at all. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return null;
  }
}

/** A name that every file system takes. */
function fileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return plain.slice(0, 60) || 'profile';
}
