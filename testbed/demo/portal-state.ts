import type { InputCounts, InputEntry } from '../instrument/input-log.ts';
import type { ScreenView } from '../instrument/pose.ts';
import type { Quality } from './quality.ts';

/** What the server tells the page, several times a second, beside the emulated link. */
export interface PortalState {
  readonly quality: Quality;
  /** Round trip of the last picture's fence, by the server's clock; null before the first. */
  readonly roundTripMs: number | null;
  /** What the screen shows: the places of its controls depend on it. */
  readonly view: ScreenView;
  readonly counts: InputCounts;
  /** Presses, releases and keys since the last report; moves are only counted. */
  readonly entries: readonly InputEntry[];
}
