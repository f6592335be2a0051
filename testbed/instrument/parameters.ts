import { Frame } from './frame.ts';
import { RAMP_STEPS, ramp, surface } from './palette.ts';
import { LINE } from './panel-frame.ts';
import type { Pose } from './pose.ts';
import type { Rect } from './rect.ts';

/** The panel's ground below its header. */
export const parametersArea: Rect = { x: 449, y: 448, width: 254, height: 192 };
const plot: Rect = { x: 460, y: 532, width: 232, height: 96 };
/** Drawings between two points of the plot: half a second. */
const POINT_EVERY = 6;
const POINT_PX = 4;
const POINTS = Math.floor(plot.width / POINT_PX);

/** The quality of the picture as numbers, and as curves over the last half minute. */
export class Parameters {
  readonly #points: { readonly sharpness: number; readonly brightness: number }[] = [];
  #drawings = 0;

  /** Takes part in each drawing; whether a new point has come. */
  follow(pose: Pose): boolean {
    this.#drawings += 1;
    if (this.#drawings % POINT_EVERY !== 1) return false;
    this.#points.push({ sharpness: pose.sharpness, brightness: pose.brightness });
    if (this.#points.length > POINTS) this.#points.shift();
    return true;
  }

  /** The next drawing has a point at once. */
  restart(): void {
    this.#drawings = 0;
  }

  draw(frame: Frame, pose: Pose): Rect {
    frame.fill(parametersArea, surface.panel);
    const rows = [
      ['SHARPNESS', pose.sharpness, 'accent'],
      ['BRIGHTNESS', pose.brightness, 'busy'],
    ] as const;
    rows.forEach(([name, value, colour], i) => {
      const y = parametersArea.y + 8 + i * 26;
      frame.text(plot.x, y + 3, name, 'label', 'dim');
      const text = `${Math.round(value * 100)} %`;
      frame.text(plot.x + plot.width - Frame.textWidth(text, 'value'), y, text, 'value', colour);
    });
    this.#drawPlot(frame);
    return parametersArea;
  }

  #drawPlot(frame: Frame): void {
    frame.fill(plot, surface.bar);
    for (let line = 0; line <= 4; line++)
      frame.fill({ ...plot, y: plot.y + Math.round((plot.height * line) / 4), height: 1 }, LINE);
    for (const [name, colour] of [
      ['brightness', 'busy'],
      ['sharpness', 'accent'],
    ] as const) {
      const ink = ramp[colour] + RAMP_STEPS - 1;
      let before: number | null = null;
      this.#points.forEach((point, i) => {
        const y = plot.y + Math.round(plot.height * (1 - point[name]));
        const x = plot.x + i * POINT_PX;
        frame.fill({ x, y, width: POINT_PX, height: 2 }, ink);
        if (before !== null && before !== y)
          frame.fill({ x, y: Math.min(before, y), width: 2, height: Math.abs(y - before) + 2 }, ink);
        before = y;
      });
    }
  }
}
