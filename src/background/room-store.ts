import { type Decoder, list, nullable, object, run, string } from '../model/decode/decode.ts';
import type { InviteLink } from '../model/room/invite-link.ts';
import { inviteLinkText } from '../model/room/invite-link-text.ts';
import { MAX_NAME } from '../model/room/room-limits.ts';
import type { ExtensionApi } from './extension-api.ts';
import { TaskQueue } from './task-queue.ts';

const ROOMS_KEY = 'rooms';
/** Relays remembered; the one that was used longest ago goes first. */
export const MAX_RELAYS = 16;

/** A relay that was used, with the link a room can be begun by, if the person had one. */
export interface StoredRelay {
  readonly origin: string;
  readonly startLink: string | null;
}

/** All that is ever stored of rooms. Keys, tokens to join with, names of others and chat are not. */
export interface StoredRooms {
  /** What the person calls themselves. */
  readonly name: string;
  /** Newest first. */
  readonly relays: readonly StoredRelay[];
}

const NOTHING: StoredRooms = { name: '', relays: [] };

const storedRooms: Decoder<StoredRooms> = object<StoredRooms>({
  name: string(MAX_NAME),
  relays: list(object<StoredRelay>({ origin: string(320), startLink: nullable(string(4096)) }), MAX_RELAYS),
});

/** Name and relays in storage.local. Of another release's shape nothing is used: both are typed anew in a minute. */
export class RoomStore {
  readonly #storage: ExtensionApi['storage']['local'];
  readonly #queue = new TaskQueue();

  constructor(storage: ExtensionApi['storage']['local']) {
    this.#storage = storage;
  }

  read(): Promise<StoredRooms> {
    return this.#queue.run(() => this.#load());
  }

  setName(name: string): Promise<void> {
    return this.#change((rooms) => ({ ...rooms, name }));
  }

  /** A relay was used with this link. A start link replaces the one before; an invite leaves it. */
  remember(link: InviteLink, name: string): Promise<void> {
    return this.#change((rooms) => {
      const before = rooms.relays.find(({ origin }) => origin === link.relay);
      const startLink = link.type === 'start' ? inviteLinkText(link) : (before?.startLink ?? null);
      const others = rooms.relays.filter(({ origin }) => origin !== link.relay);
      return { name, relays: [{ origin: link.relay, startLink }, ...others].slice(0, MAX_RELAYS) };
    });
  }

  forget(origin: string): Promise<void> {
    return this.#change((rooms) => ({
      ...rooms,
      relays: rooms.relays.filter((relay) => relay.origin !== origin),
    }));
  }

  /** The link a room can be begun by on this relay; null: none is remembered. */
  async startLink(origin: string): Promise<string | null> {
    const { relays } = await this.read();
    return relays.find((relay) => relay.origin === origin)?.startLink ?? null;
  }

  #change(change: (rooms: StoredRooms) => StoredRooms): Promise<void> {
    return this.#queue.run(async () => this.#storage.set({ [ROOMS_KEY]: change(await this.#load()) }));
  }

  async #load(): Promise<StoredRooms> {
    const stored = run(storedRooms, (await this.#storage.get(ROOMS_KEY))[ROOMS_KEY]);
    return stored.ok ? stored.value : NOTHING;
  }
}
