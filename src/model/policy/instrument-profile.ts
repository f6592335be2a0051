/**
 * What a facility says about one instrument: where it is, and what its regions and keys do. A JSON file that people
 * write or draw (docs/gate.md, "Instrument profile"). Everything it does not name counts as normal.
 */
export interface InstrumentProfile {
  readonly version: 1;
  readonly name: string;
  /** The profile holds only where both match: a portal that leads somewhere else is an unknown instrument. */
  readonly binding: ProfileBinding;
  /** The size in pixels of the framebuffer on which the regions were drawn; they scale with the real one. */
  readonly framebuffer: { readonly width: number; readonly height: number };
  /** Like layers: where regions overlap, the later one counts. */
  readonly regions: readonly ProfileRegion[];
  readonly keys: readonly ProfileKey[];
  readonly thresholds: ProfileThresholds;
}

export interface ProfileBinding {
  /** Origin of the page, such as `https://portal.example.org`; `https://*.example.org` covers its subdomains. */
  readonly portal: string;
  /** Host of the WebSocket with its port if there is one, such as `vnc.example.org:6080`. */
  readonly socketHost: string;
}

/**
 * What an action does, from harmless to dangerous, and apart from both the stop.
 * - view: changes only what is shown
 * - normal: what every press is that nobody has marked
 * - hazardous: can do harm when it comes late or twice: stage, beam, vacuum
 * - stop: ends a motion; passes in every state, one at a time
 */
export type FunctionClass = 'view' | 'normal' | 'hazardous' | 'stop';

/** What a region and a key have in common. */
export interface InstrumentFunction {
  /** What the user reads: "Stage X+". */
  readonly name: string;
  /** The paper's n-th function: stage, focus, magnification. Figures are kept by it. */
  readonly function: string;
  readonly class: FunctionClass;
  /** The first press only asks; it is sent when it is made again. Not with class stop. */
  readonly confirm: boolean;
}

/** A rectangle in pixels of `framebuffer`. */
export interface ProfileRegion extends InstrumentFunction {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ProfileKey extends InstrumentFunction {
  /** `F5`, `Escape`, `Ctrl+Shift+s`: modifiers, then an X11 keysym name or the character itself (keys.ts). */
  readonly key: string;
}

/** Bounds that can only be stricter than the built-in ones; null: the built-in one. */
export interface ProfileThresholds {
  /** Age of the oldest unacknowledged input, 500 to 1500 ms. */
  readonly maxInputAgeMs: number | null;
  /** Unacknowledged normal presses in Stable, 1 to 8. */
  readonly normalCredit: number | null;
  /** Unacknowledged hazardous actions in Stable, 0 to 2; 0 holds them back for good. */
  readonly hazardousCredit: number | null;
}

/** Profiles that can be kept, and the parts of one: the gate looks through all of them at every press. */
export const MAX_PROFILES = 100;
export const MAX_REGIONS = 200;
export const MAX_KEYS = 100;
