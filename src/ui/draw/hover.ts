import type { Mark, MarkPoint } from '../../model/annotation/mark.ts';
import type { Point, Rect } from '../editor/geometry.ts';
import { plainNumber } from '../plain-number.ts';
import type { DrawDesk } from './draw-desk.ts';
import { type DrawView, toFramebuffer, toWindow } from './draw-view.ts';
import { markTitle } from './draw-words.ts';
import { boxOfMark, markAt } from './hit.ts';
import type { ShownMark } from './paint.ts';

/** CSS pixels that a name may need. */
const NAME_PX = 280;
/** CSS pixels between a mark and the box around it. */
const AROUND_PX = 5;

/** What is shown at the pointer: whose the mark is, and which one the eraser takes there. */
export class Hover {
  readonly #name: HTMLElement;
  readonly #doomed: HTMLElement;

  constructor(
    ground: HTMLElement,
    private readonly desk: DrawDesk,
  ) {
    const make = (className: string): HTMLElement => {
      const element = ground.ownerDocument.createElement('span');
      element.className = className;
      element.setAttribute('aria-hidden', 'true');
      element.hidden = true;
      ground.append(element);
      return element;
    };
    this.#doomed = make('draw-doomed');
    this.#name = make('draw-name');
  }

  /**
   * @param pointer CSS pixels of the window; null: it is elsewhere
   * @param seen in drawing order
   */
  show(pointer: Point | null, seen: readonly ShownMark[]): void {
    const { view, shown, isOn, reach } = this.desk;
    const over = view.value === null || pointer === null || shown.value.isStroking ? null : view.value;
    const at = over === null || pointer === null ? null : placeIn(over, pointer);
    const met = at === null ? null : markAt(seen, at, reach);
    this.#say(met?.mark ?? null, pointer);
    const isErasing = isOn.value && shown.value.tool === 'erase' && !shown.value.isStroking;
    // Without a pointer keys say where.
    const rubbed = isErasing ? (at ?? shown.value.cursor) : null;
    this.#doom(rubbed === null ? null : this.desk.erasing.ownAt(rubbed, seen), view.value);
  }

  #say(mark: Mark | null, pointer: Point | null): void {
    this.#name.hidden = mark === null;
    const view = this.desk.view.value;
    if (mark === null || pointer === null || view === null) return;
    const text = this.#titleOf(mark, view);
    if (this.#name.textContent !== text) this.#name.textContent = text;
    // At the right side of the window it is on the left of the pointer.
    const wide = this.#name.ownerDocument.defaultView?.innerWidth ?? Number.POSITIVE_INFINITY;
    const flip = pointer.x + NAME_PX > wide ? ' translateX(calc(-100% - 1.8em))' : '';
    this.#name.style.transform = `translate(${pointer.x}px, ${pointer.y}px)${flip}`;
  }

  #titleOf(mark: Mark, { framebuffer }: DrawView): string {
    const { width, height } = mark.frame;
    const title = markTitle(mark, this.desk.words);
    if (width === framebuffer.width && height === framebuffer.height) return title;
    const { messages } = this.desk.surroundings;
    const whole = plainNumber(messages);
    return messages('uiDrawMadeAt', title, whole(width), whole(height));
  }

  #doom(mark: Mark | null, view: DrawView | null): void {
    this.#doomed.hidden = mark === null;
    if (mark === null || view === null) return;
    const { x, y, width, height } = boxOfMark(mark);
    const half = mark.width / 2;
    const from = toWindow({ x: x - half, y: y - half }, view);
    const to = toWindow({ x: x + width + half, y: y + height + half }, view);
    Object.assign(this.#doomed.style, {
      left: `${from.x - AROUND_PX}px`,
      top: `${from.y - AROUND_PX}px`,
      width: `${to.x - from.x + 2 * AROUND_PX}px`,
      height: `${to.y - from.y + 2 * AROUND_PX}px`,
    });
  }
}

function placeIn(view: DrawView, at: Point): MarkPoint | null {
  return isInside(view.visible, at) ? toFramebuffer(at, view) : null;
}

function isInside({ x, y, width, height }: Rect, at: Point): boolean {
  return at.x >= x && at.y >= y && at.x <= x + width && at.y <= y + height;
}
