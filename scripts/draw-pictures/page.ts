import english from '../../_locales/en/messages.json';
import type { SaidChange } from '../../src/model/annotation/board-change.ts';
import { LIVE_EVERY_MS } from '../../src/model/annotation/live-piece.ts';
import type { Calibration, Mark, MarkColor, MarkShape } from '../../src/model/annotation/mark.ts';
import type { RoomPerson } from '../../src/model/port/room-view.ts';
import { mountDraw } from '../../src/ui/draw/draw.tsx';
import type { DrawUi } from '../../src/ui/draw/surroundings.ts';

/** In a page of a real browser: a made-up micrograph, and drawing over it. Bundled by ./main.ts. */

const SELF = 'S'.repeat(22);
const OTHER = 'O'.repeat(22);
const SCALE: Calibration = { unitsPerPixel: 0.05, unit: 'µm' };
const texts: Readonly<Record<string, { readonly message: string } | undefined>> = english;

/** Grains of polished metal with pores, as an electron microscope shows them: few greys, so that the file is small. */
function paintMicrograph(canvas: HTMLCanvasElement): void {
  const { width, height } = canvas;
  const context = canvas.getContext('2d');
  if (context === null) return;
  let seed = 7;
  const random = (): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 31;
  };
  const grains = Array.from({ length: 46 }, () => ({
    x: random() * width,
    y: random() * height,
    grey: 70 + Math.floor(random() * 8) * 18,
  }));
  const image = context.createImageData(width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const near = grains
        .map((grain) => ({ grain, far: Math.hypot(grain.x - x, grain.y - y) }))
        .sort((one, other) => one.far - other.far);
      const [first, second] = near;
      const isEdge = (second?.far ?? 0) - (first?.far ?? 0) < 2.2;
      const grain = (x + 2 * y + (first?.grain.grey ?? 0)) % 5 === 0 && width < 500 ? 5 : 0;
      const grey = isEdge ? 38 : (first?.grain.grey ?? 0) + grain;
      image.data.set([grey, grey, grey, 255], 4 * (y * width + x));
    }
  }
  context.putImageData(image, 0, 0);
  context.fillStyle = '#151515';
  for (let pore = 0; pore < 14; pore++) {
    context.beginPath();
    context.ellipse(random() * width, random() * height, 3 + random() * 8, 2 + random() * 5, 1, 0, 7);
    context.fill();
  }
}

function person(id: string, name: string): RoomPerson {
  return {
    ...{ id, name, nameDoubt: null, role: 'trainer', isPresent: true },
    ...{ isSelf: id === SELF, mode: 'operate', trust: 'proven' },
  };
}

const hand = (fromX: number, fromY: number): MarkShape => ({
  tool: 'pen',
  points: Array.from({ length: 60 }, (_, index) => ({
    x: fromX + index * 2,
    y: fromY + 16 * Math.sin(index / 7),
    pressure: 0.5,
  })),
});

/** One of each kind, in each colour. */
const SHAPES: readonly (readonly [MarkColor, MarkShape])[] = [
  ['yellow', hand(40, 60)],
  ['cyan', { tool: 'arrow', from: { x: 290, y: 130 }, to: { x: 225, y: 85 } }],
  ['magenta', { tool: 'rectangle', from: { x: 330, y: 40 }, to: { x: 430, y: 110 } }],
  ['green', { tool: 'ellipse', from: { x: 60, y: 130 }, to: { x: 170, y: 200 } }],
  ['orange', { tool: 'text', at: { x: 296, y: 140 }, text: 'this boundary' }],
  ['white', { tool: 'length', from: { x: 210, y: 220 }, to: { x: 330, y: 190 }, calibration: SCALE }],
  ['yellow', { tool: 'scale-bar', at: { x: 340, y: 240 }, length: 5, calibration: SCALE }],
];

/** Own ones, which the eraser takes, and one of somebody else beside them. */
const HANDS: readonly (readonly [string, MarkColor, MarkShape])[] = [
  [SELF, 'green', { tool: 'ellipse', from: { x: 410, y: 62 }, to: { x: 514, y: 132 } }],
  [SELF, 'cyan', { tool: 'arrow', from: { x: 330, y: 150 }, to: { x: 385, y: 108 } }],
  [OTHER, 'yellow', { tool: 'rectangle', from: { x: 560, y: 60 }, to: { x: 630, y: 140 } }],
];

/** Draw mode, and a laser pointer of somebody that goes round a grain for ever. */
function showHands(css: string, width: number, height: number): void {
  const ui = mount(css, width, height);
  ui.drawn(HANDS.map(([by, color, shape], index) => saidBy(by, index + 1, color, shape, { width, height })));
  ui.begin();
  let step = 0;
  setInterval(() => {
    const points = Array.from({ length: 3 }, (_, index) => {
      const turn = (step + index) / 17;
      return { x: 160 + 80 * Math.cos(turn), y: 112 + 48 * Math.sin(turn), pressure: 0.5 };
    });
    ui.pieceOf(OTHER, { number: 99, tool: 'laser', color: 'orange', width: 4, first: step, points });
    step += 3;
  }, LIVE_EVERY_MS);
}

function saidBy(
  by: string,
  number: number,
  color: MarkColor,
  shape: MarkShape,
  frame: Mark['frame'],
): SaidChange {
  const mark: Mark = { by, number, shape, color, width: 4, frame, fadeMs: null };
  return { by, isTrainer: true, agoMs: 0, change: { type: 'mark', mark } };
}

function show(css: string, width: number, height: number): DrawUi {
  const ui = mount(css, width, height);
  ui.drawn(SHAPES.map(([color, shape], index) => saidBy(OTHER, index + 1, color, shape, { width, height })));
  return ui;
}

function mount(css: string, width: number, height: number): DrawUi {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  canvas.style.display = 'block';
  paintMicrograph(canvas);
  const host = document.createElement('div');
  document.body.append(canvas, host);
  const root = host.attachShadow({ mode: 'open' });
  const style = document.createElement('style');
  style.textContent = css;
  const slot = document.createElement('div');
  root.append(style, slot);
  const box = { x: 0, y: 0, width, height };
  const frame = { width, height };
  const ui = mountDraw(slot, {
    messages: (key, ...words) =>
      (texts[key]?.message ?? key).replace(
        /\$([1-9])/g,
        (_, digit: string) => words[Number(digit) - 1] ?? '',
      ),
    ...{ nowMs: () => performance.now(), wallMs: () => Date.now(), storage: null },
    findView: () => ({ box, visible: box, framebuffer: frame, shown: box }),
    everyFrame: (callback) => {
      const timer = setInterval(callback, 16);
      return () => clearInterval(timer);
    },
    room: () => ({ self: SELF, people: [person(SELF, 'Ada'), person(OTHER, 'Ben')] }),
    ...{ say: () => undefined, live: () => undefined, capture: () => null, download: () => undefined },
    onModeEnd: () => undefined,
  });
  ui.roomChanged();
  return ui;
}

Object.assign(window, { show, showHands });
