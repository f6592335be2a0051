import { type Decoder, list, number, object, run, string } from '../model/decode/decode.ts';
import type { ExtensionApi } from './extension-api.ts';
import { TaskQueue } from './task-queue.ts';

/** Pages of the extension look for changes of it. */
export const SEATS_KEY = 'room-seats';

/** Which frame of which tab has a room, and on which relay; no more than that. */
export interface TakenSeat {
  readonly tabId: number;
  readonly frameId: number;
  /** Web origin of the relay. */
  readonly relay: string;
}

const seats: Decoder<readonly TakenSeat[]> = list(
  object<TakenSeat>({
    tabId: number(0, 2 ** 31 - 1),
    frameId: number(0, Number.MAX_SAFE_INTEGER),
    relay: string(320),
  }),
  200,
);

/**
 * Which sessions are in a room, in storage.session: a page that is loaded again must have no control before its room
 * has spoken, also if worker and host have died in between.
 */
export class RoomSeats {
  readonly #storage: ExtensionApi['storage']['session'];
  readonly #queue = new TaskQueue();

  constructor(storage: ExtensionApi['storage']['session']) {
    this.#storage = storage;
  }

  async of(tabId: number): Promise<TakenSeat | undefined> {
    return (await this.#queue.run(() => this.#load())).find((seat) => seat.tabId === tabId);
  }

  all(): Promise<readonly TakenSeat[]> {
    return this.#queue.run(() => this.#load());
  }

  take(seat: TakenSeat): Promise<void> {
    return this.#queue.run(async () => {
      const others = (await this.#load()).filter(({ tabId }) => tabId !== seat.tabId);
      await this.#storage.set({ [SEATS_KEY]: [...others, seat] });
    });
  }

  /** What the tab had; undefined: nothing. */
  free(tabId: number): Promise<TakenSeat | undefined> {
    return this.#queue.run(async () => {
      const taken = await this.#load();
      const seat = taken.find((each) => each.tabId === tabId);
      if (seat !== undefined) await this.#storage.set({ [SEATS_KEY]: taken.filter((each) => each !== seat) });
      return seat;
    });
  }

  /** Another tab took the place of one. What moved, as it is now; undefined: the tab had nothing. */
  move(tabId: number, toTabId: number): Promise<TakenSeat | undefined> {
    return this.#queue.run(async () => {
      const taken = await this.#load();
      const seat = taken.find((each) => each.tabId === tabId);
      if (seat === undefined) return undefined;
      const moved = { ...seat, tabId: toTabId };
      const others = taken.filter((each) => each !== seat && each.tabId !== toTabId);
      await this.#storage.set({ [SEATS_KEY]: [...others, moved] });
      return moved;
    });
  }

  async #load(): Promise<readonly TakenSeat[]> {
    const stored = run(seats, (await this.#storage.get(SEATS_KEY))[SEATS_KEY]);
    return stored.ok ? stored.value : [];
  }
}
