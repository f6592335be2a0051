import type { PathSink } from '../../../src/ui/draw/ink.ts';

/** A path that remembers what was drawn into it. */
export class FakePath implements PathSink {
  readonly points: (readonly [number, number])[] = [];

  moveTo(x: number, y: number): void {
    this.points.push([x, y]);
  }

  lineTo(x: number, y: number): void {
    this.points.push([x, y]);
  }

  ellipse(x: number, y: number): void {
    this.points.push([x, y]);
  }

  closePath(): void {}
}

/** What was painted, in order: as far as the tests look. */
export interface Painted {
  readonly what: 'fill' | 'stroke' | 'text' | 'clear' | 'image';
  readonly color: string;
  readonly width: number;
  readonly alpha: number;
  readonly isDashed: boolean;
  readonly text: string;
}

/** A canvas context that writes down what is painted. */
export class FakeContext {
  readonly canvas = { width: 0, height: 0 };
  readonly painted: Painted[] = [];
  fillStyle = '';
  strokeStyle = '';
  lineWidth = 1;
  globalAlpha = 1;
  font = '';
  #dashes: readonly number[] = [];

  save(): void {}
  restore(): void {
    this.globalAlpha = 1;
  }
  setTransform(): void {}
  transform(): void {}
  beginPath(): void {}
  rect(): void {}
  roundRect(): void {}
  arc(): void {}
  moveTo(): void {}
  lineTo(): void {}
  clip(): void {}
  fillRect(): void {}

  setLineDash(dashes: readonly number[]): void {
    this.#dashes = dashes;
  }

  measureText(text: string): { readonly width: number } {
    return { width: text.length * 10 };
  }

  fill(): void {
    this.#note('fill', this.fillStyle);
  }

  stroke(): void {
    this.#note('stroke', this.strokeStyle);
  }

  fillText(text: string): void {
    this.#note('text', this.fillStyle, text);
  }

  clearRect(): void {
    this.#note('clear', '');
  }

  drawImage(): void {
    this.#note('image', '');
  }

  #note(what: Painted['what'], color: string, text = ''): void {
    const { lineWidth: width, globalAlpha: alpha } = this;
    this.painted.push({ what, color, width, alpha, isDashed: this.#dashes.length > 0, text });
  }
}

export function contextOf(fake: FakeContext): CanvasRenderingContext2D {
  return fake as unknown as CanvasRenderingContext2D;
}
