import type { Point, Rect } from '../editor/geometry.ts';
import { type DrawView, toWindow } from './draw-view.ts';
import type { LiveStroke } from './live-strokes.ts';
import { coverOf, type MarkPainter, type PaintTarget, type ShownMark } from './paint.ts';
import type { Still } from './snapshot.ts';

/** Tracing hundreds of lines for the first time takes longer than a frame: they come a few at a time. */
const MAX_PAINT_MS = 8;

/**
 * Two canvases over the picture: what has settled is painted once and again only when it changed or the picture moved;
 * what is being drawn or fading is painted every frame.
 */
export class DrawLayers {
  readonly #settled: HTMLCanvasElement;
  readonly #live: HTMLCanvasElement;
  readonly #contexts: readonly (CanvasRenderingContext2D | null)[];
  #place = '';
  #content = '';
  #target: PaintTarget | null = null;
  #marks: readonly ShownMark[] = [];
  #fading: readonly ShownMark[] = [];
  /** On the settled layer. */
  #painted: readonly ShownMark[] = [];
  #still: Still | null = null;
  #isLiveEmpty = true;
  /** Some marks were left for the next frame. */
  #isUnfinished = false;

  constructor(
    ground: HTMLElement,
    private readonly painter: MarkPainter,
    private readonly nowMs: () => number,
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
    if (moved || marks !== this.#marks || still !== this.#still || this.#isUnfinished) {
      this.#marks = marks;
      const firm = marks.filter(({ opacity }) => opacity === 1);
      this.#fading = marks.length === firm.length ? [] : marks.filter(({ opacity }) => opacity < 1);
      this.#paintSettled(settled, target, firm, still, moved);
    }
    const fading = this.#fading;
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
    const change = moved || still !== this.#still ? 'all' : changeOf(this.#painted, marks);
    this.#still = still;
    this.#isUnfinished = false;
    if (change === 'none') return;
    const endMs = this.nowMs() + MAX_PAINT_MS;
    const isLate = (): boolean => this.nowMs() >= endMs;
    /** The rest follows in the next frame. */
    const paintOn = (before: readonly ShownMark[], next: readonly ShownMark[]): void => {
      const count = this.painter.paint(context, next, target, isLate);
      this.#painted = [...before, ...next.slice(0, count)];
      this.#isUnfinished = count < next.length;
    };
    if (change !== 'all' && change.isAtEnd) {
      paintOn(this.#painted, change.marks);
      return;
    }
    const all = { x: 0, y: 0, width: this.#settled.width, height: this.#settled.height };
    const dirty =
      change === 'all'
        ? all
        : within(
            all,
            change.marks.map((mark) => deviceRect(mark, target)),
          );
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.beginPath();
    context.rect(dirty.x, dirty.y, dirty.width, dirty.height);
    context.clip();
    context.clearRect(dirty.x, dirty.y, dirty.width, dirty.height);
    if (still !== null) paintStill(context, still, target);
    if (change === 'all') paintOn([], marks);
    else {
      const met = marks.filter((mark) => meets(deviceRect(mark, target), dirty));
      this.painter.paint(context, met, target);
      this.#painted = marks;
    }
    context.restore();
  }

  /** Puts the canvases over what can be seen of the picture. @returns whether all has to be painted anew */
  #fit(view: DrawView | null, ratio: number): boolean {
    if (view === null) {
      if (this.#target === null) return false;
      this.#target = null;
      for (const canvas of [this.#settled, this.#live]) canvas.hidden = true;
      return true;
    }
    const { visible } = view;
    // On whole device pixels, or every line would be blurred.
    const left = Math.floor(visible.x * ratio);
    const top = Math.floor(visible.y * ratio);
    const width = Math.ceil((visible.x + visible.width) * ratio) - left;
    const height = Math.ceil((visible.y + visible.height) * ratio) - top;
    const origin: Point = { x: left / ratio, y: top / ratio };
    const isShown = this.#target !== null;
    this.#target = { view, origin, ratio };
    const place = `${left} ${top}`;
    // What lies in them as it did needs no painting when page and picture are scrolled together.
    const content = JSON.stringify([relative(view, origin), width, height, ratio]);
    if (isShown && place === this.#place && content === this.#content) return false;
    const isSame = isShown && content === this.#content;
    this.#place = place;
    this.#content = content;
    if (!isSame) this.#isLiveEmpty = false;
    for (const canvas of [this.#settled, this.#live]) {
      canvas.hidden = false;
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      Object.assign(canvas.style, {
        left: `${origin.x}px`,
        top: `${origin.y}px`,
        width: `${width / ratio}px`,
        height: `${height / ratio}px`,
      });
    }
    return !isSame;
  }
}

/** The view as the canvas sees it. */
function relative({ box, visible, shown, framebuffer }: DrawView, { x, y }: Point): readonly unknown[] {
  // A thousandth of a pixel is what reckoning leaves over.
  const from = (value: number, origin: number): number => Math.round((value - origin) * 1000) / 1000;
  return [
    [from(box.x, x), from(box.y, y), box.width, box.height],
    [from(visible.x, x), from(visible.y, y), visible.width, visible.height],
    shown,
    framebuffer,
  ];
}

/** What became of what was painted. `marks`: those that came or went; `isAtEnd`: they came, upon all others. */
function changeOf(
  before: readonly ShownMark[],
  now: readonly ShownMark[],
): 'none' | 'all' | { readonly isAtEnd: boolean; readonly marks: readonly ShownMark[] } {
  const wasThere = new Set(before.map(({ mark }) => mark));
  const isThere = new Set(now.map(({ mark }) => mark));
  const gone = before.filter(({ mark }) => !isThere.has(mark));
  const fresh = now.filter(({ mark }) => !wasThere.has(mark));
  if (gone.length + fresh.length === 0 && before.every(({ mark }, index) => mark === now[index]?.mark))
    return 'none';
  const kept = now.filter(({ mark }) => wasThere.has(mark));
  const stayed = before.filter(({ mark }) => isThere.has(mark));
  if (stayed.some(({ mark }, index) => mark !== kept[index]?.mark)) return 'all';
  const isAtEnd = gone.length === 0 && now.slice(before.length).every(({ mark }) => !wasThere.has(mark));
  return { isAtEnd: isAtEnd && kept.length === before.length, marks: [...gone, ...fresh] };
}

/** What a mark covers of the canvas, in whole device pixels. */
function deviceRect({ mark }: ShownMark, target: PaintTarget): Rect {
  const { view, origin, ratio } = target;
  const cover = coverOf(mark, target);
  const from = toWindow(cover, view);
  const to = toWindow({ x: cover.x + cover.width, y: cover.y + cover.height }, view);
  const x = Math.floor((from.x - origin.x) * ratio);
  const y = Math.floor((from.y - origin.y) * ratio);
  return {
    x,
    y,
    width: Math.ceil((to.x - origin.x) * ratio) - x,
    height: Math.ceil((to.y - origin.y) * ratio) - y,
  };
}

/** A rectangle around all of these, inside the canvas. */
function within(all: Rect, rects: readonly Rect[]): Rect {
  const left = Math.max(all.x, Math.min(...rects.map(({ x }) => x)));
  const top = Math.max(all.y, Math.min(...rects.map(({ y }) => y)));
  const right = Math.min(all.width, Math.max(...rects.map(({ x, width }) => x + width)));
  const bottom = Math.min(all.height, Math.max(...rects.map(({ y, height }) => y + height)));
  return { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

function meets(one: Rect, other: Rect): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
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
