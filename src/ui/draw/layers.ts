import type { Point } from '../editor/geometry.ts';
import type { DrawView } from './draw-view.ts';
import { toWindow } from './draw-view.ts';
import type { LiveStroke } from './live-strokes.ts';
import type { MarkPainter, PaintTarget, ShownMark } from './paint.ts';
import type { Still } from './snapshot.ts';

/**
 * Two canvases over the picture: what has settled is painted once and again only when it changed or the picture moved;
 * what is being drawn or fading is painted every frame.
 */
export class DrawLayers {
  readonly #settled: HTMLCanvasElement;
  readonly #live: HTMLCanvasElement;
  readonly #contexts: readonly (CanvasRenderingContext2D | null)[];
  #place = '';
  #target: PaintTarget | null = null;
  #painted: readonly ShownMark[] = [];
  #still: Still | null = null;
  #isLiveEmpty = true;

  constructor(
    ground: HTMLElement,
    private readonly painter: MarkPainter,
  ) {
    const make = (): HTMLCanvasElement => {
      const canvas = ground.ownerDocument.createElement('canvas');
      canvas.className = 'draw-layer';
      canvas.setAttribute('aria-hidden', 'true');
      canvas.hidden = true;
      ground.append(canvas);
      return canvas;
    };
    this.#settled = make();
    this.#live = make();
    this.#contexts = [this.#settled, this.#live].map((each) => each.getContext('2d'));
  }

  /** Paints what changed since the last frame. */
  paint(
    view: DrawView | null,
    ratio: number,
    still: Still | null,
    marks: readonly ShownMark[],
    strokes: readonly LiveStroke[],
    nowMs: number,
  ): void {
    const moved = this.#fit(view, ratio);
    const [settled, live] = this.#contexts;
    const target = this.#target;
    if (target === null || settled === null || settled === undefined || live === null || live === undefined)
      return;
    const firm = marks.filter(({ opacity }) => opacity === 1);
    this.#paintSettled(settled, target, firm, still, moved);
    const fading = marks.length === firm.length ? [] : marks.filter(({ opacity }) => opacity < 1);
    if (fading.length === 0 && strokes.length === 0 && this.#isLiveEmpty) return;
    clear(live);
    this.painter.paint(live, fading, target);
    this.painter.paintLive(live, strokes, target, nowMs);
    this.#isLiveEmpty = fading.length === 0 && strokes.length === 0;
  }

  remove(): void {
    this.#settled.remove();
    this.#live.remove();
  }

  #paintSettled(
    context: CanvasRenderingContext2D,
    target: PaintTarget,
    marks: readonly ShownMark[],
    still: Still | null,
    moved: boolean,
  ): void {
    const before = this.#painted;
    const goesOn =
      !moved &&
      still === this.#still &&
      before.length <= marks.length &&
      before.every(({ mark }, index) => mark === marks[index]?.mark);
    this.#painted = marks;
    this.#still = still;
    if (goesOn) {
      if (before.length < marks.length) this.painter.paint(context, marks.slice(before.length), target);
      return;
    }
    clear(context);
    if (still !== null) paintStill(context, still, target);
    this.painter.paint(context, marks, target);
  }

  /** Puts the canvases over what can be seen of the picture. @returns whether all has to be painted anew */
  #fit(view: DrawView | null, ratio: number): boolean {
    const place = JSON.stringify([view, ratio]);
    if (place === this.#place) return false;
    this.#place = place;
    this.#isLiveEmpty = false;
    for (const canvas of [this.#settled, this.#live]) canvas.hidden = view === null;
    if (view === null) {
      this.#target = null;
      return true;
    }
    const { visible } = view;
    // On whole device pixels, or every line would be blurred.
    const left = Math.floor(visible.x * ratio);
    const top = Math.floor(visible.y * ratio);
    const width = Math.ceil((visible.x + visible.width) * ratio) - left;
    const height = Math.ceil((visible.y + visible.height) * ratio) - top;
    const origin: Point = { x: left / ratio, y: top / ratio };
    for (const canvas of [this.#settled, this.#live]) {
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      Object.assign(canvas.style, {
        left: `${origin.x}px`,
        top: `${origin.y}px`,
        width: `${width / ratio}px`,
        height: `${height / ratio}px`,
      });
    }
    this.#target = { view, origin, ratio };
    return true;
  }
}

function clear(context: CanvasRenderingContext2D): void {
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
}

/** In the place it was taken of; around it nothing of the living picture, which would be taken for a part of it. */
function paintStill(
  context: CanvasRenderingContext2D,
  still: Still,
  { view, origin, ratio }: PaintTarget,
): void {
  const { visible } = view;
  const { shown } = still.view;
  const corner = toWindow(shown, view);
  const end = toWindow({ x: shown.x + shown.width, y: shown.y + shown.height }, view);
  context.save();
  context.setTransform(ratio, 0, 0, ratio, -origin.x * ratio, -origin.y * ratio);
  context.fillStyle = '#000';
  context.fillRect(visible.x, visible.y, visible.width, visible.height);
  context.drawImage(still.picture, corner.x, corner.y, end.x - corner.x, end.y - corner.y);
  context.restore();
}
