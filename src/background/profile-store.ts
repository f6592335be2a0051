import {
  type Decoder,
  list,
  number,
  object,
  type Problem,
  type Result,
  run,
  string,
  version,
} from '../model/decode/decode.ts';
import { type InstrumentProfile, MAX_PROFILES } from '../model/policy/instrument-profile.ts';
import { covers, wildness } from '../model/policy/profile-binding.ts';
import { validProfileDecoder } from '../model/policy/profile-validation.ts';
import type { ProfileLibrary, ProfileOutcome, StoredProfile } from '../model/port/profile-message.ts';
import type { ExtensionApi } from './extension-api.ts';
import { TaskQueue } from './task-queue.ts';

const PROFILES_KEY = 'profiles';
const ASIDE_KEY = 'profiles-put-aside';
/** Unreadable libraries kept after resets; the oldest is let go when another comes. */
const MAX_PUT_ASIDE = 5;
/** Removed profiles that can be put back; the oldest is let go when another comes. */
const MAX_REMOVED = 10;

interface Entry {
  readonly id: string;
  /** Decoded each time it is read: what this release cannot read, the next one may. */
  readonly profile: unknown;
}

interface Removed extends Entry {
  /** Where it stood. */
  readonly index: number;
}

/** What is stored. Profiles that a facility manages come from elsewhere and stand before these. */
interface Library {
  readonly version: 1;
  readonly profiles: readonly Entry[];
  readonly removed: readonly Removed[];
}

const EMPTY: Library = { version: 1, profiles: [], removed: [] };

const anything: Decoder<unknown> = (input) => input ?? null;
const id = string(64);
const libraryDecoder = object<Library>({
  version: version(1),
  profiles: list(object<Entry>({ id, profile: anything }), MAX_PROFILES),
  removed: list(object<Removed>({ id, profile: anything, index: number(0, MAX_PROFILES) }), MAX_REMOVED),
});

/** The user's instrument profiles in storage.local. What is stored and cannot be read is never written over. */
export class ProfileStore {
  readonly #storage: ExtensionApi['storage']['local'];
  readonly #newId: () => string;
  readonly #queue = new TaskQueue();

  constructor(storage: ExtensionApi['storage']['local'], newId: () => string = () => crypto.randomUUID()) {
    this.#storage = storage;
    this.#newId = newId;
  }

