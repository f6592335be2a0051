import { lastNumber } from '../../model/annotation/author-marks.ts';
import {
  applyAll,
  type Board,
  dropFaded,
  EMPTY_BOARD,
  mayDraw,
  visibleMarks,
} from '../../model/annotation/board.ts';
import type { BoardChange, SaidChange } from '../../model/annotation/board-change.ts';
import type { Mark } from '../../model/annotation/mark.ts';
import { isAtLeast, type MemberId, type Role } from '../../model/room/member.ts';
import { DRAW_PLACES, type DrawPlace } from './draw-state.ts';
import type { ShownMark } from './paint.ts';
import type { DrawRoom } from './surroundings.ts';

/** Roles of people who left are remembered for so many: their marks stay. */
const MAX_ROLES = 256;

/** All that is drawn: what the room draws, what this user draws alone, and what is on the still picture. */
export class Boards {
  readonly #boards = new Map<DrawPlace, Board>(DRAW_PLACES.map((place) => [place, EMPTY_BOARD]));
  readonly #roles = new Map<MemberId, Role>();
  #self: MemberId = '';

  /** @returns whether it is another room, or another seat in it: what was on its board is gone */
  enter(room: DrawRoom | null): boolean {
    const self = room?.self ?? '';
    const isOther = self !== this.#self;
    if (isOther) {
      this.#self = self;
      this.#roles.clear();
      this.empty('room');
    }
    for (const { id, role } of room?.people ?? []) {
      if (this.#roles.size < MAX_ROLES || this.#roles.has(id)) this.#roles.set(id, role);
    }
    return isOther;
  }

  get isTrainer(): boolean {
    return isAtLeast(this.#roles.get(this.#self) ?? 'observer', 'trainer');
  }

  board(place: DrawPlace): Board {
    return this.#boards.get(place) ?? EMPTY_BOARD;
  }

  /** Who this user is there. */
  authorAt(place: DrawPlace): MemberId {
    return place === 'room' ? this.#self : '';
  }

  mayDraw(place: DrawPlace, by: MemberId): boolean {
    return mayDraw(this.board(place).rules, place === 'room' ? by : '', this.#roles);
  }

  /** By this user. */
  change(place: DrawPlace, change: BoardChange, nowMs: number): void {
    const isTrainer = place === 'room' && this.isTrainer;
    this.hear(place, [{ by: this.authorAt(place), isTrainer, agoMs: 0, change }], nowMs);
  }

  /** All in one go: a whole board comes in chunks. */
  hear(place: DrawPlace, said: readonly SaidChange[], nowMs: number): void {
    this.#boards.set(place, applyAll(this.board(place), said, nowMs).board);
  }

  empty(place: DrawPlace): void {
    this.#boards.set(place, EMPTY_BOARD);
  }

  tidy(nowMs: number): void {
    for (const [place, board] of this.#boards) this.#boards.set(place, dropFaded(board, nowMs));
  }

  visible(place: DrawPlace, nowMs: number): readonly ShownMark[] {
    return visibleMarks(this.board(place), this.#roles, nowMs);
  }

  /** What is seen now, in drawing order: on the still picture, or over the living one. */
  seen(isStill: boolean, nowMs: number): readonly ShownMark[] {
    if (isStill) return this.visible('still', nowMs);
    return [...this.visible('alone', nowMs), ...this.visible('room', nowMs)];
  }

  /** Where a mark that is seen stands. */
  placeOf({ by }: Mark, isStill: boolean): DrawPlace {
    return isStill ? 'still' : by === '' ? 'alone' : 'room';
  }

  isOwn({ by }: Mark): boolean {
    return by === '' || by === this.#self;
  }

  /** Greatest number that this user's marks have there; a new one has to be greater, whatever the clock says. */
  lastOwnNumber(place: DrawPlace): number {
    const own = this.board(place).authors.get(this.authorAt(place));
    return own === undefined ? -1 : lastNumber(own);
  }
}
