import type { InputEvent } from '../instrument/input-log.ts';
import type { XEvent } from './x-window.ts';

/** RFB 6143 section 7.5.5: buttons 1 to 8, the wheel among them. */
const BUTTONS_MAX = 8;

/** Turns events of an X window into the input messages of the instrument, which hold all buttons at once. */
export class PointerMask {
  #mask = 0;

  /** Null: nothing that the instrument knows. */
  read(event: XEvent): InputEvent | null {
    switch (event.type) {
      case 'button': {
        if (event.button > BUTTONS_MAX) return null;
        const bit = 1 << (event.button - 1);
        this.#mask = event.down ? this.#mask | bit : this.#mask & ~bit;
        return { type: 'pointer', mask: this.#mask, x: event.x, y: event.y };
      }
      case 'motion':
        return { type: 'pointer', mask: this.#mask, x: event.x, y: event.y };
      case 'key':
        return event.keysym === 0 ? null : { type: 'key', down: event.down, keysym: event.keysym };
    }
  }
}
