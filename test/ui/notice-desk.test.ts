import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { FRESH_MS } from '../../src/ui/fresh.ts';
import {
  advance,
  CLEAR_MS,
  CUT_MS,
  DWELL_MS,
  dismiss,
  EMPTY_DESK,
  type NoticeDesk,
} from '../../src/ui/notice-desk.ts';
import { QUIET_DISPLAY } from '../../src/ui/verdict.ts';
import { blockedBy, snapshotOf } from './snapshots.ts';

/** Moves a desk over pictures; the clock of the pictures is the desk's own. */
function over(
  steps: readonly (readonly [atMs: number, snapshot: Snapshot])[],
  start = EMPTY_DESK,
): NoticeDesk {
  return steps.reduce(
    (desk, [atMs, snapshot]) => advance(desk, { ...snapshot, nowMs: atMs }, QUIET_DISPLAY, atMs),
    start,
  );
}

const late = blockedBy('probe-overdue');
const stalled = blockedBy('breakdown', { state: 'breakdown' });
const cut = blockedBy('burst-cut', { cutBurst: { sent: 3, dropped: 4, sinceMs: 500 } });
const fine = snapshotOf();

describe('the banner', () => {
  it('shows a warning at once and a graver one at once', () => {
    expect(over([[0, late]]).shown?.id).toBe('probe-overdue');
    expect(
      over([
        [0, late],
        [100, stalled],
      ]).shown?.id,
    ).toBe('breakdown');
  });

  it('keeps a warning long enough to be read before a milder one', () => {
    const desk = over([
      [0, stalled],
      [100, cut],
    ]);
    expect(desk.shown?.id).toBe('breakdown');
    expect(over([[DWELL_MS, cut]], desk).shown?.id).toBe('burst-cut');
  });

  it('says that one can go on when presses pass again, then falls silent', () => {
    const desk = over([
      [0, late],
      [2_000, fine],
    ]);
    expect(desk.shown?.id).toBe('clear');
    expect(over([[2_000 + CLEAR_MS - 1, fine]], desk).shown?.id).toBe('clear');
    expect(over([[2_000 + CLEAR_MS, fine]], desk).shown).toBeNull();
  });

  it('tells of a cut burst for longer, though the picture does not any more', () => {
    const desk = over([
      [0, cut],
      [2_000, fine],
    ]);
    expect(desk.shown).toMatchObject({ id: 'clear-cut', lines: [{ key: 'uiArrived' }, {}] });
    expect(over([[2_000 + CUT_MS - 1, fine]], desk).shown?.id).toBe('clear-cut');
    expect(over([[2_000 + CUT_MS, fine]], desk).shown).toBeNull();
    expect(
      over(
        [
          [2_000 + CUT_MS, fine],
          [20_000, late],
          [22_000, fine],
        ],
        desk,
      ).shown?.id,
    ).toBe('clear');
  });

  it('does not call the end while a new block is only beginning', () => {
    expect(
      over([
        [0, late],
        [1_500, blockedBy('retry', { blockedMs: 100 })],
      ]).shown?.id,
    ).toBe('probe-overdue');
  });

  it('counts for how long the path has been bad while only measuring', () => {
    const bad = snapshotOf({ guarding: 'measuring', path: { level: 'bad' } });
    const desk = over([
      [0, bad],
      [200, bad],
    ]);
    expect(desk.shown).toBeNull();
    expect(over([[400, bad]], desk).shown?.id).toBe('measuring-bad');
    expect(
      over(
        [
          [400, fine],
          [600, bad],
        ],
        desk,
      ).shown,
    ).toBeNull();
  });

  it('stays away when put away, until the condition has ended', () => {
    const lost = snapshotOf({ guarding: 'unguarded', guardingReason: 'kasm' });
    const away = dismiss(over([[0, lost]]), FRESH_MS);
    expect(away.shown).toBeNull();
    expect(
      over(
        [
          [1_000, lost],
          [9_000, lost],
        ],
        away,
      ).shown,
    ).toBeNull();
    expect(
      over(
        [
          [1_000, fine],
          [2_000, lost],
        ],
        away,
      ).shown?.id,
    ).toBe('unguarded');
  });

  it('cannot be put away by a click that meant the picture it has just come over', () => {
    const lost = over([[1_000, snapshotOf({ guarding: 'unguarded', guardingReason: 'kasm' })]]);
    expect(dismiss(lost, 1_000 + FRESH_MS - 1).shown?.id).toBe('unguarded');
    expect(dismiss(lost, 1_000 + FRESH_MS).shown).toBeNull();
  });

  it('cannot be put away while presses are held back', () => {
    expect(dismiss(over([[0, stalled]]), FRESH_MS).shown?.id).toBe('breakdown');
  });

  it('puts "you can go on" away for good', () => {
    const away = dismiss(
      over([
        [0, cut],
        [2_000, fine],
      ]),
      2_000 + FRESH_MS,
    );
    expect(over([[2_100, fine]], away).shown).toBeNull();
  });

  it('is empty without a connection', () => {
    expect(advance(over([[0, late]]), undefined, QUIET_DISPLAY, 100).shown).toBeNull();
  });
});
