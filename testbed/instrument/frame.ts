import { type Font, fonts } from './font.ts';
import { RAMP_STEPS, type RampName, ramp } from './palette.ts';
import type { Rect } from './rect.ts';

/** A picture of palette indices, row by row. */
export class Frame {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height);
  }

  fill(rect: Rect, index: number): void {
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      const row = y * this.width;
      this.pixels.fill(index, row + rect.x, row + rect.x + rect.width);
    }
  }

  /** A shape that runs from one line to another below it: its sides are straight. */
  trapezoid(
    top: { readonly y: number; readonly left: number; readonly right: number },
    bottom: { readonly y: number; readonly left: number; readonly right: number },
    index: number,
  ): void {
    for (let y = top.y; y < bottom.y; y++) {
      const part = (y - top.y) / Math.max(1, bottom.y - top.y - 1);
      const left = Math.round(top.left + (bottom.left - top.left) * part);
      const right = Math.round(top.right + (bottom.right - top.right) * part);
      this.fill({ x: left, y, width: right - left, height: 1 }, index);
    }
  }

  /** A horizontal line of dashes. */
  dashes(x: number, y: number, width: number, index: number): void {
    for (let at = 0; at < width; at += 8)
      this.fill({ x: x + at, y, width: Math.min(5, width - at), height: 1 }, index);
  }

  /** A frame of one pixel along the inside of the rectangle. */
  outline(rect: Rect, index: number): void {
    this.fill({ ...rect, height: 1 }, index);
    this.fill({ ...rect, y: rect.y + rect.height - 1, height: 1 }, index);
    this.fill({ ...rect, width: 1 }, index);
    this.fill({ ...rect, x: rect.x + rect.width - 1, width: 1 }, index);
  }

  /** A rectangle with rounded corners over a background of `corner`. */
  fillRounded(rect: Rect, radius: number, index: number, corner: number): void {
    this.fill(rect, index);
    for (let y = 0; y < radius; y++) {
      for (let x = 0; x < radius; x++) {
        if (Math.hypot(radius - x - 0.5, radius - y - 0.5) <= radius) continue;
        for (const px of [rect.x + x, rect.x + rect.width - 1 - x]) {
          for (const py of [rect.y + y, rect.y + rect.height - 1 - y]) this.#set(px, py, corner);
        }
      }
    }
  }

  /** An anti-aliased ring, or a disc when `width` is the radius, in a ramp's colour on its background. */
  ring(centreX: number, centreY: number, radius: number, width: number, colour: RampName): void {
    const reach = Math.ceil(radius + 1);
    const hollow = Math.max(0, radius - width - 1);
    for (let y = Math.floor(centreY) - reach; y <= centreY + reach; y++) {
      for (let x = Math.floor(centreX) - reach; x <= centreX + reach; x++) {
        const square = (x - centreX) ** 2 + (y - centreY) ** 2;
        // Most points of a wide ring's square are far from it.
        if (square > reach * reach || square < hollow * hollow) continue;
        const distance = Math.sqrt(square);
        const outside = distance - radius;
        const inside = width < radius ? radius - width - distance : Number.NEGATIVE_INFINITY;
        const cover = Math.min(1, Math.max(0, 0.5 - Math.max(outside, inside)));
        if (cover > 0) this.#set(x, y, ramp[colour] + Math.round(cover * (RAMP_STEPS - 1)));
      }
    }
  }

  /** An anti-aliased triangle of half width and height `size` that points along (dx, dy), one of them 0. */
  arrow(centreX: number, centreY: number, size: number, dx: number, dy: number, colour: RampName): void {
    for (let y = -size; y <= size; y++) {
      for (let x = -size; x <= size; x++) {
        const along = x * dx + y * dy;
        const across = Math.abs(dx === 0 ? x : y);
        const cover = Math.min(
          1,
          Math.max(0, (size * 0.6 - along) * 0.55 - across * 0.9 + 0.5),
          size * 0.6 + along + 0.5,
        );
        if (cover > 0)
          this.#set(centreX + x, centreY + y, ramp[colour] + Math.round(cover * (RAMP_STEPS - 1)));
      }
    }
  }

  /** Writes a line of text; returns the x behind it. Unknown characters leave a space. */
  text(x: number, y: number, text: string, fontName: keyof typeof fonts, colour: RampName): number {
    const font = fonts[fontName];
    let at = x;
    for (const character of text) at += this.#glyph(at, y, font, character, ramp[colour]);
    return at;
  }

  /** Width of a line of text. */
  static textWidth(text: string, fontName: keyof typeof fonts): number {
    const font = fonts[fontName];
    let width = 0;
    for (const character of text) width += font.glyphs.get(character)?.width ?? font.spaceWidth;
    return width;
  }

  #glyph(x: number, y: number, font: Font, character: string, base: number): number {
    const glyph = font.glyphs.get(character);
    if (glyph === undefined) return font.spaceWidth;
    for (let row = 0; row < font.height; row++) {
      for (let column = 0; column < glyph.width; column++) {
        const alpha = glyph.alphas[row * glyph.width + column] ?? 0;
        if (alpha > 0) this.#set(x + column, y + row, base + alpha);
      }
    }
    return glyph.width;
  }

  #set(x: number, y: number, index: number): void {
    if (x >= 0 && y >= 0 && x < this.width && y < this.height) this.pixels[y * this.width + x] = index;
  }
}
