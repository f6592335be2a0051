import type { BrowserName } from '../browsers/launch.ts';
import type { WitnessedEvent } from '../servers/input-witness.ts';
import type { ServerName } from './bench-server.ts';

/** A press that is executed later than this after it was made counts as late. */
export const LATE_MS = 1000;

/** A press at a place of its own, so that it is known again at the server. */
export interface Press {
  readonly madeWallMs: number;
  readonly x: number;
  readonly y: number;
}

/** without: the same browser and page, the extension is not there. */
export type Arm = 'without' | 'with';

/** What is known of one case in one arm; null where the case or the arm has no such thing. Times in ms. */
export interface FaultResult {
  readonly case: string;
  readonly browser: BrowserName;
  readonly server: ServerName;
  readonly arm: Arm;
  readonly pressesMade: number;
  /** Presses that the server executed more than LATE_MS after the user made them. */
  readonly executedLate: number;
  /** How many presses could be unacknowledged when the worst fault came: the bound of `executedLateOfOneFault`. */
  readonly credit: number | null;
  /** Keys and buttons down at the server at the end. */
  readonly leftDown: number;
  /** From the fault to the gate closed, as the overlay heard it; of several faults p95. */
  readonly gateClosedMs: number | null;
  /** Age of the oldest press when it was executed. */
  readonly oldestExecutedMs: number;
  readonly faults: number;
  /** What is left down, as `key 24` (X11's keycode) or `button 1`. */
  readonly held: readonly string[];
  /** The most of `executedLate` that one fault caused. */
  readonly executedLateOfOneFault: number;
  /** Presses that were made and never executed. */
  readonly notExecuted: number;
  /** From the fault to the last press made before healing that was executed at all. */
  readonly lastExecutedMs: number | null;
  readonly gateClosed: { readonly p50: number; readonly p95: number; readonly max: number } | null;
  /** From healing until presses pass again; of several the longest. */
  readonly reopenedMs: number | null;
  /** For how long presses were held back in all. */
  readonly gatedMs: number | null;
  /** Why presses were held back, with what the path looked like then. */
  readonly blockedBy: readonly string[] | null;
  readonly bannersShown: readonly string[] | null;
  /** Hazardous functions waited for the user's word. */
  readonly rearmAsked: boolean | null;
  /** The user is told that the server may have kept a button down. */
  readonly warned: boolean | null;
  /** Only where nothing goes wrong: inputs made that the server did not execute in their order. */
  readonly wronglyBlocked: number | null;
}

/** Each press that was executed, with its age at that moment. */
export function executedAges(
  presses: readonly Press[],
  events: readonly WitnessedEvent[],
): ReadonlyMap<Press, number> {
  const executed = new Map<string, number>();
  for (const event of events) {
    const place = `${event.x},${event.y}`;
    if (event.type === 'press' && !executed.has(place)) executed.set(place, event.executedWallMs);
  }
  const ages = new Map<Press, number>();
  for (const press of presses) {
    const atWallMs = executed.get(`${press.x},${press.y}`);
    if (atWallMs !== undefined) ages.set(press, Math.round(atWallMs - press.madeWallMs));
  }
  return ages;
}

/** The value that `share` of the values do not exceed (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
