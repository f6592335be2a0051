import { choice, type Decoder, nullable, number, object, report } from '../decode/decode.ts';
import type { Expected } from '../decode/expected.ts';
import { cleanChat } from '../room/content-text.ts';
import { MEMBER_ID_LENGTH } from '../room/member.ts';
import { base64url, count, counter } from '../room/name-decoders.ts';
import {
  type Calibration,
  LENGTH_UNITS,
  MARK_COLORS,
  MARK_WIDTHS,
  MAX_MARK_TEXT,
  MAX_POINTS,
  type Mark,
  type MarkColor,
  type MarkPoint,
  type MarkShape,
  type MarkWidth,
  type StrokePoint,
} from './mark.ts';
import { MAX_MARK_PLACE, maxPacked, type PackedFault, unpackPoints } from './packed-points.ts';

type Shape<T extends MarkShape['tool']> = Extract<MarkShape, { readonly tool: T }>;
type Span = Extract<MarkShape, { readonly from: MarkPoint; readonly to: MarkPoint }>;

/** Longer is no fading any more. */
export const MAX_FADE_MS = 600_000;
/** A pixel that is shorter or longer than this shows nothing that an instrument could. */
const MIN_SCALE = 1e-9;
const MAX_SCALE = 1e9;
const MAX_FRAME = 65_535;

/** A stroke as it crosses rooms and ports, of 1 to `most` points. */
/* @__NO_SIDE_EFFECTS__ */
export function packedPoints(most: number): Decoder<readonly StrokePoint[]> {
  const expected: Readonly<Record<PackedFault, Expected>> = {
    syntax: 'a packed stroke',
    size: { from: 1, to: most, of: 'points' },
    range: { from: -MAX_MARK_PLACE, to: MAX_MARK_PLACE },
  };
  return (input, path, problems) => {
    if (typeof input !== 'string') return report(problems, path, 'type', 'text');
    if (input === '' || input.length > maxPacked(most)) return report(problems, path, 'size', expected.size);
    const points = unpackPoints(input, most);
    return typeof points === 'string' ? report(problems, path, points, expected[points]) : points;
  };
}

/** Kept and read by everybody else: cleaned by the receiver, as a chat message is. */
export const markTextDecoder: Decoder<string> = (input, path, problems) => {
  if (typeof input !== 'string') return report(problems, path, 'type', 'text');
  if (input.length > MAX_MARK_TEXT) {
    return report(problems, path, 'size', { from: 0, to: MAX_MARK_TEXT, of: 'characters' });
  }
  const text = cleanChat(input);
  if (text === '') return report(problems, path, 'syntax', 'something to read');
  // Composed anew it may be longer; a pair cut in two would leave a half.
  return text
    .slice(0, MAX_MARK_TEXT)
    .replace(/\p{Cs}/gu, '')
    .trim();
};

const place = number(-MAX_MARK_PLACE, MAX_MARK_PLACE);

export const markPoint: Decoder<MarkPoint> = object<MarkPoint>({ x: place, y: place });

export const markColor: Decoder<MarkColor> = choice(...MARK_COLORS);

export const markWidth: Decoder<MarkWidth> = (input, path, problems) =>
  MARK_WIDTHS.find((width) => width === input) ?? report(problems, path, 'choice', MARK_WIDTHS.map(String));

export const fadeDecoder: Decoder<number | null> = nullable(number(1, MAX_FADE_MS));

export const calibrationDecoder: Decoder<Calibration> = object<Calibration>({
  unitsPerPixel: number(MIN_SCALE, MAX_SCALE),
  unit: choice(...LENGTH_UNITS),
});

const pen = object<Shape<'pen'>>({ tool: choice('pen'), points: packedPoints(MAX_POINTS) });
const span = object<Exclude<Span, Shape<'length'>>>({
  tool: choice('arrow', 'rectangle', 'ellipse'),
  from: markPoint,
  to: markPoint,
});
const text = object<Shape<'text'>>({ tool: choice('text'), at: markPoint, text: markTextDecoder });
const length = object<Shape<'length'>>({
  tool: choice('length'),
  from: markPoint,
  to: markPoint,
  calibration: nullable(calibrationDecoder),
});
const bar = object<Shape<'scale-bar'>>({
  tool: choice('scale-bar'),
  at: markPoint,
  length: number(Number.MIN_VALUE, Number.MAX_VALUE),
  calibration: calibrationDecoder,
});

/** It has to lie in the world, as all that is drawn. */
const scaleBar: Decoder<Shape<'scale-bar'>> = (input, path, problems) => {
  const read = bar(input, path, problems);
  const longest = MAX_MARK_PLACE * (read?.calibration?.unitsPerPixel ?? 1);
  return (read?.length ?? 0) <= longest
    ? read
    : report(problems, `${path}.length`, 'range', { from: 0, to: longest });
};

const SHAPES: Readonly<Record<MarkShape['tool'], Decoder<MarkShape>>> = {
  pen,
  arrow: span,
  rectangle: span,
  ellipse: span,
  text,
  length,
  'scale-bar': scaleBar,
};

/** Packed, as it crosses rooms and ports. */
export const shapeDecoder: Decoder<MarkShape> = (input, path, problems) => {
  if (typeof input !== 'object' || input === null) return report(problems, path, 'type', 'an object');
  const tool: unknown = Reflect.get(input, 'tool');
  const decoder = Object.entries(SHAPES).find(([name]) => name === tool)?.[1];
  return decoder === undefined
    ? report(problems, `${path}.tool`, 'choice', Object.keys(SHAPES))
    : decoder(input, path, problems);
};

const frameSide = count(1, MAX_FRAME);

/** Of PackedMark. */
export const markDecoder: Decoder<Mark> = object<Mark>({
  by: base64url(MEMBER_ID_LENGTH, MEMBER_ID_LENGTH),
  number: counter,
  shape: shapeDecoder,
  color: markColor,
  width: markWidth,
  frame: object<Mark['frame']>({ width: frameSide, height: frameSide }),
  fadeMs: fadeDecoder,
});
