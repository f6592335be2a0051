import {
  boolean,
  choice,
  type Decoder,
  list,
  nullable,
  number,
  object,
  report,
  tagged,
} from '../decode/decode.ts';
import { roleDecoder } from '../room/from-member-decoder.ts';
import { counter, memberIdDecoder } from '../room/name-decoders.ts';
import { MAX_AUTHORS } from './board.ts';
import type { BoardChange, DrawRules, SaidChange } from './board-change.ts';
import { type LivePiece, MAX_PIECE_POINTS } from './live-piece.ts';
import { MAX_MARKS } from './mark.ts';
import {
  calibrationDecoder,
  fadeDecoder,
  markColor,
  markDecoder,
  markPoint,
  markWidth,
  packedPoints,
} from './mark-decoder.ts';
import { MAX_AGO_MS } from './packed.ts';

type Change<T extends BoardChange['type']> = Extract<BoardChange, { readonly type: T }>;
type Piece<T extends LivePiece['tool']> = Extract<LivePiece, { readonly tool: T }>;
type Line = Piece<'pen' | 'laser'>;
type Measure = Piece<'length' | 'scale-bar'>;
type Span = Exclude<LivePiece, Line | Measure | Piece<'none'>>;

/** The tag itself was compared by `tagged`. */
/* @__NO_SIDE_EFFECTS__ */
const tag = <const T extends string>(type: T): { readonly type: Decoder<T> } => ({ type: choice(type) });

/** Of PackedChange. */
export const changeDecoder: Decoder<BoardChange> = tagged<BoardChange>({
  mark: object<Change<'mark'>>({ ...tag('mark'), mark: markDecoder }),
  erase: object<Change<'erase'>>({
    ...tag('erase'),
    of: memberIdDecoder,
    numbers: list(counter, MAX_MARKS),
  }),
  clear: object<Change<'clear'>>({
    ...tag('clear'),
    floors: list(
      object<Change<'clear'>['floors'][number]>({ of: memberIdDecoder, upTo: counter }),
      MAX_AUTHORS,
    ),
  }),
  keep: object<Change<'keep'>>({
    ...tag('keep'),
    of: memberIdDecoder,
    number: counter,
    fadeMs: fadeDecoder,
    stamp: counter,
  }),
  rules: object<Change<'rules'>>({
    ...tag('rules'),
    rules: object<DrawRules>({ leastRole: roleDecoder, muted: list(memberIdDecoder, MAX_AUTHORS) }),
    stamp: counter,
  }),
});

export const agoDecoder: Decoder<number> = number(0, MAX_AGO_MS);

/** Of PackedSaid. */
export const saidChangeDecoder: Decoder<SaidChange> = object<SaidChange>({
  by: memberIdDecoder,
  isTrainer: boolean,
  agoMs: agoDecoder,
  change: changeDecoder,
});

const line = object<Line>({
  number: counter,
  tool: choice('pen', 'laser'),
  color: markColor,
  width: markWidth,
  first: counter,
  points: packedPoints(MAX_PIECE_POINTS),
});

const span = object<Span>({
  number: counter,
  tool: choice('arrow', 'rectangle', 'ellipse'),
  color: markColor,
  width: markWidth,
  from: markPoint,
  to: markPoint,
});

const measure = object<Measure>({
  number: counter,
  tool: choice('length', 'scale-bar'),
  color: markColor,
  width: markWidth,
  from: markPoint,
  to: markPoint,
  calibration: nullable(calibrationDecoder),
});

const nothing = object<Piece<'none'>>({ number: counter, tool: choice('none') });

/** Of PackedPiece. */
export const pieceDecoder: Decoder<LivePiece> = (input, path, problems) => {
  if (typeof input !== 'object' || input === null) return report(problems, path, 'type', 'an object');
  const tool: unknown = Reflect.get(input, 'tool');
  if (tool === 'none') return nothing(input, path, problems);
  if (tool === 'pen' || tool === 'laser') return line(input, path, problems);
  return tool === 'length' || tool === 'scale-bar'
    ? measure(input, path, problems)
    : span(input, path, problems);
};