  /** @param origin only those whose portal covers it; undefined: all, the unreadable ones too */
  list(origin?: string | null): Promise<ProfileLibrary> {
    return this.#queue.run(async () => {
      const raw = await this.#load();
      const library = decoded(raw);
      if (!library.ok) return { profiles: [], problems: library.problems, raw: raw ?? null };
      const profiles = library.value.profiles.map(stored);
      return {
        profiles: origin === undefined ? profiles : profiles.filter((each) => isFor(each, origin)),
        problems: [],
        raw: null,
      };
    });
  }

  /** The profiles of a portal as a page gets them: those that name it before those that name its whole domain. */
  async forOrigin(origin: string | null): Promise<readonly InstrumentProfile[]> {
    const { profiles } = await this.list(origin);
    return profiles
      .flatMap((each) => (each.type === 'readable' ? [each.profile] : []))
      .sort((one, other) => wildness(one.binding.portal) - wildness(other.binding.portal));
  }

  /**
   * Keeps a profile if it holds against all rules.
   * @param origin of the page that wants it; it may change only its own. undefined: one of the extension's pages
   */
  save(savedId: string | null, input: unknown, origin?: string | null): Promise<ProfileOutcome> {
    return this.#change((library) => {
      const result = run(validProfileDecoder, input);
      if (!result.ok) return { outcome: { type: 'invalid', problems: result.problems } };
      const profile = result.value;
      const known = library.profiles.find((each) => each.id === savedId);
      const isOwn =
        origin === undefined ||
        (isFor({ type: 'readable', id: '', profile }, origin) &&
          (known === undefined || isFor(stored(known), origin)));
      if (!isOwn) return { outcome: { type: 'elsewhere' } };
      const entry = { id: known?.id ?? this.#newId(), profile };
      const profiles =
        known === undefined
          ? [...library.profiles, entry]
          : library.profiles.map((each) => (each === known ? entry : each));
      if (profiles.length > MAX_PROFILES) return { outcome: { type: 'full', maxProfiles: MAX_PROFILES } };
      return { outcome: { type: 'saved', id: entry.id }, library: { ...library, profiles } };
    });
  }

  remove(removedId: string): Promise<ProfileOutcome> {
    return this.#change((library) => {
      const index = library.profiles.findIndex((each) => each.id === removedId);
      const entry = library.profiles[index];
      if (entry === undefined) return { outcome: { type: 'missing' } };
      return {
        outcome: { type: 'saved', id: removedId },
        library: {
          ...library,
          profiles: library.profiles.filter((each) => each !== entry),
          removed: [...library.removed, { ...entry, index }].slice(-MAX_REMOVED),
        },
      };
    });
  }

  restore(removedId: string): Promise<ProfileOutcome> {
    return this.#change((library) => {
      const removed = library.removed.find((each) => each.id === removedId);
      if (removed === undefined) return { outcome: { type: 'missing' } };
      if (library.profiles.length >= MAX_PROFILES) {
        return { outcome: { type: 'full', maxProfiles: MAX_PROFILES } };
      }
      const { index, ...entry } = removed;
      return {
        outcome: { type: 'saved', id: removedId },
        library: {
          ...library,
          profiles: [...library.profiles.slice(0, index), entry, ...library.profiles.slice(index)],
          removed: library.removed.filter((each) => each !== removed),
        },
      };
    });
  }

  /** Puts an unreadable library aside and begins with an empty one. A readable one stays as it is. */
  reset(): Promise<ProfileOutcome> {
    return this.#queue.run(async () => {
      const raw = await this.#load();
      if (decoded(raw).ok) return { type: 'saved', id: '' };
      const earlier: unknown = (await this.#storage.get(ASIDE_KEY))[ASIDE_KEY] ?? [];
      const kept: readonly unknown[] = Array.isArray(earlier) ? earlier : [earlier];
      await this.#storage.set({
        [ASIDE_KEY]: [...kept, raw].slice(-MAX_PUT_ASIDE),
        [PROFILES_KEY]: EMPTY,
      });
      return { type: 'saved', id: '' };
    });
  }

  #change(
    change: (library: Library) => { readonly outcome: ProfileOutcome; readonly library?: Library },
  ): Promise<ProfileOutcome> {
    return this.#queue.run(async () => {
      const before = decoded(await this.#load());
      if (!before.ok) return { type: 'unreadable', problems: before.problems };
      const { outcome, library } = change(before.value);
      if (library !== undefined) await this.#storage.set({ [PROFILES_KEY]: library });
      return outcome;
    });
  }

  async #load(): Promise<unknown> {
    return (await this.#storage.get(PROFILES_KEY))[PROFILES_KEY];
  }
}

function decoded(raw: unknown): Result<Library> {
  return raw === undefined ? { ok: true, value: EMPTY } : run(libraryDecoder, raw);
}

function stored({ id, profile }: Entry): StoredProfile {
  const result = run(validProfileDecoder, profile);
  return result.ok
    ? { type: 'readable', id, profile: result.value }
    : { type: 'unreadable', id, raw: profile, problems: shown(result.problems) };
}

/** What is stored could have been written by anybody with a long name for a field. */
function shown(problems: readonly Problem[]): readonly Problem[] {
  return problems.map(({ path, code, expected }) => ({ path: path.slice(0, 500), code, expected }));
}

function isFor(each: StoredProfile, origin: string | null): boolean {
  return each.type === 'readable' && origin !== null && covers(each.profile.binding.portal, origin);
}
