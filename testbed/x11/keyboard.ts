const SHIFT_MASK = 1;

/** Keysyms of an X keyboard's keys. */
export class Keyboard {
  static readonly FIRST_KEYCODE = 8;
  static readonly KEYCODES = 248;

  /** One row for each keycode from the first on: without Shift, with Shift, and more. */
  keysyms: readonly (readonly number[])[] = [];
  /** A key goes up as what it went down as, even if Shift was let go or the keyboard changed between the two. */
  readonly #down = new Map<number, number>();

  /** The keysym of a key that goes down; 0: it has none. `modifiers` are those of the event. */
  press(keycode: number, modifiers: number): number {
    const keysym = this.#keysym(keycode, modifiers);
    this.#down.set(keycode, keysym);
    return keysym;
  }

  release(keycode: number, modifiers: number): number {
    const keysym = this.#down.get(keycode) ?? this.#keysym(keycode, modifiers);
    this.#down.delete(keycode);
    return keysym;
  }

  #keysym(keycode: number, modifiers: number): number {
    const [plain = 0, shifted = 0] = this.keysyms[keycode - Keyboard.FIRST_KEYCODE] ?? [];
    return (modifiers & SHIFT_MASK) !== 0 && shifted !== 0 ? shifted : plain;
  }
}
