import type { Key } from '../gate/encode.ts';
import { type Held, MAX_HELD_KEYS } from '../gate/held.ts';
import { isSameKey, type Journal } from '../gate/journal.ts';
import type { Unacknowledged } from '../gate/unacknowledged.ts';

/** What may still be down: its release went out and the server has not acknowledged it, or is yet to go out. */
interface LetGo {
  readonly key: Key | null;
  /** And where they were let go of. */
  readonly buttons: number;
  readonly x: number;
  readonly y: number;
  /** Number of the last message that was sent when the release was; Infinity: it was not. */
  readonly sequence: number;
}

/**
 * What a later connection would have to let go of. Not only what is down by our books: a release that was written
 * into a dead link is lost with the connection, and then a server that lets go of nothing by itself (x11vnc, QEMU)
 * still holds the key.
 */
export class JournalKeeper {
  #letGo: LetGo[] = [];
  #held: Journal = { keys: [], buttonMask: 0, x: 0, y: 0 };
  #heldVersion = 0;
  #isOld = false;

  /** The journal if it changed since the last call, else null. Call after every step and every tick. */
  update(held: Held, { sequence, acknowledged }: Unacknowledged): Journal | null {
    const isHeldNew = held.version !== this.#heldVersion;
    const before = this.#letGo.length;
    this.#letGo = this.#letGo.filter((each) => each.sequence > acknowledged);
    if (!isHeldNew && !this.#isOld && this.#letGo.length === before) return null;
    this.#isOld = false;
    if (isHeldNew) this.#note(held.journal, sequence);
    this.#heldVersion = held.version;
    return this.#journal();
  }

  /** Other connections left this down, and it is not let go of yet. */
  owes(journal: Journal): void {
    this.#add(journal.keys, journal.buttonMask, journal, Number.POSITIVE_INFINITY);
    this.#isOld = true;
  }

  /** The releases of all that is owed went out; `sequence`: of the last message sent. */
  paid(sequence: number): void {
    this.#letGo = this.#letGo.map((each) => ({ ...each, sequence: Math.min(each.sequence, sequence) }));
    this.#isOld = true;
  }

  #note(now: Journal, sequence: number): void {
    const gone = this.#held.keys.filter((key) => !now.keys.some((each) => isSameKey(each, key)));
    const buttons = this.#held.buttonMask & ~now.buttonMask;
    this.#held = now;
    this.#add(gone, buttons, now, sequence);
  }

  #add(keys: readonly Key[], buttons: number, { x, y }: Journal, sequence: number): void {
    for (const key of keys) this.#letGo.push({ key, buttons: 0, x, y, sequence });
    if (buttons !== 0) this.#letGo.push({ key: null, buttons, x, y, sequence });
    // More than anybody holds: what was let go of first is the likeliest to have arrived.
    if (this.#letGo.length > MAX_HELD_KEYS) this.#letGo = this.#letGo.slice(-MAX_HELD_KEYS);
  }

  #journal(): Journal {
    const keys: Key[] = [];
    let { buttonMask, x, y } = this.#held;
    for (const { key, buttons, ...place } of this.#letGo) {
      if (buttons !== 0 && this.#held.buttonMask === 0) ({ x, y } = place);
      buttonMask |= buttons;
      if (key !== null && ![...keys, ...this.#held.keys].some((each) => isSameKey(each, key))) keys.push(key);
    }
    return { keys: [...keys, ...this.#held.keys].slice(-MAX_HELD_KEYS), buttonMask, x, y };
  }
}
