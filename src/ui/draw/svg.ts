import type { Mark } from '../../model/annotation/mark.ts';
import type { Rect } from '../editor/geometry.ts';
import { labelPlace, letterPixels, type PathSink, traceLine, tracePen, traceShape } from './ink.ts';
import { labelText, type NumberWriter } from './label-text.ts';
import { DASHES, INKS, PLATE, RIM, RIM_PX } from './palette.ts';

/** A letter's width for its height: a file cannot measure, so its plates are a little wide. */
const LETTER_RATIO = 0.67;

export interface SvgOptions {
  /** The part of the framebuffer that the drawing is of. */
  readonly area: Rect;
  readonly framebuffer: { readonly width: number; readonly height: number };
  readonly write: NumberWriter;
  /** What a mark is called, with its author. */
  readonly titleOf: (mark: Mark) => string;
}

/** The drawing as a file of its own, in framebuffer pixels. */
export function svgOf(marks: readonly Mark[], options: SvgOptions): string {
  const { x, y, width, height } = options.area;
  const box = [x, y, width, height].map(numberOf).join(' ');
  const parts = marks.map((mark) => markSvg(mark, options));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${numberOf(width)}" height="${numberOf(height)}" viewBox="${box}">`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function markSvg(mark: Mark, { framebuffer, write, titleOf }: SvgOptions): string {
  const { shape, width, frame } = mark;
  const ink = INKS[mark.color];
  const isForeign = frame.width !== framebuffer.width || frame.height !== framebuffer.height;
  const lines: string[] = [`<title>${escaped(titleOf(mark))}</title>`];
  const dashes = isForeign
    ? ` stroke-dasharray="${DASHES.map((each) => numberOf(each * width)).join(' ')}"`
    : '';
  const stroke = (path: string, color: string, wide: number, more: string): string =>
    `<path d="${path}" fill="none" stroke="${color}" stroke-width="${numberOf(wide)}" stroke-linecap="round" stroke-linejoin="round"${more}/>`;
  if (shape.tool === 'pen' && !isForeign) {
    const rim = pathOf((sink) => tracePen(sink, shape.points, width, RIM_PX));
    const body = pathOf((sink) => tracePen(sink, shape.points, width, 0));
    lines.push(`<path d="${rim}" fill="${RIM}"/>`, `<path d="${body}" fill="${ink}"/>`);
  } else if (shape.tool !== 'text') {
    const path = pathOf((sink) =>
      shape.tool === 'pen' ? traceLine(sink, shape.points) : traceShape(sink, shape, width),
    );
    lines.push(stroke(path, RIM, width + 2 * RIM_PX, ''), stroke(path, ink, width, dashes));
  }
  const label = labelPlace(shape, width);
  if (label !== null) lines.push(...labelSvg(mark, labelText(shape, write), label));
  return `<g>${lines.join('')}</g>`;
}

function labelSvg(
  { width, color }: Mark,
  text: string,
  { at, anchor }: NonNullable<ReturnType<typeof labelPlace>>,
): readonly string[] {
  const size = letterPixels(width);
  const wide = (text.length * LETTER_RATIO + 0.8) * size;
  const high = size * 1.4;
  const left = anchor === 'middle' ? at.x - wide / 2 : at.x;
  const top = anchor === 'middle' ? at.y - high / 2 : anchor === 'bottom-left' ? at.y - high : at.y;
  const place = (x: number, y: number): string => `x="${numberOf(x)}" y="${numberOf(y)}"`;
  return [
    `<rect ${place(left, top)} width="${numberOf(wide)}" height="${numberOf(high)}" rx="${numberOf(size / 4)}" fill="${PLATE.slice(0, 7)}" fill-opacity="0.85"/>`,
    `<text ${place(left + 0.4 * size, top + 1.05 * size)} font-family="system-ui, sans-serif" font-size="${numberOf(size)}" font-weight="600" fill="${INKS[color]}">${escaped(text)}</text>`,
  ];
}

/** The text of a path, as SVG reads it. */
export function pathOf(trace: (sink: PathSink) => void): string {
  const parts: string[] = [];
  trace({
    moveTo: (x, y) => void parts.push(`M${numberOf(x)} ${numberOf(y)}`),
    lineTo: (x, y) => void parts.push(`L${numberOf(x)} ${numberOf(y)}`),
    // Whole ones alone, in two halves: an arc from a point to itself is none.
    ellipse: (x, y, across, down) => {
      const half = `A${numberOf(across)} ${numberOf(down)} 0 1 1 `;
      parts.push(
        `${half}${numberOf(x - across)} ${numberOf(y)}${half}${numberOf(x + across)} ${numberOf(y)}`,
      );
    },
    closePath: () => void parts.push('Z'),
  });
  return parts.join('');
}

/** Text between tags and in attributes; what XML cannot hold is left out. */
export function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text
    .replace(/[\p{Cs}\ufffe\uffff]|[^\P{Cc}\t\n]/gu, '')
    .replace(/[&<>"']/g, (letter) => names[letter] ?? '');
}

/** Hundredths of a pixel are finer than anybody can point. */
function numberOf(value: number): string {
  return Number.isFinite(value) ? `${Math.round(value * 100) / 100}` : '0';
}
