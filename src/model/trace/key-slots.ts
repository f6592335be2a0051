import type { Key } from '../gate/encode.ts';
import { isLock, isModifier, modifierMask } from '../gate/modifier.ts';
import { isChord, type KeyChord, MODIFIER } from '../policy/keys.ts';
import type { TraceCall, TracedKey } from './trace-line.ts';

/** Keys that are followed at once. The gate itself remembers 32 that are down and 32 that are aside. */
const MAX_FOLLOWED = 128;

type KeyCall = Extract<TraceCall, { readonly type: 'key' }>;

/** How a key message is written: its slots, and the keysym that has become known of its slot. */
export interface SlottedKey extends Pick<KeyCall, 'act' | 'key' | 'code'> {
  /** null: nothing new. */
  readonly named: { readonly slot: number; readonly keysym: number } | null;
}

/** What is known of a keysym while a key with it is down. */
interface Seen {
  readonly slot: number | null;
  isNamed: boolean;
}

/**
 * Puts the lowest free number in the place of a keysym, and of a scan code, for as long as a key with it is down: two
 * messages name one key here exactly if they do so for the gate, and nothing that was typed can be read back. Kept as
 * they are: modifiers and lock keys, which the gate looks at, and keys that a profile marks with the modifiers that
 * are held.
 *
 * @example new KeySlots().message(true, { keysym: 0x61, keycode: null }, []) // { act: 'fresh', key: 1, code: null, named: null }
 */
export class KeySlots {
  /** In order of their press, by both numbers. */
  readonly #down = new Map<string, Key>();
  readonly #symbols = new Map<number, Seen>();
  readonly #codes = new Map<number, number>();

  message(isDown: boolean, { keysym, keycode }: Key, marked: readonly KeyChord[]): SlottedKey {
    const isPlain = keysym !== 0 && !isModifier({ keysym, keycode }) && !isLock({ keysym, keycode });
    const isKnown = isDown && isPlain && mayBeMarked(keysym, modifierMask([...this.#down.values()]), marked);
    const before = this.#symbols.get(keysym);
    const symbol = before ?? {
      slot: !isPlain || isKnown ? null : lowestFree([...this.#symbols.values()].map(({ slot }) => slot)),
      isNamed: false,
    };
    const code = keycode === null ? null : (this.#codes.get(keycode) ?? lowestFree(this.#codes.values()));
    const isFresh = isDown && symbol.slot !== null && before === undefined;
    const isNews = isKnown && symbol.slot !== null && !symbol.isNamed;
    if (isNews) symbol.isNamed = true;
    if (isDown) this.#press({ keysym, keycode }, symbol, code);
    else this.#release({ keysym, keycode });
    const key: TracedKey = symbol.slot ?? (keysym === 0 ? 0 : { keysym });
    return {
      act: isFresh ? 'fresh' : isDown ? 'down' : 'up',
      key,
      code,
      named: isNews && symbol.slot !== null ? { slot: symbol.slot, keysym } : null,
    };
  }

  #press(key: Key, symbol: Seen, code: number | null): void {
    const name = nameOf(key);
    this.#down.delete(name);
    const oldest = this.#down.values().next().value;
    if (this.#down.size >= MAX_FOLLOWED && oldest !== undefined) this.#forget(oldest);
    this.#down.set(name, key);
    if (key.keysym !== 0) this.#symbols.set(key.keysym, symbol);
    if (key.keycode !== null && code !== null) this.#codes.set(key.keycode, code);
  }

  /**
   * As the gate does (Held): the very key, or else the one with its keysym in the other form. Where there are several
   * of those, it is not known here which one the gate means, and none is forgotten.
   */
  #release(key: Key): void {
    if (this.#down.has(nameOf(key))) {
      this.#forget(key);
      return;
    }
    if (key.keysym === 0) return;
    const others = [...this.#down.values()].filter(
      ({ keysym, keycode }) => keysym === key.keysym && (keycode === null) !== (key.keycode === null),
    );
    const [only] = others;
    if (only !== undefined && others.length === 1) this.#forget(only);
  }

  #forget(key: Key): void {
    this.#down.delete(nameOf(key));
    const left = [...this.#down.values()];
    if (!left.some(({ keysym }) => keysym === key.keysym)) this.#symbols.delete(key.keysym);
    if (key.keycode !== null && !left.some(({ keycode }) => keycode === key.keycode)) {
      this.#codes.delete(key.keycode);
    }
  }
}

/** Whether a profile marks this key with some of the modifiers that are held; Shift is left to the gate. */
function mayBeMarked(keysym: number, modifiers: number, marked: readonly KeyChord[]): boolean {
  return marked.some(
    (chord) =>
      (chord.modifiers & ~MODIFIER.shift & ~modifiers) === 0 && isChord(chord, keysym, chord.modifiers),
  );
}

function nameOf({ keysym, keycode }: Key): string {
  return `${keysym} ${keycode}`;
}

function lowestFree(taken: Iterable<number | null>): number {
  const used = new Set(taken);
  let slot = 1;
  while (used.has(slot)) slot += 1;
  return slot;
}
