import type { WitnessedEvent } from './input-witness.ts';
import { startQemu } from './qemu.ts';
import type { VncServer } from './vnc-server.ts';

/** The boot sector's picture, as QEMU's display shows it. */
const SCREEN = { widthPx: 640, heightPx: 400 } as const;
/** QEMU scales absolute positions to this range. */
const ABS_MAX = 0x7fff;
const BUTTONS: readonly string[] = ['left', 'middle', 'right', 'wheel-up', 'wheel-down'];

/** QEMU's names of keys where X11's differ. */
const KEYSYMS: Readonly<Record<string, string>> = { ctrl: 'Control_L', shift: 'Shift_L', spc: 'space' };

export interface WitnessedQemu {
  readonly server: VncServer;
  /** All input events so far, in QEMU's order. */
  events(): readonly WitnessedEvent[];
}

/**
 * QEMU that logs its own input layer (`-trace input_event_*`): what its VNC server handed to the machine, and when.
 * A tablet in place of the PS/2 mouse, so that positions are those of the page.
 */
export async function startWitnessedQemu(): Promise<WitnessedQemu> {
  const log = new TraceLog();
  const server = await startQemu({
    args: [
      ...[
        '-machine',
        'i8042=off',
        '-device',
        'piix3-usb-uhci',
        '-device',
        'usb-tablet',
        '-device',
        'usb-kbd',
      ],
      ...['-trace', 'input_event_*', '-msg', 'timestamp=on'],
    ],
    onStderr: (text) => log.add(text, Date.now()),
  });
  return { server, events: () => log.events };
}

/** Turns the lines of the trace into events. What belongs together ends with a sync. */
export class TraceLog {
  readonly #events: WitnessedEvent[] = [];
  #rest = '';
  #pending: { type: 'press' | 'release'; button: number }[] = [];
  #xPx = 0;
  #yPx = 0;

  get events(): readonly WitnessedEvent[] {
    return this.#events;
  }

  add(text: string, nowMs: number): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line, nowMs);
  }

  #line(line: string, nowMs: number): void {
    const [, seconds = '', name = '', detail = ''] =
      /^\d+@(\d+\.\d+):input_event_(\w+) ?(.*)$/.exec(line) ?? [];
    const executedWallMs = Number(seconds) * 1000;
    const at = () => ({
      ...{ x: this.#xPx, y: this.#yPx, xTimeMs: executedWallMs, executedWallMs, receivedWallMs: nowMs },
    });
    if (name === 'abs') {
      const [, axis, value = '0'] = /axis (\w), value (\w+)/.exec(detail) ?? [];
      const share = Number(value) / ABS_MAX;
      if (axis === 'x') this.#xPx = Math.round(share * SCREEN.widthPx);
      else this.#yPx = Math.round(share * SCREEN.heightPx);
    } else if (name === 'btn') {
      const [, button = '', down] = /button (\S+), down (\d)/.exec(detail) ?? [];
      const number = BUTTONS.indexOf(button) + 1;
      this.#pending.push({ type: down === '1' ? 'press' : 'release', button: number });
    } else if (name === 'sync') {
      for (const change of this.#pending) this.#events.push({ ...at(), ...change });
      this.#pending = [];
    } else if (name.startsWith('key')) {
      const [, key = '', down] = /key \S* ?(\S+), down (\d)/.exec(detail) ?? [];
      this.#events.push({
        ...at(),
        type: down === '1' ? 'key-press' : 'key-release',
        keysym: KEYSYMS[key] ?? key,
        keycode: 0,
      });
    }
  }
}
