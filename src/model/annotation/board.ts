import { isAtLeast, type MemberId, type Role } from '../room/member.ts';
import {
  type AuthorMarks,
  lastNumber,
  NO_MARKS,
  type PlacedMark,
  raised,
  withKeeping,
  withMark,
  withoutFaded,
  withoutMarks,
} from './author-marks.ts';
import { type BoardChange, type DrawRules, FREE_RULES, type SaidChange } from './board-change.ts';

export type { PlacedMark } from './author-marks.ts';

/** All that was drawn and not erased, and what has to be remembered so that no order of messages matters. */
export interface Board {
  /** As they are drawn: by number, then author. Some may have faded. */
  readonly marks: readonly PlacedMark[];
  readonly rules: DrawRules;
  readonly authors: ReadonlyMap<MemberId, AuthorMarks>;
  /** Who made the rules, and with which stamp; null: nobody has. */
  readonly ruledBy: { readonly by: MemberId; readonly stamp: number } | null;
}

export const EMPTY_BOARD: Board = { marks: [], rules: FREE_RULES, authors: new Map(), ruledBy: null };

/** The last part of fading, in which a mark gets fainter. */
export const FADE_OUT_MS = 1000;
/** A faded mark is kept for so long: word that it was pinned may be under way. */
const FADED_KEPT_MS = 30_000;
/** Authors that are remembered, those who left included; 32 are in a room. */
export const MAX_AUTHORS = 128;

/** Who may do what. What is not allowed is forged: no member's client says it. */
export function isAllowed({ by, isTrainer, change }: SaidChange): boolean {
  switch (change.type) {
    case 'mark':
      return change.mark.by === by;
    case 'erase':
    case 'keep':
      return isTrainer || change.of === by;
    case 'clear':
      return isTrainer || change.floors.every(({ of }) => of === by);
    case 'rules':
      return isTrainer;
    default:
      return change satisfies never;
  }
}

/** The same object if nothing changed. @param nowMs as in `visibleMarks`: of any clock, always the same */
export function apply(board: Board, said: SaidChange, nowMs: number): Board {
  return applyAll(board, [said], nowMs).board;
}

/** `taken`: those that changed something. */
export function applyAll(
  board: Board,
  said: readonly SaidChange[],
  nowMs: number,
): { readonly board: Board; readonly taken: readonly SaidChange[] } {
  const authors = new Map(board.authors);
  let { rules, ruledBy } = board;
  const rule = (each: SaidChange): boolean => {
    if (each.change.type !== 'rules' || !isLater({ rules, ruledBy }, each.by, each.change)) return false;
    ({ rules } = each.change);
    ruledBy = { by: each.by, stamp: each.change.stamp };
    return true;
  };
  const taken = said.filter((each) => isAllowed(each) && (rule(each) || changeAuthors(authors, each, nowMs)));
  if (taken.length === 0) return { board, taken };
  return { board: { ...board, authors, rules, ruledBy, marks: marksOf(board, authors) }, taken };
}

/** What was forgotten is not drawn any more; to be called now and then. */
export function dropFaded(board: Board, nowMs: number): Board {
  const authors = new Map<MemberId, AuthorMarks>();
  let isSame = true;
  for (const [of, author] of board.authors) {
    const left = withoutFaded(author, nowMs - FADED_KEPT_MS);
    isSame &&= left === author;
    authors.set(of, left);
  }
  return isSame ? board : { ...board, authors, marks: marksOf(board, authors) };
}

/** 1: as drawn; 0: gone. */
export function faded({ mark: { fadeMs }, sinceMs }: PlacedMark, nowMs: number): number {
  if (fadeMs === null) return 1;
  return Math.min(1, Math.max(0, (sinceMs + fadeMs - nowMs) / FADE_OUT_MS));
}

/**
 * What is seen, in drawing order.
 * @param roles of all who were here, with the role they had last; who is not among them is an observer
 */
export function visibleMarks(
  { marks, rules }: Board,
  roles: ReadonlyMap<MemberId, Role>,
  nowMs: number,
): readonly (PlacedMark & { readonly opacity: number })[] {
  // Asked for every frame, of thousands of marks by a few authors.
  const may = new Map<MemberId, boolean>();
  const seen: (PlacedMark & { readonly opacity: number })[] = [];
  for (const placed of marks) {
    const { mark, sinceMs } = placed;
    let isSeen = may.get(mark.by);
    if (isSeen === undefined) {
      isSeen = mayDraw(rules, mark.by, roles);
      may.set(mark.by, isSeen);
    }
    const opacity = isSeen ? faded(placed, nowMs) : 0;
    if (opacity > 0) seen.push({ mark, sinceMs, opacity });
  }
  return seen;
}

