import type { TestPage } from '../browsers/test-browser.ts';
import type { WitnessedEvent } from '../servers/input-witness.ts';
import { pause } from '../servers/process.ts';
import type { BenchSession } from './bench-session.ts';

/** Eight keys a second. */
const KEY_EVERY_MS = 125;
const DRAG_STEPS = 6;
const DRAG_STEP_MS = 80;

/** What a user did and what the server made of it, as words like `a` or `1@100,90`. */
export interface WorkDone {
  readonly made: number;
  readonly missing: number;
  /** What the server executed beside that, or in another order. */
  readonly unexpected: number;
}

/** Types, presses shortcuts, drags, turns the wheel and double-clicks, without pause, until the time is over. */
export async function workFor(session: BenchSession, durationMs: number): Promise<WorkDone> {
  const { user, server } = session;
  // The first click gives the remote screen the keyboard.
  await user.clickFor(1);
  await session.untilQuiet();
  const expected: string[] = [];
  const pace = new Pace();
  const { mouse } = session.page;
  const before = server.events().length;
  const endMs = Date.now() + durationMs;
  const at = (place: { readonly x: number; readonly y: number }) => `${place.x},${place.y}`;
  while (Date.now() < endMs) {
    // Double letters, and more keys in flight on a slow link than hands can count.
    await type(session.page, pace, 'stagge too well 1000', expected);
    await chord(session.page, pace, ['Control', 'c'], ['Control_L', 'c'], expected);
    await chord(session.page, pace, ['Control', 'Shift', 'V'], ['Control_L', 'Shift_L', 'V'], expected);
    await chord(session.page, pace, ['Shift', 'A'], ['Shift_L', 'A'], expected);

    const [from, to] = [user.place(), user.place()];
    await user.moveTo(from.x, from.y);
    await mouse.down();
    expected.push(`1@${at(from)}`);
    for (let step = 1; step <= DRAG_STEPS; step++) {
      const share = step / DRAG_STEPS;
      await user.moveTo(
        Math.round(from.x + (to.x - from.x) * share),
        Math.round(from.y + (to.y - from.y) * share),
      );
      await pause(DRAG_STEP_MS);
    }
    await mouse.up();
    expected.push(`up@${at(to)}`);
    await pace.next(2);

    const twice = user.place();
    await user.moveTo(twice.x, twice.y);
    for (let click = 0; click < 2; click++) {
      await mouse.down();
      await mouse.up();
      expected.push(`1@${at(twice)}`, `up@${at(twice)}`);
      await pause(90);
    }
    await pace.next(2);
    for (let notch = 0; notch < 3; notch++) {
      await mouse.wheel(120);
      expected.push(`5@${at(twice)}`);
      await pace.next();
    }
    const once = user.place();
    await user.moveTo(once.x, once.y);
    await mouse.down();
    await mouse.up();
    expected.push(`1@${at(once)}`, `up@${at(once)}`);
    await pace.next();
  }
  await session.untilQuiet();
  const executed = server.events().slice(before).flatMap(wordOf);
  // QEMU knows keys, not letters; Shift is a word of its own.
  return compare(
    expected.map((word) => word.toLowerCase()),
    executed.map((word) => word.toLowerCase()),
  );
}

/** Steps of the same length, however long what happens in them takes. */
class Pace {
  #nextMs = Date.now();

  async next(steps = 1): Promise<void> {
    this.#nextMs = Math.max(this.#nextMs + steps * KEY_EVERY_MS, Date.now());
    await pause(this.#nextMs - Date.now());
  }
}

async function type(page: TestPage, pace: Pace, text: string, expected: string[]): Promise<void> {
  for (const key of text) {
    await page.keyboard.press(key);
    expected.push(key === ' ' ? 'space' : key);
    await pace.next();
  }
}

async function chord(
  page: TestPage,
  pace: Pace,
  keys: readonly string[],
  keysyms: readonly string[],
  expected: string[],
): Promise<void> {
  for (const key of keys) await page.keyboard.down(key);
  for (const key of [...keys].reverse()) await page.keyboard.up(key);
  expected.push(...keysyms);
  await pace.next(keys.length);
}

/** Releases of keys and wheel count by what is left down in the end. */
function wordOf(event: WitnessedEvent): readonly string[] {
  switch (event.type) {
    case 'press':
      return [`${event.button}@${event.x},${event.y}`];
    case 'release':
      return event.button <= 3 ? [`up@${event.x},${event.y}`] : [];
    case 'key-press':
      return [event.keysym];
    case 'key-release':
    case 'motion':
      return [];
  }
}

function compare(expected: readonly string[], executed: readonly string[]): WorkDone {
  let at = 0;
  for (const word of expected) if (executed[at] === word) at += 1;
  const missing = expected.length - at;
  if (missing > 0 || at < executed.length) {
    const first = expected.findIndex((word, index) => executed[index] !== word);
    const part = (words: readonly string[]) => words.slice(Math.max(0, first - 3), first + 8).join(' ');
    console.error(`[faults] made:     ${part(expected)}\n[faults] executed: ${part(executed)}`);
  }
  return { made: expected.length, missing, unexpected: executed.length - at };
}
