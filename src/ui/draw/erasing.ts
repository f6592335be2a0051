import { clearing } from '../../model/annotation/board.ts';
import type { Mark, MarkPoint } from '../../model/annotation/mark.ts';
import type { MemberId } from '../../model/room/member.ts';
import type { DrawDesk } from './draw-desk.ts';
import type { DrawPlace } from './draw-state.ts';
import { markTitle } from './draw-words.ts';
import { markAt } from './hit.ts';
import type { ShownMark } from './paint.ts';

/** Takes marks away, and gives them back. */
export class Erasing {
  constructor(private readonly desk: DrawDesk) {}

  undo(): void {
    const { place } = this.desk.state;
    const own = this.desk.boards
      .visible(place, this.desk.surroundings.nowMs())
      .filter(({ mark }) => this.desk.boards.isOwn(mark));
    const standing = new Set(own.map(({ mark }) => mark.number));
    const before = this.desk.state.histories[place];
    this.desk.send({ type: 'undo', standing, wallMs: this.desk.wallMs });
    this.desk.tell(this.desk.state.histories[place] === before ? 'uiDrawNothingToUndo' : 'uiDrawUndone');
  }

  redo(): void {
    const { place, histories } = this.desk.state;
    this.desk.send({ type: 'redo', wallMs: this.desk.wallMs });
    if (this.desk.state.histories[place] !== histories[place]) this.desk.tell('uiDrawRedone');
  }

  /** Delete: what is being drawn goes; else the own mark under the keys' place, else the newest. */
  remove(): void {
    const { stroke, typing, calibrating, cursor } = this.desk.state;
    if (stroke !== null || typing !== null || calibrating !== null) this.desk.send({ type: 'drop' });
    else if (cursor === null || !this.rub(cursor)) this.undo();
  }

  /** From the list of marks: own ones, or by a trainer. */
  erase(mark: Mark): void {
    const place = this.desk.boards.placeOf(mark, this.desk.isStill.value);
    this.desk.change(place, { type: 'erase', of: mark.by, numbers: [mark.number] });
    if (this.desk.boards.isOwn(mark) && place === this.desk.state.place)
      this.desk.send({ type: 'erased', marks: [mark] });
    this.desk.tell('uiDrawErased', markTitle(mark, this.desk.words));
  }

  /** In a room, own marks that were drawn alone before are seen and cleared, too. */
  get hasBothOwn(): boolean {
    const { place } = this.desk.state;
    return place === 'room' && this.desk.boards.visible('alone', this.desk.surroundings.nowMs()).length > 0;
  }

  /** All own marks that are seen; with `of` those of somebody else, with null everybody's. */
  clear(of: MemberId | null | 'own'): void {
    const wallMs = this.desk.wallMs;
    this.desk.send({ type: 'interrupt', wallMs });
    const isStill = this.desk.isStill.value;
    const seen = this.desk.boards.seen(isStill, this.desk.surroundings.nowMs()).map(({ mark }) => mark);
    const { place } = this.desk.state;
    if (of === 'own') {
      const own = seen.filter((mark) => this.desk.boards.isOwn(mark));
      this.#clearAt(place, this.desk.boards.authorAt(place));
      if (place === 'room') this.#clearAt('alone', '');
      this.desk.send({
        type: 'erased',
        marks: own.filter((mark) => this.desk.boards.placeOf(mark, isStill) === place),
      });
      this.desk.tell('uiDrawClearedOwn', this.desk.write(own.length));
      return;
    }
    this.#clearAt('room', of);
    if (of === null) this.#clearAt('alone', '');
    this.desk.tell(of === null ? 'uiDrawClearedAll' : 'uiDrawClearedTheirs');
  }

  /** @returns whether an own mark was there */
  rub(at: MarkPoint): boolean {
    const seen = this.desk.boards.seen(this.desk.isStill.value, this.desk.surroundings.nowMs());
    const own = this.ownAt(at, seen);
    if (own !== null) this.erase(own);
    else if (markAt(seen, at, this.desk.reach) !== null) this.desk.tell('uiDrawNotYours');
    return own !== null;
  }

  /** What the eraser takes at a place; null: nothing. */
  ownAt(at: MarkPoint, seen: readonly ShownMark[]): Mark | null {
    const own = seen.filter(({ mark }) => this.desk.boards.isOwn(mark));
    return markAt(own, at, this.desk.reach)?.mark ?? null;
  }

  #clearAt(place: DrawPlace, of: MemberId | null): void {
    const change = clearing(this.desk.boards.board(place), of);
    if (change.floors.length > 0) this.desk.change(place, change);
  }
}