/** '' is this user alone, who always may. */
export function mayDraw(
  { muted, leastRole }: DrawRules,
  by: MemberId,
  roles: ReadonlyMap<MemberId, Role>,
): boolean {
  return by === '' || (!muted.includes(by) && isAtLeast(roles.get(by) ?? 'observer', leastRole));
}

/** For a mark, or for the rules: greater than what was said of it before, and than what most clocks say. */
export function nextStamp(
  { authors, ruledBy }: Board,
  about: 'rules' | { readonly of: MemberId; readonly number: number },
  wallMs: number,
): number {
  const known = about === 'rules' ? ruledBy : authors.get(about.of)?.entries.get(about.number)?.keeping;
  return Math.min(Number.MAX_SAFE_INTEGER, Math.max(Math.floor(wallMs), (known?.stamp ?? 0) + 1));
}

/** Clears what is seen now. @param of null: of everybody, which is a trainer's */
export function clearing({ authors }: Board, of: MemberId | null): Extract<BoardChange, { type: 'clear' }> {
  const floors = [...authors].flatMap(([author, known]) =>
    (of === null || author === of) && known.entries.size > 0 ? [{ of: author, upTo: lastNumber(known) }] : [],
  );
  return { type: 'clear', floors };
}

function isLater(
  { rules, ruledBy }: Pick<Board, 'rules' | 'ruledBy'>,
  by: MemberId,
  next: Extract<BoardChange, { type: 'rules' }>,
): boolean {
  if (ruledBy === null || next.stamp !== ruledBy.stamp) return next.stamp > (ruledBy?.stamp ?? -1);
  if (by !== ruledBy.by) return by > ruledBy.by;
  return JSON.stringify(next.rules) > JSON.stringify(rules);
}

/** @returns whether anything changed */
function changeAuthors(
  authors: Map<MemberId, AuthorMarks>,
  { by, isTrainer, agoMs, change }: SaidChange,
  nowMs: number,
): boolean {
  const sinceMs = nowMs - agoMs;
  const become = (of: MemberId, turn: (author: AuthorMarks) => AuthorMarks): boolean => {
    const before = authors.get(of) ?? NO_MARKS;
    const after = turn(before);
    if (after === before || !(authors.has(of) || hasRoom(authors))) return false;
    authors.set(of, after);
    return true;
  };
  switch (change.type) {
    case 'mark':
      return become(by, (author) => withMark(author, change.mark, sinceMs));
    case 'erase':
      return become(change.of, (author) => withoutMarks(author, change.numbers));
    case 'clear':
      return change.floors.map(({ of, upTo }) => become(of, (author) => raised(author, upTo))).includes(true);
    case 'keep': {
      const { of, number, stamp, fadeMs } = change;
      const keeping = { stamp, by, isTrainer, fadeMs, sinceMs };
      return become(of, (author) => withKeeping(author, number, keeping));
    }
    case 'rules':
      return false;
    default:
      return change satisfies never;
  }
}

/** Whoever comes again and again under new names fills the memory once, and takes nothing from who is there. */
function hasRoom(authors: Map<MemberId, AuthorMarks>): boolean {
  if (authors.size < MAX_AUTHORS) return true;
  for (const [of, { entries }] of authors) {
    if ([...entries.values()].some(({ shown }) => shown !== null)) continue;
    authors.delete(of);
    return true;
  }
  return false;
}

function marksOf(before: Board, authors: ReadonlyMap<MemberId, AuthorMarks>): readonly PlacedMark[] {
  const isSame = (of: MemberId) => before.authors.get(of) === authors.get(of);
  const changed = [...authors].flatMap(([of, { entries }]) =>
    isSame(of) ? [] : [...entries.values()].flatMap(({ shown }) => shown ?? []),
  );
  return [...before.marks.filter(({ mark }) => isSame(mark.by)), ...changed].sort(inDrawingOrder);
}

function inDrawingOrder({ mark: a }: PlacedMark, { mark: b }: PlacedMark): number {
  return a.number - b.number || (a.by < b.by ? -1 : a.by > b.by ? 1 : 0);
}
