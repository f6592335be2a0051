import type { Key } from './encode.ts';
import type { Journal } from './journal.ts';
import { isModifier, modifierMask } from './modifier.ts';

/** More keys are not held by one person; a press beyond it is not sent, so that every press keeps its release. */
export const MAX_HELD_KEYS = 32;

/**
 * Why a key is down in the page and not at the server.
 * - refused: its press was not sent, or was taken back; it needs a fresh press
 * - spent: it was sent together with its release
 * - withheld: a modifier that goes out with the next press; used: it has done so
 * - owed: a lock key that goes out with the next press
 */
export type Aside = 'refused' | 'spent' | 'withheld' | 'used' | 'owed';

interface AsideKey extends Key {
  readonly why: Aside;
}

/** Pointer buttons and keys as a message names them; where a key has two names, both find it. */
function keyId({ keysym, keycode }: Key): number {
  // Scan codes and keysyms share one number space, apart by the 33rd bit.
  return keycode === null ? keysym : keycode + 2 ** 32;
}

/** What is down: at the server, because a press was sent, and in the page only, because it was not. */
export class Held {
  readonly #sentKeys = new Map<number, Key>();
  readonly #asideKeys = new Map<number, AsideKey>();
  #sentMask = 0;
  #asideMask = 0;
  #x = 0;
  #y = 0;
  #version = 0;

  /** Grows whenever what the journal has to know changes. */
  get version(): number {
    return this.#version;
  }

  get journal(): Journal {
    return { keys: this.sentKeys, buttonMask: this.#sentMask, x: this.#x, y: this.#y };
  }

  /** Buttons that are down at the server. */
  get sentMask(): number {
    return this.#sentMask;
  }

  /** Buttons that are down in the page although their press was not sent, or was taken back. */
  get asideMask(): number {
    return this.#asideMask;
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

  /** Modifiers that the user holds and that go out with the next press, in order of their press. */
  get withheld(): readonly Key[] {
    return this.#asideBy((why) => why === 'withheld' || why === 'used');
  }

  /** Something is down at the server. */
  get isDown(): boolean {
    return this.#sentMask !== 0 || this.#sentKeys.size > 0;
  }

  /** Something is down at the server, or would go out with the next press. */
  get holdsAnything(): boolean {
    return this.isDown || this.withheld.length > 0;
  }

  /** A modifier is down in the page and was refused: what is pressed now would arrive without it. */
  get lacksModifier(): boolean {
    return this.#asideBy((why) => why === 'refused').some(isModifier);
  }

  /** Bits of the modifiers that the user holds, whatever became of them. */
  get modifiers(): number {
    return modifierMask([...this.#sentKeys.values(), ...this.#asideKeys.values()]);
  }

  /** No further key can be held. */
  get isFull(): boolean {
    return this.#sentKeys.size >= MAX_HELD_KEYS;
  }

  isKeySent(key: Key): boolean {
    return find(this.#sentKeys, key) !== null;
  }

  /** Why a key is down in the page only; null: it is not, or it is down at the server. */
  aside(key: Key): Aside | null {
    const id = find(this.#asideKeys, key);
    return id === null ? null : (this.#asideKeys.get(id)?.why ?? null);
  }

  /** Modifiers that the user holds and the server does not, refused ones too: a stop needs them all the same. */
  get missingModifiers(): readonly Key[] {
    return this.#asideBy((why) => why !== 'spent' && why !== 'owed').filter(isModifier);
  }

  /** Beyond the limit nothing is kept: then only the page's own release lets the key go. */
  keySent({ keysym, keycode }: Key): void {
    if (this.isFull && !this.isKeySent({ keysym, keycode })) return;
    // A stop that was refused may be sent at its repeat: then its release has to pass.
    const aside = find(this.#asideKeys, { keysym, keycode });
    if (aside !== null) this.#asideKeys.delete(aside);
    this.#sentKeys.set(keyId({ keysym, keycode }), { keysym, keycode });
    this.#version += 1;
  }

  keyAside({ keysym, keycode }: Key, why: Aside): void {
    // The oldest one is forgotten: its next repeat counts as a fresh press.
    const oldest = this.#asideKeys.keys().next().value;
    if (this.#asideKeys.size >= MAX_HELD_KEYS && oldest !== undefined) this.#asideKeys.delete(oldest);
    this.#asideKeys.set(keyId({ keysym, keycode }), { keysym, keycode, why });
  }

  /** The withheld modifiers went out with a press. */
  modifiersUsed(): void {
    for (const key of this.#asideKeys.values()) if (key.why === 'withheld') this.keyAside(key, 'used');
  }

  /** The page let a key up: it is neither down at the server nor aside. */
  keyUp(key: Key): void {
    const sent = find(this.#sentKeys, key);
    if (sent !== null) {
      this.#sentKeys.delete(sent);
      this.#version += 1;
    }
    const aside = find(this.#asideKeys, key);
    if (aside !== null) this.#asideKeys.delete(aside);
  }

  pointerSent(buttonMask: number, x: number, y: number): void {
    if (buttonMask !== 0 || this.#sentMask !== 0) this.#version += 1;
    this.#sentMask = buttonMask;
    this.#x = x;
    this.#y = y;
  }

  /** What the page has down, of which `aside` was just not sent. A button that is up is not aside any more. */
  pointerInPage(buttonMask: number, aside: number): void {
    this.#asideMask = (this.#asideMask | aside) & buttonMask;
  }

  /** Everything at the server was let go by us; the page still holds it, and needs a fresh press. */
  releasedByUs(): void {
    for (const key of this.#sentKeys.values()) this.keyAside(key, 'refused');
    for (const key of this.withheld) this.keyAside(key, 'refused');
    if (this.#sentKeys.size > 0 || this.#sentMask !== 0) this.#version += 1;
    this.#sentKeys.clear();
    this.#asideMask |= this.#sentMask;
    this.#sentMask = 0;
  }

  /** Nothing is held back any more (measure only). */
  unblock(): void {
    this.#asideKeys.clear();
    this.#asideMask = 0;
  }

  #asideBy(wanted: (why: Aside) => boolean): Key[] {
    return [...this.#asideKeys.values()]
      .filter(({ why }) => wanted(why))
      .map(({ keysym, keycode }) => ({ keysym, keycode }));
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
