import type { MemberId } from '../room/member.ts';
import { lastNumber } from './author-marks.ts';
import type { Board } from './board.ts';

/**
 * The number of the next own mark or laser trail: above all own ones, and of now, so that a page that was loaded again
 * gives no number twice.
 * @param last of what was drawn but is on no board, such as a laser's; -1: none
 */
export function ownNumber(board: Board, self: MemberId, last: number, wallMs: number): number {
  const author = board.authors.get(self);
  return Math.max(last + 1, (author === undefined ? -1 : lastNumber(author)) + 1, Math.floor(wallMs));
}
