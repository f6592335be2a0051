import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Mark, MarkShape } from '../../../src/model/annotation/mark.ts';
import { labelText, numberWriter } from '../../../src/ui/draw/label-text.ts';
import { escaped, svgOf } from '../../../src/ui/draw/svg.ts';

const FRAME = { width: 640, height: 480 };
const at = (x: number, y: number) => ({ x, y });
const markOf = (shape: MarkShape, frame = FRAME): Mark => ({
  by: '',
  number: 1,
  shape,
  color: 'cyan',
  width: 4,
  frame,
  fadeMs: null,
});
const svg = (...marks: readonly Mark[]): string =>
  svgOf(marks, {
    area: { x: 0, y: 0, ...FRAME },
    framebuffer: FRAME,
    write: numberWriter('en'),
    titleOf: () => 'Arrow, <Ada>',
  });

describe('the drawing as SVG', () => {
  test('is in framebuffer pixels, with the author as the title of each mark', () => {
    const text = svg(markOf({ tool: 'arrow', from: at(10, 20), to: at(110, 20) }));
    expect(text).toContain('viewBox="0 0 640 480"');
    expect(text).toContain('M10 20L110 20');
    expect(text).toContain('<title>Arrow, &lt;Ada&gt;</title>');
    // A dark rim under the colour.
    expect(text.match(/stroke-width="\d+"/g)).toEqual(['stroke-width="7"', 'stroke-width="4"']);
  });

  test('draws ellipses of two arcs, and pens as areas', () => {
    expect(svg(markOf({ tool: 'ellipse', from: at(0, 0), to: at(20, 10) }))).toContain(
      'M20 5A10 5 0 1 1 0 5A10 5 0 1 1 20 5Z',
    );
    const points = [at(0, 0), at(30, 0), at(60, 20)].map((each) => ({ ...each, pressure: 0.5 }));
    expect(svg(markOf({ tool: 'pen', points }))).toMatch(/<path d="M[^"]+Z" fill="#3fe6ff"\/>/);
  });

  test('dashes what was made on a picture of another size', () => {
    const shape: MarkShape = { tool: 'rectangle', from: at(0, 0), to: at(20, 10) };
    expect(svg(markOf(shape))).not.toContain('dasharray');
    expect(svg(markOf(shape, { width: 800, height: 600 }))).toContain('stroke-dasharray="12 8.8"');
  });

  test('holds no text that could be markup, and nothing that XML cannot hold', () => {
    const text = svg(markOf({ tool: 'text', at: at(5, 5), text: '</text><script>alert("1")&\u0000' }));
    expect(text).toContain('&lt;/text&gt;&lt;script&gt;alert(&quot;1&quot;)&amp;</text>');
    expect(text).not.toContain('\u0000');
    assert(
      property(string({ unit: 'binary' }), (some) => {
        expect(escaped(some)).not.toMatch(/[<>"'\p{Cs}]|[^\P{Cc}\t\n]|&(?!(amp|lt|gt|quot|#39);)/u);
      }),
    );
  });
});

describe('what stands at a mark', () => {
  const length = { tool: 'length', from: at(0, 0), to: at(30, 40) } as const;

  test('is its length in pixels, or in what it was calibrated with', () => {
    expect(labelText({ ...length, calibration: null }, numberWriter('en'))).toBe('50 px');
    const calibration = { unitsPerPixel: 0.02469, unit: 'µm' } as const;
    expect(labelText({ ...length, calibration }, numberWriter('en'))).toBe('1.23 µm');
    expect(labelText({ ...length, calibration }, numberWriter('de'))).toBe('1,23 µm');
    expect(labelText({ tool: 'scale-bar', at: at(0, 0), length: 2, calibration }, numberWriter('en'))).toBe(
      '2 µm',
    );
  });
});
