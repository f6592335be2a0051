import { describe, expect, it } from 'vitest';
import { MAX_CONNECTIONS, SessionBoard } from '../../src/ui/session-board.ts';
import { snapshotOf } from '../support/snapshot-of.ts';

describe('the board of sessions', () => {
  it('keeps the newest picture of each connection, in the order they were opened', () => {
    const board = new SessionBoard();
    board.put(snapshotOf({ connection: '1', state: 'idle' }));
    board.put(snapshotOf({ connection: '2' }));
    board.put(snapshotOf({ connection: '1', state: 'breakdown' }));
    expect(board.snapshots.map(({ connection, state }) => [connection, state])).toEqual([
      ['1', 'breakdown'],
      ['2', 'stable'],
    ]);
  });

  it('tells a new listener what is known, and all when something changes, until they stop', () => {
    const board = new SessionBoard();
    const heard: number[] = [];
    board.put(snapshotOf({ connection: '1' }));
    const stop = board.subscribe((snapshots) => heard.push(snapshots.length));
    board.put(snapshotOf({ connection: '2' }));
    stop();
    stop();
    board.put(snapshotOf({ connection: '3' }));
    expect(heard).toEqual([1, 2]);
  });

  it('lets a closed connection make room, and refuses a further open one', () => {
    const board = new SessionBoard();
    for (let i = 0; i < MAX_CONNECTIONS; i++) board.put(snapshotOf({ connection: `${i}` }));
    expect(board.put(snapshotOf({ connection: 'more' }))).toBe(false);
    board.put(snapshotOf({ connection: '3', guarding: 'closed' }));
    expect(board.put(snapshotOf({ connection: 'more' }))).toBe(true);
    expect(board.snapshots).toHaveLength(MAX_CONNECTIONS);
    expect(board.snapshots.map(({ connection }) => connection)).not.toContain('3');
  });
});
