import { applyAll, type Board, EMPTY_BOARD } from '../../src/model/annotation/board.ts';
import type { BoardChange, SaidChange } from '../../src/model/annotation/board-change.ts';
import type { Mark, MarkShape, StrokePoint } from '../../src/model/annotation/mark.ts';

/** Names of members as rooms make them. */
export const memberId = (letter: string): string => letter.repeat(22);

/** A kept arrow, where nothing else is said. */
export function markOf(by: string, number: number, change: Partial<Mark> = {}): Mark {
  return {
    by,
    number,
    shape: { tool: 'arrow', from: { x: 10, y: 20 }, to: { x: 30.25, y: 40 } },
    color: 'yellow',
    width: 4,
    frame: { width: 1024, height: 768 },
    fadeMs: null,
    ...change,
  };
}

export function strokeOf(length: number): Extract<MarkShape, { tool: 'pen' }> {
  const point = (index: number): StrokePoint => ({ x: index % 1000, y: (index * 7) % 700, pressure: 1 });
  return { tool: 'pen', points: Array.from({ length }, (_, index) => point(index)) };
}

export function saidBy(by: string, change: BoardChange, more: Partial<SaidChange> = {}): SaidChange {
  return { by, isTrainer: false, agoMs: 0, change, ...more };
}

/** A board after these. */
export function boardAfter(said: readonly SaidChange[], nowMs = 0, before = EMPTY_BOARD): Board {
  return applyAll(before, said, nowMs).board;
}
