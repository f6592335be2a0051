/** The edge of the window the badge is docked to, physically, because the picture below has no reading direction. */
export type Edge = 'top' | 'bottom' | 'left' | 'right';

/** Where the badge is: on an edge, so far along it. Holds in a window of any size. */
export interface Place {
  readonly edge: Edge;
  /** 0: left or top end of the edge; 1: right or bottom end. */
  readonly alongRatio: number;
}

export interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
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
 * Where a badge comes to rest whose centre was dropped at (x, y): on the nearest edge.
 * @example snap(990, 300, { widthPx: 1000, heightPx: 600 }, { widthPx: 100, heightPx: 30 }).edge // 'right'
 */
export function snap(xPx: number, yPx: number, view: Size, badge: Size): Place {
  const gaps: readonly (readonly [Edge, number])[] = [
    ['top', yPx - badge.heightPx / 2],
    ['bottom', view.heightPx - yPx - badge.heightPx / 2],
    ['left', xPx - badge.widthPx / 2],
    ['right', view.widthPx - xPx - badge.widthPx / 2],
  ];
  let [edge, least] = gaps[0] ?? ['top', 0];
  for (const [name, gap] of gaps) {
    if (gap < least) {
      edge = name;
      least = gap;
    }
  }
  const horizontal = edge === 'top' || edge === 'bottom';
  const free = horizontal ? view.widthPx - badge.widthPx : view.heightPx - badge.heightPx;
  const offset = horizontal ? xPx - badge.widthPx / 2 : yPx - badge.heightPx / 2;
  const ratio = free <= 0 ? 0.5 : clamp(offset / free);
  if (ratio < CORNER_RATIO) return { edge, alongRatio: 0 };
  return { edge, alongRatio: ratio > 1 - CORNER_RATIO ? 1 : ratio };
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
  const edge: unknown = Reflect.get(input, 'edge');
  const alongRatio: unknown = Reflect.get(input, 'alongRatio');
  const known = (['top', 'bottom', 'left', 'right'] as const).find((each) => each === edge);
  if (known === undefined || typeof alongRatio !== 'number' || !(alongRatio >= 0 && alongRatio <= 1)) {
    return undefined;
  }
  return { place: { edge: known, alongRatio }, dot: Reflect.get(input, 'dot') === true };
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
