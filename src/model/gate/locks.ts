import { encodeKey, type Key } from './encode.ts';

/**
 * Toggles of lock keys that are owed to the server. noVNC from 1.5 on presses Caps Lock or Num Lock by itself before
 * a key whose case would be wrong, and forgets what the server has until the server tells it again: were such a
 * pair dropped for good, all that follows would arrive in the wrong case. So it is kept and goes out in front of the
 * next key that does.
 */
export class Locks {
  readonly #owed = new Map<number, Key>();

  /** A press of this lock key was not sent. Two of the same make none. */
  toggle(key: Key): void {
    if (!this.#owed.delete(key.keysym)) this.#owed.set(key.keysym, key);
  }

  /** A press of this key now would only undo what is owed. */
  owes(key: Key): boolean {
    return this.#owed.has(key.keysym);
  }

  /** Presses and releases of all that is owed; it is not owed any more. */
  take(): readonly Uint8Array[] {
    const keys = [...this.#owed.values()];
    this.#owed.clear();
    return keys.flatMap((key) => [encodeKey(key, true), encodeKey(key, false)]);
  }

  /** The server told its lock states, so the page will compare them anew. */
  clear(): void {
    this.#owed.clear();
  }
}
