import {
  applyAll,
  type Board,
  dropFaded,
  EMPTY_BOARD,
  isAllowed,
  mayDraw,
} from '../model/annotation/board.ts';
import type { BoardChange, SaidChange } from '../model/annotation/board-change.ts';
import { type AgedChange, legacyOf, snapshotOf, wholeOf } from '../model/annotation/board-snapshot.ts';
import type { LivePiece } from '../model/annotation/live-piece.ts';
import { isAtLeast, type MemberId, type Role } from '../model/room/member.ts';
import { Allowance } from './allowance.ts';
import type { KnownMember } from './members.ts';
import { type Debt, OwnDrawing } from './own-drawing.ts';

/** What a trainer did to the marks of others is said to who comes back for so long: so long they may have been away. */
export const ACTS_KEPT_MS = 300_000;
const MAX_ACTS = 50;
/** Pieces of one member that are passed on: one draws 20 a second. */
const PIECES = { perSecond: 40, burst: 40 };

export interface DrawingOptions {
  readonly self: MemberId;
  readonly nowMs: () => number;
  /** In their order. */
  readonly members: () => readonly KnownMember[];
  /** What changed the board, own ones too. */
  readonly onDrawn: (changes: readonly SaidChange[]) => void;
  readonly onPiece: (from: MemberId, piece: LivePiece) => void;
  /** Somebody said what was not theirs to say. */
  readonly onBad: (from: MemberId) => void;
}

/** The board of a room: what its members drew, who may, and who still has to hear of it. */
export class Drawing {
  readonly own: OwnDrawing;
  readonly #options: DrawingOptions;
  readonly #pieces = new Map<MemberId, Allowance>();
  /** Who could hear it from each author: nobody else has to say it to them. */
  readonly #served = new Map<MemberId, Set<MemberId>>();
  #board: Board = EMPTY_BOARD;
  #present: ReadonlySet<MemberId> = new Set();
  /** What a trainer here did to the marks of others, and to the rules. */
  #acts: readonly { readonly change: BoardChange; readonly atMs: number }[] = [];

