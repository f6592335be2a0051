import german from '../../_locales/de/messages.json';
import english from '../../_locales/en/messages.json';
import type { GuardCommand } from '../../src/model/gate/command.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import type { Messages, Port, Storage } from '../../src/ui/surroundings.ts';

type Texts = Readonly<Record<string, { readonly message: string } | undefined>>;

/** The texts of a language, replaced as browsers do. A key that does not exist is a failure, not ''. */
export function messagesOf(language: 'en' | 'de'): Messages {
  return messagesFrom(language === 'en' ? english : german);
}

export function messagesFrom(texts: Texts): Messages {
  return (key, ...substitutions) => {
    const text = texts[key]?.message;
    if (text === undefined) throw new Error(`no text for ${key}`);
    return text.replace(/\$([1-9])/g, (_whole, digit: string) => substitutions[Number(digit) - 1] ?? '');
  };
}

/** A port whose pictures the test sends. */
export class FakePort implements Port {
  detached = false;
  readonly opened: readonly number[] = [];
  #listeners = new Set<(snapshots: readonly Snapshot[]) => void>();
  #latest: readonly Snapshot[] = [];

  readonly commands: { readonly connection: string; readonly command: GuardCommand }[] = [];
  interfered = false;

  command(connection: string, command: GuardCommand): void {
    this.commands.push({ connection, command });
  }

  setInterfered(interfered: boolean): void {
    this.interfered = interfered;
  }

  onBins(): () => void {
    return () => {};
  }

  readonly room = {
    ...{ subscribe: () => () => {}, act: () => {}, point: () => {} },
    ...{ draw: () => {}, live: () => {}, onDrawing: () => () => {} },
  };

  recordName(): string | null {
    return null;
  }

  subscribe(listener: (snapshots: readonly Snapshot[]) => void): () => void {
    this.#listeners.add(listener);
    listener(this.#latest);
    return () => this.#listeners.delete(listener);
  }

  send(...snapshots: readonly Snapshot[]): void {
    this.#latest = snapshots;
    for (const listener of this.#listeners) listener(snapshots);
  }

  get listeners(): number {
    return this.#listeners.size;
  }
}

/** Storage in memory. */
export class FakeStorage implements Storage {
  constructor(readonly values = new Map<string, unknown>()) {}

  async get(key: string): Promise<unknown> {
    return this.values.get(key);
  }

  async set(key: string, value: unknown): Promise<void> {
    this.values.set(key, value);
  }
}
