import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { pause, type ServerProcess, startProcess } from './process.ts';

/** One event as the X server of a VNC server handed it to its clients. */
export type WitnessedEvent =
  | (WitnessedAt & { readonly type: 'press' | 'release'; readonly button: number })
  | (WitnessedAt & {
      readonly type: 'key-press' | 'key-release';
      readonly keysym: string;
      readonly keycode: number;
    })
  | (WitnessedAt & { readonly type: 'motion' });

interface WitnessedAt {
  readonly x: number;
  readonly y: number;
  /** The X server's own clock: milliseconds of CLOCK_MONOTONIC. */
  readonly xTimeMs: number;
  /** xTimeMs as wall-clock time: when the server executed the event, however late we read of it. */
  readonly executedWallMs: number;
  /** Wall-clock time at which the event's line was read here. */
  readonly receivedWallMs: number;
}

export interface InputWitness extends ServerProcess {
  /** All events so far, in the server's order. */
  events(): readonly WitnessedEvent[];
  /** Forgets the events so far. */
  clear(): void;
  /** Resolves when `found` accepts the events so far. */
  until(found: (events: readonly WitnessedEvent[]) => boolean, timeoutMs?: number): Promise<void>;
}

/** Events kept; reaching it fails the test loudly, because a witness that forgets is worse than none. */
const MAX_EVENTS = 200_000;
/** xev prints this much per event at most. */
const MAX_RECORD_CHARS = 4096;

const READY_TIMEOUT_MS = 5000;

const KINDS = {
  ButtonPress: 'press',
  ButtonRelease: 'release',
  KeyPress: 'key-press',
  KeyRelease: 'key-release',
  MotionNotify: 'motion',
} as const;

/**
 * Logs every input event that reaches the server behind `display`: the truth for tests about what was and
 * was not executed. xev on the root window hears all events no other client asked for; run no window
 * manager and no interactive client beside it. The server may merge motion that arrives in one go, never
 * presses, releases or keys.
 */
export async function startInputWitness(display: string): Promise<InputWitness> {
  let events: WitnessedEvent[] = [];
  let rest = '';
  let wake: () => void = () => {};
  let overflowed = false;
  const xev = await startProcess('stdbuf', ['-oL', 'xev', '-root', '-event', 'keyboard', '-event', 'mouse'], {
    env: { DISPLAY: display, LC_ALL: 'C' },
    onStdout: (text) => {
      const nowMs = Date.now();
      // Records are set apart by empty lines, but the last line of one says that it is complete.
      rest += text;
      const parsed = takeRecords(rest, nowMs);
      rest = parsed.rest.slice(-MAX_RECORD_CHARS);
      if (events.length + parsed.events.length > MAX_EVENTS) overflowed = true;
      else events.push(...parsed.events);
      wake();
    },
  });
  await untilSelected(display);
  const checked = () => {
    if (overflowed) throw new Error(`[witness] more than ${MAX_EVENTS} events`);
    return events;
  };
  return {
    ...xev,
    events: checked,
    clear: () => {
      events = [];
    },
    until: async (found, timeoutMs = 5000) => {
      const giveUpAtMs = Date.now() + timeoutMs;
      while (!found(checked())) {
        const leftMs = giveUpAtMs - Date.now();
        if (leftMs <= 0) throw new Error(`[witness] not seen in ${timeoutMs} ms; ${listEvents(events)}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, leftMs).unref();
        });
      }
    },
  };
}

/** A line per event, for messages of failing tests. */
export function listEvents(events: readonly WitnessedEvent[]): string {
  const lines = events.slice(-20).map((event) => {
    const what = 'button' in event ? ` button ${event.button}` : 'keysym' in event ? ` ${event.keysym}` : '';
    return `${event.executedWallMs} ${event.type}${what} at ${event.x},${event.y}`;
  });
  return `${events.length} events, the last:\n${lines.join('\n')}`;
}

/** Parses whole records off the front of xev's output. */
export function takeRecords(
  text: string,
  nowMs: number,
): { readonly events: readonly WitnessedEvent[]; readonly rest: string } {
  const events: WitnessedEvent[] = [];
  let endOfLast = 0;
  // The first three lines of a record hold everything; what follows (XLookupString ...) is skipped.
  const record =
    /^(\w+) event, serial [^\n]*\n[^\n]*time (\d+), \((-?\d+),(-?\d+)\), root:\((-?\d+),(-?\d+)\),\n([^\n]*)\n/gm;
  for (const match of text.matchAll(record)) {
    endOfLast = match.index + match[0].length;
    const event = decode(match, nowMs);
    if (event) events.push(event);
  }
  return { events, rest: text.slice(endOfLast) };
}

function decode(match: RegExpExecArray, nowMs: number): WitnessedEvent | undefined {
  const [, name = '', time = '', , , x = '', y = '', detail = ''] = match;
  if (!isKind(name)) return undefined;
  const type = KINDS[name];
  const xTimeMs = Number(time);
  // The X server's clock is ours (CLOCK_MONOTONIC), cut to 32 bits.
  const ageMs = (Math.trunc(performanceNowMs()) - xTimeMs) >>> 0;
  const at: WitnessedAt = {
    x: Number(x),
    y: Number(y),
    xTimeMs,
    executedWallMs: nowMs - (ageMs > 0x7fffffff ? 0 : ageMs),
    receivedWallMs: nowMs,
  };
  switch (type) {
    case 'press':
    case 'release':
      return { ...at, type, button: Number(/button (\d+)/.exec(detail)?.[1] ?? 0) };
    case 'key-press':
    case 'key-release': {
      const key = /keycode (\d+) \(keysym 0x[0-9a-f]+, ([^)]*)\)/.exec(detail);
      return { ...at, type, keycode: Number(key?.[1] ?? 0), keysym: key?.[2] ?? '' };
    }
    case 'motion':
      return { ...at, type };
    default:
      return type satisfies never;
  }
}

function isKind(name: string): name is keyof typeof KINDS {
  return name in KINDS;
}

/** xev says nothing when it has asked for the events, but the root window's attributes show it. */
async function untilSelected(display: string): Promise<void> {
  const giveUpAtMs = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < giveUpAtMs) {
    const { stdout } = await promisify(execFile)('xwininfo', ['-root', '-events', '-display', display]);
    if (/Someone wants these events:[^:]*ButtonPress/.test(stdout)) return;
    await pause(10);
  }
  throw new Error(`[witness] xev did not get the input of ${display}`);
}

function performanceNowMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n);
}
