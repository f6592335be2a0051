/** The edge of the window the badge is docked to, physically, because the picture below has no reading direction. */
export type Edge = (typeof EDGES)[number];
const EDGES = ['top', 'bottom', 'left', 'right'] as const;

/** Where the badge is: on an edge, so far along it. Holds in a window of any size. */
export interface Place {
  readonly edge: Edge;
  /** 0: left or top end of the edge; 1: right or bottom end. */
  readonly alongRatio: number;
}

/** A box in the window, in CSS pixels; a DOMRect has this shape. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** One press of an arrow key moves the badge so far along its edge. */
const STEP_RATIO = 0.05;
/** Closer to an end than this, a dropped badge goes into the corner. */
const CORNER_RATIO = 0.04;

/** Where a badge starts when nothing else is known. */
export const START_PLACE: Place = { edge: 'bottom', alongRatio: 1 };

/** The places the panel offers, first choice first. */
export const CORNERS: readonly Place[] = [
  START_PLACE,
  { edge: 'top', alongRatio: 1 },
  { edge: 'bottom', alongRatio: 0 },
  { edge: 'top', alongRatio: 0 },
  { edge: 'bottom', alongRatio: 0.5 },
  { edge: 'top', alongRatio: 0.5 },
];

/**
 * Where a badge comes to rest that was dropped there: on the nearest edge.
 * @example snap({ left: 880, top: 300, width: 100, height: 30 }, { width: 1000, height: 600 }).edge // 'right'
 */
export function snap({ left, top, width, height }: Box, view: Pick<Box, 'width' | 'height'>): Place {
  const freeX = view.width - width;
  const freeY = view.height - height;
  const gaps = [top, freeY - top, left, freeX - left];
  const edge = EDGES[gaps.indexOf(Math.min(...gaps))] ?? 'bottom';
  const ratio = edge === 'top' || edge === 'bottom' ? left / freeX : top / freeY;
  // A window smaller than the badge has no free way.
  if (!(ratio >= CORNER_RATIO)) return { edge, alongRatio: 0 };
  return { edge, alongRatio: ratio > 1 - CORNER_RATIO ? 1 : ratio };
}

/** The same place as shares of the free way across and down, 0 to 1. */
export function pointOf({ edge, alongRatio }: Place): { readonly x: number; readonly y: number } {
  return edge === 'top' || edge === 'bottom'
    ? { x: alongRatio, y: edge === 'top' ? 0 : 1 }
    : { x: edge === 'left' ? 0 : 1, y: alongRatio };
}

/** Where an arrow key takes the badge, or undefined for any other key. Across: to the opposite edge. */
export function step(place: Place, key: string): Place | undefined {
  const horizontal = place.edge === 'top' || place.edge === 'bottom';
  const along = (by: number): Place => ({ ...place, alongRatio: clamp(round(place.alongRatio + by)) });
  switch (key) {
    case 'ArrowLeft':
      return horizontal ? along(-STEP_RATIO) : { edge: 'left', alongRatio: place.alongRatio };
    case 'ArrowRight':
      return horizontal ? along(STEP_RATIO) : { edge: 'right', alongRatio: place.alongRatio };
    case 'ArrowUp':
      return horizontal ? { edge: 'top', alongRatio: place.alongRatio } : along(-STEP_RATIO);
    case 'ArrowDown':
      return horizontal ? { edge: 'bottom', alongRatio: place.alongRatio } : along(STEP_RATIO);
    default:
      return undefined;
  }
}

/** What is stored per origin: the place, and whether the badge shrinks to a dot while all is well. */
export interface BadgeSetting {
  readonly place: Place;
  readonly dot: boolean;
}

/** Reads a stored setting; undefined for anything else, and the badge then starts in its default place. */
export function decodeSetting(input: unknown): BadgeSetting | undefined {
  if (typeof input !== 'object' || input === null) return undefined;
  // Every field is checked below before it is used.
  const { edge, alongRatio, dot } = input as Readonly<Record<string, unknown>>;
  const known = EDGES.find((each) => each === edge);
  if (known === undefined || typeof alongRatio !== 'number' || !(alongRatio >= 0 && alongRatio <= 1)) {
    return undefined;
  }
  return { place: { edge: known, alongRatio }, dot: dot === true };
}

export function encodeSetting(setting: BadgeSetting): {
  readonly edge: Edge;
  readonly alongRatio: number;
  readonly dot: boolean;
} {
  return { ...setting.place, dot: setting.dot };
}

function clamp(ratio: number): number {
  return Math.min(1, Math.max(0, ratio));
}

/** Twenty steps end exactly at the other end. */
function round(ratio: number): number {
  return Math.round(ratio * 1000) / 1000;
}
