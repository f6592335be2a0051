import { ticks } from '../../../../src/model/report/ticks.ts';

/** Self-contained SVG, light and dark, of rectangles, lines and text: what the figures of the report are made of. */

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const STYLE = `
  svg { font-family: system-ui, sans-serif; font-size: 12px; }
  .paper { fill: #ffffff; } text { fill: #1f2933; } .faint { fill: #52606d; } .panel { fill: #f2f4f7; }
  .title { font-size: 17px; font-weight: 600; } .name { font-size: 13px; font-weight: 600; }
  .grid { stroke: #d5dbe1; } .axis { stroke: #7b8794; } .error { stroke: #1f2933; stroke-width: 1.4; }
  .mark { stroke: #b1008c; stroke-width: 1.5; stroke-dasharray: 5 3; } .band { fill: #b1008c; opacity: 0.13; }
  .marked { fill: #8f0071; } .track { fill: none; stroke: #9aa5b1; stroke-width: 0.8; }
  .first { fill: #4a86d8; } .second { fill: #d9822b; } .third { fill: #8b6fc0; } .fourth { fill: #3d9970; }
  .stable { fill: #3d9970; } .idle { fill: #9aa5b1; } .recovery { fill: #4a86d8; } .unstable { fill: #e0a100; }
  .breakdown { fill: #ba2525; }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #12181f; } text { fill: #e4e7eb; } .faint { fill: #aab4bf; } .panel { fill: #1c242d; }
    .grid { stroke: #33404d; } .axis { stroke: #8592a0; } .error { stroke: #e4e7eb; }
    .mark { stroke: #f06fcf; } .band { fill: #f06fcf; } .marked { fill: #f5a3e0; } .track { stroke: #5c6a78; }
    .first { fill: #5b9bf0; } .second { fill: #e39a4c; } .third { fill: #a58be0; } .fourth { fill: #4fb387; }
    .breakdown { fill: #e0392f; }
  }`;

/** A whole picture. */
export function picture(
  width: number,
  height: number,
  title: string,
  subtitle: string,
  parts: readonly string[],
): string {
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${escaped(title)}">`,
    `<style>${STYLE}\n</style>`,
    rect('paper', { left: 0, top: 0, width, height }),
    text('title', 16, 28, title),
    text('faint', 16, 48, subtitle),
    ...parts,
    '</svg>',
  ];
  return `${lines.join('\n')}\n`;
}

export function rect(name: string, { left, top, width, height }: Box): string {
  return `<rect class="${name}" x="${short(left)}" y="${short(top)}" width="${short(width)}" height="${short(height)}"/>`;
}

export function line(name: string, x1: number, y1: number, x2: number, y2: number): string {
  return `<line class="${name}" x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(y2)}"/>`;
}

export function dot(name: string, x: number, y: number, radius: number): string {
  return `<circle class="${name}" cx="${short(x)}" cy="${short(y)}" r="${short(radius)}"/>`;
}

export function track(name: string, points: readonly (readonly [number, number])[]): string {
  return `<polyline class="${name}" points="${points.map(([x, y]) => `${short(x)},${short(y)}`).join(' ')}"/>`;
}

export function text(name: string, x: number, y: number, content: string, anchor = 'start'): string {
  return `<text class="${name}" x="${short(x)}" y="${short(y)}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

/** Reads upwards, its middle at (x, y). */
export function turned(name: string, x: number, y: number, content: string): string {
  const place = `translate(${short(x + 4)} ${short(y)}) rotate(-90)`;
  return `<text class="${name}" transform="${place}" text-anchor="middle">${escaped(content)}</text>`;
}

/** Small squares with their names, in a row. */
export function legend(
  x: number,
  y: number,
  entries: readonly { readonly name: string; readonly style: string }[],
  step = 112,
): readonly string[] {
  return entries.flatMap(({ name, style }, index) => [
    rect(style, { left: x + index * step, top: y - 11, width: 13, height: 13 }),
    text('', x + index * step + 19, y, name),
  ]);
}

/** A panel with an upright axis from 0, and where a value lies on it. */
export interface Upright {
  readonly parts: readonly string[];
  readonly y: (value: number) => number;
}

export function upright(box: Box, max: number, name: string, from = 0): Upright {
  const span = Math.max(1e-9, max - from);
  const bottom = box.top + box.height;
  const y = (value: number): number =>
    bottom - (Math.min(span, Math.max(0, value - from)) / span) * box.height;
  const marks = ticks(span, Math.max(2, Math.floor(box.height / 34))).map((each) => each + from);
  return {
    y,
    parts: [
      rect('panel', box),
      ...marks.flatMap((value) => [
        line('grid', box.left, y(value), box.left + box.width, y(value)),
        text('faint', box.left - 6, y(value) + 4, `${Number(value.toPrecision(6))}`, 'end'),
      ]),
      turned('faint', box.left - 46, box.top + box.height / 2, name),
    ],
  };
}

/** Room above the largest value; something where there is none. */
export function headroom(values: readonly number[], least: number): number {
  return 1.08 * values.reduce((max, value) => Math.max(max, value), least);
}

function short(value: number): string {
  return `${Number(value.toFixed(1))}`;
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (each) => `&#${each.charCodeAt(0)};`);
}
