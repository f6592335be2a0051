import { type ControlName, controlRect, livePanel, SCREEN_WIDTH_PX } from '../../instrument/layout.ts';

/** Actions of one burst, then a look at the result: people do not press without a pause. */
const BURST_ACTIONS = { least: 3, most: 6 };
const BETWEEN_ACTIONS_MS = { least: 320, most: 700 };
/** Longer than the 0.7 s after which a gate takes presses again, shorter than the 2 s that count as idle. */
const LOOK_MS = { least: 1200, most: 1700 };
const HOLD_MS = { least: 160, most: 480 };
const MOVE_EVERY_MS = 30;

const picture = livePanel('quad');

const opposite: Readonly<Partial<Record<ControlName, ControlName>>> = {
  jogUp: 'jogDown',
  jogDown: 'jogUp',
  jogLeft: 'jogRight',
  jogRight: 'jogLeft',
};
const arrowKeys: Readonly<Partial<Record<ControlName, string>>> = {
  jogUp: 'ArrowUp',
  jogDown: 'ArrowDown',
  jogLeft: 'ArrowLeft',
  jogRight: 'ArrowRight',
};
const jogs: readonly ControlName[] = ['jogUp', 'jogDown', 'jogLeft', 'jogRight'];

/** Works the microscope like a user, by events on noVNC's canvas. */
export class Drive {
  readonly #canvas: () => HTMLCanvasElement | null;
  #run: AbortController | null = null;
  #x = picture.x + picture.width / 2;
  #y = picture.y + picture.height / 2;
  /** The way back from the last jog, so that the sample is not left. */
  #wayBack: ControlName | null = null;

  /** `canvas` finds noVNC's canvas; it changes with every connection. */
  constructor(canvas: () => HTMLCanvasElement | null) {
    this.#canvas = canvas;
  }

  get running(): boolean {
    return this.#run !== null;
  }

  start(): void {
    if (this.#run !== null) return;
    const run = new AbortController();
    this.#run = run;
    void this.#loop(run.signal);
  }

  /** Stops after letting go of what is held. */
  stop(): void {
    this.#run?.abort();
    this.#run = null;
  }

  async #loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const count = Math.round(between(BURST_ACTIONS));
      for (let i = 0; i < count && !signal.aborted; i++) {
        await this.#action();
        await wait(between(BETWEEN_ACTIONS_MS));
      }
      await wait(between(LOOK_MS));
    }
  }

  async #action(): Promise<void> {
    const dice = Math.random();
    if (dice < 0.62) await this.#jog();
    else if (dice < 0.74) await this.#arrowKey();
    else if (dice < 0.87) await this.#clickNearMiddle();
    else if (dice < 0.95) await this.#press(pick(['focusUp', 'focusDown']), 60);
    else await this.#press('home', 80);
  }

  async #jog(): Promise<void> {
    const name = this.#nextJog();
    await this.#press(name, between(HOLD_MS));
  }

  async #arrowKey(): Promise<void> {
    const key = arrowKeys[this.#nextJog()] ?? 'ArrowUp';
    this.#key('keydown', key);
    await wait(between(HOLD_MS));
    this.#key('keyup', key);
  }

  /** Out, and as a rule back again with the next one. */
  #nextJog(): ControlName {
    const back = this.#wayBack;
    const name = back !== null && Math.random() < 0.6 ? back : pick(jogs);
    this.#wayBack = name === back ? null : (opposite[name] ?? null);
    return name;
  }

  async #press(name: ControlName, holdMs: number): Promise<void> {
    const rect = controlRect(name);
    // Never twice at the same place: a place tells the presses apart in the log.
    const x = rect.x + 8 + Math.random() * (rect.width - 16);
    const y = rect.y + 8 + Math.random() * (rect.height - 16);
    await this.#pressAt(x, y, holdMs);
  }

  async #clickNearMiddle(): Promise<void> {
    const spread = 90;
    const x = picture.x + picture.width / 2 + (Math.random() * 2 - 1) * spread;
    const y = picture.y + picture.height / 2 + (Math.random() * 2 - 1) * spread;
    await this.#pressAt(x, y, 90);
  }

  async #pressAt(x: number, y: number, holdMs: number): Promise<void> {
    const steps = 4;
    const fromX = this.#x;
    const fromY = this.#y;
    for (let i = 1; i <= steps; i++) {
      this.#mouse('mousemove', fromX + ((x - fromX) * i) / steps, fromY + ((y - fromY) * i) / steps, 0);
      await wait(MOVE_EVERY_MS);
    }
    this.#mouse('mousedown', x, y, 1);
    await wait(holdMs);
    this.#mouse('mouseup', x, y, 0);
  }

  #mouse(type: 'mousemove' | 'mousedown' | 'mouseup', x: number, y: number, buttonsHeld: number): void {
    this.#x = x;
    this.#y = y;
    const canvas = this.#canvas();
    if (canvas === null) return;
    const box = canvas.getBoundingClientRect();
    const scale = box.width / SCREEN_WIDTH_PX;
    const event = new MouseEvent(type, {
      bubbles: true,
      cancelable: true,
      composed: true,
      view: window,
      button: 0,
      buttons: buttonsHeld,
      clientX: box.left + x * scale,
      clientY: box.top + y * scale,
    });
    // From the press on, noVNC catches the pointer with a layer over the page, as it does for a real mouse.
    const layer = type === 'mouseup' ? document.getElementById('noVNC_mouse_capture_elem') : null;
    (layer !== null && layer.style.display !== 'none' ? layer : canvas).dispatchEvent(event);
  }

  #key(type: 'keydown' | 'keyup', key: string): void {
    this.#canvas()?.dispatchEvent(
      new KeyboardEvent(type, { bubbles: true, cancelable: true, composed: true, key, code: key }),
    );
  }
}

function between(range: { readonly least: number; readonly most: number }): number {
  return range.least + Math.random() * (range.most - range.least);
}

function pick<T>(list: readonly [T, ...T[]] | readonly T[]): T {
  const item = list[Math.floor(Math.random() * list.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
