import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BoardChange } from '../../../src/model/annotation/board-change.ts';
import {
  changeDecoder,
  pieceDecoder,
  saidChangeDecoder,
} from '../../../src/model/annotation/change-decoder.ts';
import { type LivePiece, MAX_PIECE_POINTS } from '../../../src/model/annotation/live-piece.ts';
import { MAX_MARK_TEXT, MAX_MARKS, MAX_POINTS, type MarkShape } from '../../../src/model/annotation/mark.ts';
import { packedChange, packedPiece, packedSaid } from '../../../src/model/annotation/packed.ts';
import { packPoints } from '../../../src/model/annotation/packed-points.ts';
import { run } from '../../../src/model/decode/decode.ts';
import { markOf, memberId, saidBy, strokeOf } from '../../support/marks.ts';
import { DECODER_RUNS } from '../../support/property-runs.ts';

const anna = memberId('A');
const calibration = { unitsPerPixel: 0.5, unit: 'µm' } as const;
const [from, to] = [
  { x: 1.25, y: 2 },
  { x: 300.5, y: -4 },
];
const at = { x: 5, y: 6 };

const SHAPES: readonly MarkShape[] = [
  { tool: 'pen', points: [{ x: 1, y: 2.25, pressure: 1 }] },
  { tool: 'arrow', from, to },
  { tool: 'rectangle', from, to },
  { tool: 'ellipse', from, to },
  { tool: 'text', at, text: 'Korngrenze\n→ links' },
  { tool: 'length', from, to, calibration: null },
  { tool: 'length', from, to, calibration },
  { tool: 'scale-bar', at, length: 100, calibration },
];

const CHANGES: readonly BoardChange[] = [
  ...SHAPES.map((shape): BoardChange => ({ type: 'mark', mark: markOf(anna, 7, { shape, fadeMs: 8000 }) })),
  { type: 'erase', of: anna, numbers: [1, 2, 1e12] },
  { type: 'clear', floors: [{ of: anna, upTo: 5 }] },
  { type: 'keep', of: anna, number: 5, fadeMs: null, stamp: 6 },
  { type: 'rules', rules: { leastRole: 'operator', muted: [anna] }, stamp: 6 },
];

const PIECES: readonly LivePiece[] = [
  { number: 7, tool: 'laser', color: 'cyan', width: 2, first: 40, points: [{ x: 1, y: 2, pressure: 0 }] },
  { number: 7, tool: 'arrow', color: 'white', width: 8, from, to },
  { number: 7, tool: 'length', color: 'white', width: 8, from, to, calibration },
  { number: 7, tool: 'scale-bar', color: 'white', width: 8, from, to, calibration: null },
  { number: 7, tool: 'none' },
];

