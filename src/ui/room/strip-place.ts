/** Where the strip is along its side of the window, and whether it shows more than one line. */
export interface StripPlace {
  /** 0: left end, 1: right end. Which side it is, is the badge's matter: the strip is on the other one. */
  readonly along: number;
  readonly open: boolean;
}

export const START_STRIP: StripPlace = { along: 0.5, open: false };

/** One press of an arrow key moves it so far. */
const STEP_RATIO = 0.05;

/** @param left where the strip's left side is to be; both boxes in CSS pixels of the window */
export function dragged(
  left: number,
  strip: { readonly width: number },
  berth: { readonly left: number; readonly width: number },
): number {
  const free = berth.width - strip.width;
  return free <= 0 ? 0 : between((left - berth.left) / free);
}

/** Where an arrow key takes it, or undefined for any other key. */
export function stepped(along: number, key: string): number | undefined {
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return undefined;
  return between(Math.round((along + (key === 'ArrowLeft' ? -STEP_RATIO : STEP_RATIO)) * 1000) / 1000);
}

/** Reads what was stored; undefined for anything else. */
export function decodePlace(input: unknown): StripPlace | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  const along: unknown = Reflect.get(input, 'along');
  if (typeof along !== 'number' || !(along >= 0 && along <= 1)) return undefined;
  return { along, open: Reflect.get(input, 'open') === true };
}

function between(ratio: number): number {
  return Math.min(1, Math.max(0, ratio));
}
