import type { SaidChange } from '../../src/model/annotation/board-change.ts';
import type { LivePiece } from '../../src/model/annotation/live-piece.ts';
import { MARK_COLORS, type Mark, type MarkShape } from '../../src/model/annotation/mark.ts';
import type { RoomPerson } from '../../src/model/port/room-view.ts';
import { mountDraw } from '../../src/ui/draw/draw.tsx';
import type { DrawView } from '../../src/ui/draw/draw-view.ts';

/** In a page of a real browser: what a frame of drawing costs. Bundled by ../draw.ts. */

const FRAMEBUFFER = { width: 1920, height: 1080 };
const SELF = 'S'.repeat(22);
const OTHER = 'O'.repeat(22);
/** Frames that are looked at after a change of the view: traces that are made anew are spread over some. */
const FRAMES_OF_A_REPAINT = 60;
const POINTS = 120;

const person = (id: string): RoomPerson => ({
  ...{ id, name: id.slice(0, 1), nameDoubt: null, role: 'operator', isPresent: true },
  ...{ isSelf: id === SELF, mode: 'operate', trust: 'proven' },
});

/** A hand's line, somewhere. */
function strokePoints(seed: number): readonly { x: number; y: number; pressure: number }[] {
  const x = (seed * 397) % (FRAMEBUFFER.width - 200);
  const y = (seed * 211) % (FRAMEBUFFER.height - 100);
  return Array.from({ length: POINTS }, (_, index) => ({
    x: x + index * 1.5,
    y: y + 40 + 30 * Math.sin(index / 9 + seed),
    pressure: 0.5,
  }));
}

function shapeOf(index: number): MarkShape {
  const [from = { x: 0, y: 0 }] = strokePoints(index);
  const to = { x: from.x + 120, y: from.y + 70 };
  const kinds: readonly MarkShape[] = [
    { tool: 'pen', points: strokePoints(index) },
    { tool: 'arrow', from, to },
    { tool: 'rectangle', from, to },
    { tool: 'ellipse', from, to },
    { tool: 'text', at: from, text: `grain ${index}` },
    { tool: 'length', from, to, calibration: { unitsPerPixel: 0.012, unit: 'µm' } },
  ];
  return kinds[index % kinds.length] ?? { tool: 'arrow', from, to };
}

function markOf(index: number): Mark {
  return {
    ...{ by: OTHER, number: index + 1, shape: shapeOf(index), width: 4, frame: FRAMEBUFFER, fadeMs: null },
    color: MARK_COLORS[index % MARK_COLORS.length] ?? 'yellow',
  };
}

/** The picture in a window of 1280 by 720; `by` moves it. */
function viewAt(by: number): DrawView {
  const box = { x: by, y: by, width: 1280 - by, height: 720 - by };
  return {
    ...{ box, visible: box, framebuffer: FRAMEBUFFER },
    shown: { x: 0, y: 0, ...FRAMEBUFFER },
  };
}

export interface FrameCosts {
  /** All frames after the view changed, together, of each trial; ms. */
  readonly repaintMs: readonly number[];
  /** The longest of them; ms. */
  readonly longestMs: readonly number[];
  /** Each frame while somebody draws a line over all that; ms. */
  readonly liveMs: readonly number[];
}

function measure(marks: number, trials: number, liveFrames: number): FrameCosts {
  let frame: () => void = () => undefined;
  let view = viewAt(0);
  const slot = document.createElement('div');
  document.body.append(slot);
  const ui = mountDraw(slot, {
    messages: (key) => (key === 'uiLanguage' ? 'en' : key),
    nowMs: () => performance.now(),
    wallMs: () => Date.now(),
    storage: null,
    findView: () => view,
    everyFrame: (callback) => {
      frame = callback;
      return () => undefined;
    },
    room: () => ({ self: SELF, people: [person(SELF), person(OTHER)] }),
    say: () => undefined,
    live: () => undefined,
    capture: () => null,
    download: () => undefined,
    onModeEnd: () => undefined,
  });
  ui.roomChanged();
  const changes = Array.from(
    { length: marks },
    (_, index): SaidChange => ({
      ...{ by: OTHER, isTrainer: false, agoMs: 0 },
      change: { type: 'mark', mark: markOf(index) },
    }),
  );
  ui.drawn(changes);
  const layers = [...slot.querySelectorAll('canvas')].map((canvas) => canvas.getContext('2d'));
  /** Painting is put off by browsers: reading a pixel makes them do it. */
  const cost = (): number => {
    const startMs = performance.now();
    frame();
    for (const layer of layers) layer?.getImageData(0, 0, 1, 1);
    return performance.now() - startMs;
  };
  const repaint = (): { readonly sumMs: number; readonly longestMs: number } => {
    const costsMs = Array.from({ length: FRAMES_OF_A_REPAINT }, cost);
    return { sumMs: costsMs.reduce((sum, each) => sum + each, 0), longestMs: Math.max(...costsMs) };
  };
  repaint();
  const trialsMs = Array.from({ length: trials }, (_, index) => {
    view = viewAt(1 + (index % 7) * 3);
    return repaint();
  });
  const painted = layers[0]?.getImageData(0, 0, layers[0].canvas.width, layers[0].canvas.height).data;
  if (painted === undefined || !painted.some((each) => each !== 0)) throw new Error('nothing was painted');
  const liveMs = Array.from({ length: liveFrames }, (_, index) => {
    const points = strokePoints(Math.floor(index / POINTS));
    const first = Math.max(0, (index % POINTS) - 30);
    const piece: LivePiece = {
      ...{ number: marks + 1 + Math.floor(index / POINTS), tool: 'pen', color: 'cyan', width: 4, first },
      points: points.slice(first, (index % POINTS) + 1),
    };
    // Pieces come 20 times a second, frames 60 times.
    if (index % 3 === 0) ui.pieceOf(OTHER, piece);
    return cost();
  });
  ui.remove();
  slot.remove();
  return {
    repaintMs: trialsMs.map(({ sumMs }) => sumMs),
    longestMs: trialsMs.map(({ longestMs }) => longestMs),
    liveMs,
  };
}

Object.assign(window, { measure });