/** As it crosses a port or a room. */
const sent = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('what was drawn', () => {
  it.each(CHANGES)('is read as it was packed: %j', (change) => {
    expect(run(changeDecoder, sent(packedChange(change)))).toEqual({ ok: true, value: change });
    const said = saidBy(anna, change, { agoMs: 5, isTrainer: true });
    expect(run(saidChangeDecoder, sent(packedSaid(said)))).toEqual({ ok: true, value: said });
  });

  it.each(PIECES)('is read piece by piece while it is being drawn: %j', (piece) => {
    expect(run(pieceDecoder, sent(packedPiece(piece)))).toEqual({ ok: true, value: piece });
  });

  it('is as old as a day at most, and never of the future', () => {
    const [change] = CHANGES;
    if (change === undefined) throw new Error('no change');
    expect(packedSaid(saidBy(anna, change, { agoMs: 1e12 })).agoMs).toBe(86_400_000);
    expect(packedSaid(saidBy(anna, change, { agoMs: -3.5 })).agoMs).toBe(0);
  });

  it('has its text cleaned by who reads it', () => {
    const text = (input: string) => {
      const shape = { tool: 'text', at, text: input };
      const read = run(changeDecoder, { type: 'mark', mark: { ...markOf(anna, 1), shape } });
      return read.ok && read.value.type === 'mark' && read.value.mark.shape.tool === 'text'
        ? read.value.mark.shape.text
        : read;
    };
    expect(text(' a\u202eb\u0000c\u2066\r\nd ')).toBe('abc\nd');
    expect(text(`Z${'\u0335'.repeat(100)}`)).toHaveLength(5);
    expect(text('\u202e')).toMatchObject({ ok: false, problems: [{ code: 'syntax' }] });
    expect(text('x'.repeat(MAX_MARK_TEXT + 1))).toMatchObject({ ok: false, problems: [{ code: 'size' }] });
    // Composed forms may be longer than what was written.
    expect(text('\u{1d160}'.repeat(MAX_MARK_TEXT / 2))).toHaveLength(MAX_MARK_TEXT);
  });

  const wrongMark = (change: object) => ({ type: 'mark', mark: { ...markOf(anna, 1), ...change } });
  const wrongShape = (shape: object) => wrongMark({ shape });
  const million = packPoints(strokeOf(MAX_POINTS + 1).points);
  it.each<[string, unknown, string, string]>([
    [
      'NaN as a place',
      wrongShape({ tool: 'arrow', from: { x: Number.NaN, y: 1 }, to }),
      'mark.shape.from.x',
      'type',
    ],
    [
      'an endless place',
      wrongShape({ tool: 'arrow', from, to: { x: 1, y: Infinity } }),
      'mark.shape.to.y',
      'type',
    ],
    [
      'a place out of the world',
      wrongShape({ tool: 'arrow', from, to: { x: 1, y: 1e6 } }),
      'mark.shape.to.y',
      'range',
    ],
    [
      'a stroke of too many points',
      wrongShape({ tool: 'pen', points: million }),
      'mark.shape.points',
      'size',
    ],
    [
      'a stroke as text of a megabyte',
      wrongShape({ tool: 'pen', points: 'A'.repeat(1e6) }),
      'mark.shape.points',
      'size',
    ],
    ['a stroke of no point', wrongShape({ tool: 'pen', points: '' }), 'mark.shape.points', 'size'],
    ['a stroke of noise', wrongShape({ tool: 'pen', points: '!!!' }), 'mark.shape.points', 'syntax'],
    ['points that are not packed', wrongShape(strokeOf(3)), 'mark.shape.points', 'type'],
    ['an unknown tool', wrongShape({ tool: 'bomb' }), 'mark.shape.tool', 'choice'],
    ['a tool of the prototype', wrongShape({ tool: 'constructor' }), 'mark.shape.tool', 'choice'],
    ['no shape', wrongMark({ shape: null }), 'mark.shape', 'type'],
    ['an unknown colour', wrongMark({ color: 'url(x)' }), 'mark.color', 'choice'],
    ['a line of a metre', wrongMark({ width: 4000 }), 'mark.width', 'choice'],
    ['a number that is none', wrongMark({ number: 1.5 }), 'mark.number', 'type'],
    ['a frame of no size', wrongMark({ frame: { width: 0, height: 5 } }), 'mark.frame.width', 'range'],
    ['fading that never ends', wrongMark({ fadeMs: 1e9 }), 'mark.fadeMs', 'range'],
    ['fading before its beginning', wrongMark({ fadeMs: -1 }), 'mark.fadeMs', 'range'],
    ['an author that is none', wrongMark({ by: 'me' }), 'mark.by', 'size'],
    ['more than is known', wrongMark({ onclick: 'x' }), 'mark.onclick', 'unknown-key'],
    [
      'a bar of light years',
      wrongShape({ tool: 'scale-bar', at, length: 1e12, calibration }),
      'mark.shape.length',
      'range',
    ],
    [
      'a bar of no length',
      wrongShape({ tool: 'scale-bar', at, length: 0, calibration }),
      'mark.shape.length',
      'range',
    ],
    [
      'a pixel of no length',
      wrongShape({ tool: 'length', from, to, calibration: { unitsPerPixel: 0, unit: 'mm' } }),
      'mark.shape.calibration.unitsPerPixel',
      'range',
    ],
    [
      'an unknown unit',
      wrongShape({ tool: 'length', from, to, calibration: { unitsPerPixel: 1, unit: 'ly' } }),
      'mark.shape.calibration.unit',
      'choice',
    ],
    [
      'too many numbers',
      { type: 'erase', of: anna, numbers: Array.from({ length: MAX_MARKS + 1 }, () => 1) },
      'numbers',
      'size',
    ],
    [
      'a role that is none',
      { type: 'rules', rules: { leastRole: 'god', muted: [] }, stamp: 1 },
      'rules.leastRole',
      'choice',
    ],
    ['a change that is none', { type: 'explode' }, 'type', 'choice'],
    ['nothing', null, '', 'type'],
  ])('is refused with %s', (_, input, path, code) => {
    const read = run(changeDecoder, input);
    expect(read.ok ? [] : read.problems).toContainEqual(expect.objectContaining({ path, code }));
  });

  it('is refused with all that is wrong', () => {
    const read = run(
      changeDecoder,
      wrongMark({ number: -1, color: 'red', width: 3, shape: { tool: 'arrow', from: {}, to } }),
    );
    expect(read.ok ? [] : read.problems.map(({ path }) => path)).toEqual([
      'mark.number',
      'mark.shape.from.x',
      'mark.shape.from.y',
      'mark.color',
      'mark.width',
    ]);
  });

  it.each<[string, unknown, string]>([
    [
      'too many points',
      {
        ...packedPiece(PIECES[0] ?? { number: 1, tool: 'none' }),
        points: packPoints(strokeOf(MAX_PIECE_POINTS + 1).points),
      },
      'points',
    ],
    [
      'no place in its stroke',
      { ...packedPiece(PIECES[0] ?? { number: 1, tool: 'none' }), first: -1 },
      'first',
    ],
    ['a text', { number: 1, tool: 'text', color: 'cyan', width: 2, from, to }, 'tool'],
    ['nothing', undefined, ''],
  ])('is refused as a piece with %s', (_, input, path) => {
    const read = run(pieceDecoder, input);
    expect(read.ok ? [] : read.problems.map((problem) => problem.path)).toContain(path);
  });

  it('never makes a reader throw, and what is refused is refused with a reason', () => {
    const any = fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true });
    // Right in most of it, so that the depths are reached.
    const near = fc
      .tuple(
        fc.constantFrom<unknown>(...CHANGES.map(packedChange), ...PIECES.map(packedPiece)),
        fc.nat(12),
        any,
      )
      .map(([value, step, wrong]) => spoiled(value, step, wrong));
    fc.assert(
      fc.property(fc.oneof(any, near), (input) => {
        for (const decoder of [changeDecoder, pieceDecoder, saidChangeDecoder]) {
          const read = run<unknown>(decoder, input);
          if (!read.ok) expect(read.problems.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: DECODER_RUNS },
    );
  });
});

/** The same with one value in it changed: the one reached after `step` others. */
function spoiled(value: unknown, step: number, wrong: unknown): unknown {
  let left = step;
  const walk = (inner: unknown): unknown => {
    left -= 1;
    if (left < 0) return left === -1 ? wrong : inner;
    if (typeof inner !== 'object' || inner === null) return inner;
    return Object.fromEntries(Object.entries(inner).map(([key, each]) => [key, walk(each)]));
  };
  return walk(value);
}
