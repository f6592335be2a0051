import type { Key } from './encode.ts';

/** More keys are not held by one person; a press beyond it is not sent, so that every press keeps its release. */
export const MAX_HELD_KEYS = 32;

/** Pointer buttons and keys as a message names them; where a key has two names, both find it. */
function keyId({ keysym, keycode }: Key): number {
  // Scan codes and keysyms share one number space, apart by the 33rd bit.
  return keycode === null ? keysym : keycode + 2 ** 32;
}

/** Keys that change what others mean: Shift to Hyper, ISO level 3 and 5, mode switch. Locks are not held down. */
function isModifier({ keysym }: Key): boolean {
  const isLock = keysym === 0xffe5 || keysym === 0xffe6;
  return (
    (keysym >= 0xffe1 && keysym <= 0xffee && !isLock) ||
    keysym === 0xfe03 ||
    keysym === 0xfe11 ||
    keysym === 0xff7e
  );
}

/** What is down: at the server, because a press was sent, and in the page only, because it was not. */
export class Held {
  readonly #sentKeys = new Map<number, Key>();
  readonly #blockedKeys = new Map<number, Key>();
  #sentMask = 0;
  #blockedMask = 0;
  #x = 0;
  #y = 0;

  /** Buttons that are down at the server. */
  get sentMask(): number {
    return this.#sentMask;
  }

  /** Buttons that are down in the page although their press was not sent, or was taken back. */
  get blockedMask(): number {
    return this.#blockedMask;
  }

  /** Where the server has the pointer. */
  get x(): number {
    return this.#x;
  }

  get y(): number {
    return this.#y;
  }

  /** Keys that are down at the server, in order of their press. */
  get sentKeys(): readonly Key[] {
    return [...this.#sentKeys.values()];
  }

  get holdsAnything(): boolean {
    return this.#sentMask !== 0 || this.#sentKeys.size > 0;
  }

  /** A modifier is down in the page and not at the server: what is pressed now would arrive without it. */
  get lacksModifier(): boolean {
    for (const key of this.#blockedKeys.values()) if (isModifier(key)) return true;
    return false;
  }

  /** No further key can be held. */
  get isFull(): boolean {
    return this.#sentKeys.size >= MAX_HELD_KEYS;
  }

  isKeySent(key: Key): boolean {
    return find(this.#sentKeys, key) !== null;
  }

  isKeyBlocked(key: Key): boolean {
    return find(this.#blockedKeys, key) !== null;
  }

  keySent(key: Key): void {
    if (!this.isFull) this.#sentKeys.set(find(this.#sentKeys, key) ?? keyId(key), key);
  }

  keyBlocked(key: Key): void {
    // At the limit the oldest is forgotten: its next repeat counts as a fresh press.
    const oldest = this.#blockedKeys.keys().next().value;
    if (this.#blockedKeys.size >= MAX_HELD_KEYS && oldest !== undefined) this.#blockedKeys.delete(oldest);
    this.#blockedKeys.set(keyId(key), key);
  }

  /** The page let a key up: it is neither held nor blocked any more. */
  keyUp(key: Key): void {
    const sent = find(this.#sentKeys, key);
    if (sent !== null) this.#sentKeys.delete(sent);
    const blocked = find(this.#blockedKeys, key);
    if (blocked !== null) this.#blockedKeys.delete(blocked);
  }

  pointerSent(buttonMask: number, x: number, y: number): void {
    this.#sentMask = buttonMask;
    this.#x = x;
    this.#y = y;
  }

  /** What the page has down, of which `blocked` was just refused. A button that is up is no longer blocked. */
  pointerInPage(buttonMask: number, blocked: number): void {
    this.#blockedMask = (this.#blockedMask | blocked) & buttonMask;
  }

  /** Everything at the server was let go by us; the page still holds it, and needs a fresh press. */
  releasedByUs(): void {
    for (const key of this.#sentKeys.values()) this.keyBlocked(key);
    this.#sentKeys.clear();
    this.#blockedMask |= this.#sentMask;
    this.#sentMask = 0;
  }

  /** Nothing is held back any more (measure only). */
  unblock(): void {
    this.#blockedKeys.clear();
    this.#blockedMask = 0;
  }
}

/**
 * noVNC changes from the plain form to QEMU's when the server announces it, which may be between down and up:
 * then the keysym finds the key.
 */
function find(keys: ReadonlyMap<number, Key>, key: Key): number | null {
  const id = keyId(key);
  if (keys.has(id)) return id;
  if (key.keysym === 0) return null;
  for (const [each, { keysym, keycode }] of keys) {
    if (keysym === key.keysym && (keycode === null) !== (key.keycode === null)) return each;
  }
  return null;
}
