import type { BoardChange } from '../model/annotation/board-change.ts';
import type { AgedChange } from '../model/annotation/board-snapshot.ts';
import { type PackedChange, packedAgo, packedChange } from '../model/annotation/packed.ts';
import { MAX_CHANGES, type WrittenSaid } from '../model/room/content.ts';
import type { MemberId } from '../model/room/member.ts';
import { Allowance } from './allowance.ts';

/** UTF-8 bytes of the changes of one message: with signature and base64url it is below MAX_BOX. */
export const MAX_BOX_BYTES = 47_000;
/** Own changes that wait for the relay; beyond them all that stands is said anew. */
export const MAX_WAITING_CHANGES = 500;
/** What a relay keeps for a slow reader is a megabyte, of all members together. */
const BYTES = { perSecond: 48_000, burst: 96_000 };
/** What a message counts at least: six a second are well below what a relay refuses. */
const MIN_COST = 8000;

/** What is owed to somebody who is new: all that stands of an author. */
export interface Debt {
  /** null: everybody. */
  readonly to: MemberId | null;
  /** An author who is gone; null: own marks. */
  readonly of: MemberId | null;
}

export interface OwnDrawingOptions {
  readonly nowMs: () => number;
  /** What is owed, as it stands now. */
  readonly pay: (debt: Debt) => readonly AgedChange[];
  /** null: anybody at all. */
  readonly isHere: (member: MemberId | null) => boolean;
}

export interface OutgoingBoard {
  readonly content: WrittenSaid;
  readonly to: MemberId | null;
  /** Given to the relay; the echo with this count will show that it arrived. */
  readonly done: (echo: number) => void;
}

interface Piece {
  readonly change: PackedChange;
  readonly atMs: number;
  readonly bytes: number;
}

interface Own {
  readonly piece: Piece;
  /** The count of the echo that will confirm it; null: not given to the relay. */
  echo: number | null;
}

/** What is to be said of a board: own changes until they have arrived, and what stands to whoever is new. */
export class OwnDrawing {
  readonly #options: OwnDrawingOptions;
  readonly #allowance: Allowance;
  #own: readonly Own[] = [];
  #debts: readonly Debt[] = [];
  /** The first debt, cut into messages; null: not begun. */
  #boxes: readonly (readonly Piece[])[] | null = null;
  #paid: readonly { readonly debt: Debt; readonly echo: number }[] = [];

  constructor(options: OwnDrawingOptions) {
    this.#options = options;
    this.#allowance = new Allowance(BYTES, options.nowMs());
  }

  say(change: BoardChange): void {
    const piece = pieceOf(change, this.#options.nowMs());
    if (this.#own.length < MAX_WAITING_CHANGES) this.#own = [...this.#own, { piece, echo: null }];
    else {
      this.#own = [];
      this.owe({ to: null, of: null });
    }
  }

  owe(debt: Debt): void {
    // What was begun holds what stood then; what came since goes out by itself.
    const isKnown = this.#debts.some(({ to, of }) => (to === debt.to || to === null) && of === debt.of);
    if (!isKnown) this.#debts = [...this.#debts, debt];
  }

  /** The connection broke, or the relay refused: what was given may not have arrived, and goes out again. */
  takeBack(): void {
    for (const each of this.#own) each.echo = null;
    this.#boxes = null;
    const again = this.#paid.map(({ debt }) => debt);
    this.#paid = [];
    for (const debt of again) this.owe(debt);
  }

  /** All that was given before this echo has arrived. */
  confirmed(echo: number): void {
    this.#own = this.#own.filter((each) => each.echo === null || each.echo > echo);
    this.#paid = this.#paid.filter((each) => each.echo > echo);
  }

  /** null: nothing to say, or too much was said just now. */
  next(): OutgoingBoard | null {
    return this.#allowance.isLeft(this.#options.nowMs()) ? (this.#nextOwn() ?? this.#nextDebt()) : null;
  }

  #nextOwn(): OutgoingBoard | null {
    const waiting = this.#own.filter(({ echo }) => echo === null);
    const [box] = boxesOf(waiting.map(({ piece }) => piece));
    if (box === undefined) return null;
    return this.#outgoing(box, null, (echo) => {
      for (const each of waiting.slice(0, box.length)) each.echo = echo;
    });
  }

  #nextDebt(): OutgoingBoard | null {
    for (let debt = this.#debts[0]; debt !== undefined; debt = this.#debts[0]) {
      const first = debt;
      const { nowMs, pay, isHere } = this.#options;
      this.#boxes ??= boxesOf(pay(debt).map(({ change, agoMs }) => pieceOf(change, nowMs() - agoMs)));
      const [box, ...rest] = this.#boxes;
      if (box !== undefined && isHere(debt.to)) {
        return this.#outgoing(box, debt.to, (echo) => {
          // It may have been taken back meanwhile.
          if (this.#boxes?.[0] !== box) return;
          this.#boxes = rest;
          if (rest.length === 0) this.#settle(first, echo);
        });
      }
      this.#settle(debt, null);
    }
    return null;
  }

  #settle(debt: Debt, echo: number | null): void {
    this.#debts = this.#debts.filter((each) => each !== debt);
    this.#boxes = null;
    if (echo !== null) this.#paid = [...this.#paid, { debt, echo }];
  }

  #outgoing(box: readonly Piece[], to: MemberId | null, onDone: (echo: number) => void): OutgoingBoard {
    const nowMs = this.#options.nowMs();
    const changes = box.map(({ change, atMs }) => ({ agoMs: packedAgo(nowMs - atMs), change }));
    const done = (echo: number) => {
      this.#allowance.spend(
        Math.max(
          MIN_COST,
          box.reduce((sum, { bytes }) => sum + bytes, 0),
        ),
      );
      onDone(echo);
    };
    return { content: { type: 'board', changes }, to, done };
  }
}

/** What stands around a change in its message. */
const FRAME_BYTES = 40;

function pieceOf(change: BoardChange, atMs: number): Piece {
  const packed = packedChange(change);
  const bytes = new TextEncoder().encode(JSON.stringify(packed)).length + FRAME_BYTES;
  return { change: packed, atMs, bytes };
}

/** In messages that a relay takes. */
function boxesOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const boxes: Piece[][] = [];
  let bytes = 0;
  for (const piece of pieces) {
    const box = boxes.at(-1);
    bytes += piece.bytes;
    if (box !== undefined && bytes <= MAX_BOX_BYTES && box.length < MAX_CHANGES) box.push(piece);
    else {
      boxes.push([piece]);
      bytes = piece.bytes;
    }
  }
  return boxes;
}