  constructor(options: DrawingOptions) {
    this.#options = options;
    const isHere = (id: MemberId | null) => (id === null ? this.#present.size > 0 : this.#present.has(id));
    this.own = new OwnDrawing({ nowMs: options.nowMs, pay: (debt) => this.#pay(debt), isHere });
  }

  /** @returns false: this member may not */
  draw(change: BoardChange): boolean {
    const { self, nowMs, onDrawn } = this.#options;
    const said: SaidChange = { by: self, isTrainer: this.#isTrainer(self), agoMs: 0, change };
    if (!isAllowed(said) || (change.type === 'mark' && !this.#mayDraw(self))) return false;
    const { board, taken } = applyAll(this.#board, [said], nowMs());
    if (taken.length === 0) return true;
    this.#board = board;
    this.own.say(change);
    if (!isOfOwn(change, self)) this.#acts = [...this.#acts, { change, atMs: nowMs() }].slice(-MAX_ACTS);
    onDrawn(taken);
    return true;
  }

  /** Whether what is being drawn here is worth telling. */
  get mayShow(): boolean {
    return this.#mayDraw(this.#options.self);
  }

  heard(from: MemberId, changes: readonly AgedChange[]): void {
    const { nowMs, onDrawn, onBad } = this.#options;
    const isTrainer = this.#isTrainer(from);
    const said: SaidChange[] = [];
    let isBad = false;
    for (const { agoMs, change } of changes) {
      const each: SaidChange = { by: from, isTrainer, agoMs, change };
      if (isAllowed(each)) said.push(each);
      else if (change.type === 'mark' && !this.#isMember(change.mark.by)) {
        const { by, number } = change.mark;
        // Only who was here first speaks for who is gone, and never against what is known of them.
        const isTaken = this.#isFirst(from, this.#options.self) && !this.#isKnown(by, number);
        if (isTaken) said.push({ by, isTrainer: false, agoMs, change });
      } else isBad = true;
    }
    const { board, taken } = applyAll(this.#board, said, nowMs());
    this.#board = board;
    if (taken.length > 0) onDrawn(taken);
    if (isBad) onBad(from);
  }

  showed(from: MemberId, piece: LivePiece): void {
    const { nowMs, onPiece } = this.#options;
    const allowance = this.#pieces.get(from) ?? new Allowance(PIECES, nowMs());
    this.#pieces.set(from, allowance);
    if (!this.#mayDraw(from) || !allowance.isLeft(nowMs())) return;
    allowance.spend(1);
    onPiece(from, piece);
  }

  /** Who is here changed: whoever is new is told what stands. */
  met(): void {
    const { self } = this.#options;
    const here = this.#here().filter((id) => id !== self);
    const fresh = here.filter((id) => !this.#present.has(id));
    this.#present = new Set(here);
    const [first, second] = fresh;
    if (first !== undefined) this.own.owe({ to: second === undefined ? first : null, of: null });
    this.#serve(here);
    for (const id of this.#pieces.keys()) if (!this.#isMember(id)) this.#pieces.delete(id);
  }

  /** The connection broke: what was said last may have reached nobody. */
  lost(): void {
    this.own.takeBack();
    this.own.owe({ to: null, of: null });
  }

  tick(): void {
    this.#board = dropFaded(this.#board, this.#options.nowMs());
  }

  /** All of it, for whoever looks from now on. */
  whole(): readonly SaidChange[] {
    return wholeOf(this.#board, this.#options.nowMs());
  }

  /** Authors say what is theirs. Of who is gone for good, the first one here says it to who never heard it. */
  #serve(here: readonly MemberId[]): void {
    for (const id of here) {
      const served = this.#served.get(id) ?? new Set();
      for (const each of here) served.add(each);
      this.#served.set(id, served);
    }
    for (const [id, served] of this.#served) {
      for (const each of served) if (!this.#isMember(each)) served.delete(each);
      if (!this.#isMember(id) && !this.#board.authors.has(id)) this.#served.delete(id);
    }
    for (const of of this.#board.authors.keys()) {
      if (this.#isMember(of) || of === this.#options.self) continue;
      const served = this.#served.get(of) ?? new Set();
      this.#served.set(of, served);
      for (const to of here) {
        if (!served.has(to) && this.#isFirst(this.#options.self, to)) this.own.owe({ to, of });
        served.add(to);
      }
    }
  }

  #pay({ of }: Debt): readonly AgedChange[] {
    const { self, nowMs } = this.#options;
    if (of !== null) return legacyOf(this.#board, of, nowMs());
    return [...this.#trainersWord(), ...snapshotOf(this.#board, self, nowMs())];
  }

  /** The rules as they are, whoever made them, and what was done to others lately. */
  #trainersWord(): readonly AgedChange[] {
    const { self, nowMs } = this.#options;
    const { rules, ruledBy } = this.#board;
    if (!this.#isTrainer(self)) return [];
    this.#acts = this.#acts.filter(({ atMs }) => nowMs() - atMs < ACTS_KEPT_MS);
    const acts = this.#acts.map(({ change, atMs }) => ({ agoMs: nowMs() - atMs, change }));
    if (ruledBy === null) return acts;
    return [{ agoMs: 0, change: { type: 'rules', rules, stamp: ruledBy.stamp } }, ...acts];
  }

  #here(): readonly MemberId[] {
    return this.#options
      .members()
      .flatMap(({ member, keys }) => (keys !== null && member.isPresent ? [member.id] : []));
  }

  /** Whether `id` is the first of those who are here beside `to`. */
  #isFirst(id: MemberId, to: MemberId): boolean {
    return this.#here().find((each) => each !== to) === id;
  }

  #isKnown(author: MemberId, number: number): boolean {
    const entry = this.#board.authors.get(author)?.entries.get(number);
    return entry !== undefined && (entry.drawn !== null || entry.isErased);
  }

  #isMember(id: MemberId): boolean {
    return this.#roleOf(id) !== undefined;
  }

  #roleOf(id: MemberId): Role | undefined {
    return this.#options.members().find(({ member }) => member.id === id)?.member.role;
  }

  #isTrainer(id: MemberId): boolean {
    return isAtLeast(this.#roleOf(id) ?? 'observer', 'trainer');
  }

  #mayDraw(id: MemberId): boolean {
    return mayDraw(this.#board.rules, id, new Map([[id, this.#roleOf(id) ?? 'observer']]));
  }
}

function isOfOwn(change: BoardChange, self: MemberId): boolean {
  switch (change.type) {
    case 'mark':
      return true;
    case 'erase':
    case 'keep':
      return change.of === self;
    case 'clear':
      return change.floors.every(({ of }) => of === self);
    case 'rules':
      return false;
    default:
      return change satisfies never;
  }
}
