import type { BoardChange, SaidChange } from './board-change.ts';
import type { LivePiece } from './live-piece.ts';
import type { Mark, MarkPoint, MarkShape } from './mark.ts';
import { packedPlace, packPoints } from './packed-points.ts';

/** How drawing crosses rooms and ports: strokes as text (packed-points.ts), all else as it is. */
type Packed<T> = T extends { readonly points: unknown } ? Omit<T, 'points'> & { readonly points: string } : T;

export type PackedShape = Packed<MarkShape>;
export type PackedPiece = Packed<LivePiece>;

export interface PackedMark extends Omit<Mark, 'shape'> {
  readonly shape: PackedShape;
}

export type PackedChange =
  | Exclude<BoardChange, { readonly type: 'mark' }>
  | { readonly type: 'mark'; readonly mark: PackedMark };

export interface PackedSaid extends Omit<SaidChange, 'change'> {
  readonly change: PackedChange;
}

/** The longest that a mark may be old: what is older is as old as that. */
export const MAX_AGO_MS = 86_400_000;

export function packedAgo(agoMs: number): number {
  return Math.min(MAX_AGO_MS, Math.max(0, Math.round(agoMs)));
}

export function packedChange(change: BoardChange): PackedChange {
  if (change.type !== 'mark') return change;
  const { mark } = change;
  return { type: 'mark', mark: { ...mark, shape: packedShape(mark.shape) } };
}

export function packedSaid(said: SaidChange): PackedSaid {
  return { ...said, agoMs: packedAgo(said.agoMs), change: packedChange(said.change) };
}

export function packedPiece(piece: LivePiece): PackedPiece {
  if (piece.tool === 'none') return piece;
  if ('points' in piece) {
    const { points, ...rest } = piece;
    return { ...rest, points: packPoints(points) };
  }
  return { ...piece, from: placeOf(piece.from), to: placeOf(piece.to) };
}

function packedShape(shape: MarkShape): PackedShape {
  switch (shape.tool) {
    case 'pen':
      return { tool: 'pen', points: packPoints(shape.points) };
    case 'text':
    case 'scale-bar':
      return { ...shape, at: placeOf(shape.at) };
    case 'arrow':
    case 'rectangle':
    case 'ellipse':
    case 'length':
      return { ...shape, from: placeOf(shape.from), to: placeOf(shape.to) };
    default:
      return shape satisfies never;
  }
}

function placeOf({ x, y }: MarkPoint): MarkPoint {
  return { x: packedPlace(x), y: packedPlace(y) };
}
