import type { SaidChange } from '../../model/annotation/board-change.ts';
import type { LivePiece } from '../../model/annotation/live-piece.ts';
import type { Mark } from '../../model/annotation/mark.ts';
import type { MemberId } from '../../model/room/member.ts';
import type { DrawDesk } from './draw-desk.ts';
import { markText } from './draw-words.ts';

/** Marks of others are told of no more often than this. */
const TELL_EVERY_MS = 5_000;

/** Takes in what comes from the room. */
export class Hearing {
  #toldAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly desk: DrawDesk) {}

  /** From the room, own ones too. */
  drawn(changes: readonly SaidChange[]): void {
    const now = this.desk.surroundings.nowMs();
    const before = this.desk.boards.board('room');
    this.desk.boards.hear('room', changes, now);
    for (const { by, change } of changes) {
      if (change.type === 'mark') this.desk.live.end(by, change.mark.number);
    }
    if (this.desk.boards.board('room') === before) return;
    const last = changes.at(-1);
    if (
      last?.change.type === 'mark' &&
      last.agoMs < TELL_EVERY_MS &&
      !this.desk.boards.isOwn(last.change.mark)
    ) {
      this.#tellOther(last.change.mark);
    }
    this.desk.changed();
  }

  piece(from: MemberId, piece: LivePiece): void {
    if (from === this.desk.boards.authorAt('room')) return;
    this.desk.live.hear(from, piece, this.desk.surroundings.nowMs());
    this.desk.repaint();
  }

  roomChanged(): void {
    const room = this.desk.surroundings.room();
    const isOther = (room?.self ?? '') !== (this.desk.room.value?.self ?? '');
    // What is being drawn still belongs to the room that it was begun in.
    if (isOther) this.desk.send({ type: 'interrupt', wallMs: this.desk.wallMs });
    this.desk.room.value = room;
    this.desk.boards.enter(room);
    if (isOther) {
      this.desk.live.clear();
      this.desk.send({ type: 'place', place: 'room', fresh: true, wallMs: this.desk.wallMs });
    } else {
      const present = (room?.people ?? []).filter((each) => each.isPresent);
      this.desk.live.keepOnly(new Set(['', ...present.map(({ id }) => id)]));
    }
    this.desk.settle(false);
    if (this.desk.sheet.value === 'rules' && !this.desk.boards.isTrainer) this.desk.sheet.value = null;
    this.desk.changed();
  }

  #tellOther(mark: Mark): void {
    const now = this.desk.surroundings.nowMs();
    if (now - this.#toldAtMs < TELL_EVERY_MS) return;
    this.#toldAtMs = now;
    this.desk.tell('uiDrawMade', markText(mark, this.desk.words));
  }
}
