import { describe, expect, it } from 'vitest';
import { announce, CLEAR_AFTER_MS, QUIET_MS, SILENT_ANNOUNCER } from '../../src/ui/announcer.ts';
import { afterNotice, noticeFor } from '../../src/ui/notice.ts';
import { QUIET_DISPLAY, verdict } from '../../src/ui/verdict.ts';
import { blockedBy, snapshotOf } from './snapshots.ts';

const stable = verdict(snapshotOf(), QUIET_DISPLAY);
const idle = verdict(snapshotOf({ state: 'idle' }), QUIET_DISPLAY);
const late = noticeFor(blockedBy('probe-overdue'), QUIET_DISPLAY, 0);
const retry = noticeFor(blockedBy('retry'), QUIET_DISPLAY, 0);
const stalled = noticeFor(blockedBy('breakdown', { state: 'breakdown' }), QUIET_DISPLAY, 0);

describe('the announcer', () => {
  it('says the first state politely, and idle and stable with one word', () => {
    const first = announce(SILENT_ANNOUNCER, stable, null, 10);
    expect(first).toMatchObject({ region: 'polite', sentences: [{ key: 'uiSay_stable' }] });
    expect(announce(first, idle, null, 60_000)).toMatchObject({ sentences: [], atMs: 10 });
  });

  it('says a block at once and assertively, and a graver one at once', () => {
    const first = announce(SILENT_ANNOUNCER, stable, null, 10);
    const blocked = announce(first, stable, late, 500);
    expect(blocked).toMatchObject({ region: 'assertive', atMs: 500 });
    expect(announce(blocked, stable, stalled, 900)).toMatchObject({ region: 'assertive', atMs: 900 });
  });

  it('does not chatter when warnings of one weight alternate', () => {
    let announcer = announce(SILENT_ANNOUNCER, stable, late, 0);
    let said = 0;
    for (let atMs = 200; atMs < 60_000; atMs += 200) {
      const next = announce(announcer, stable, atMs % 400 === 0 ? late : retry, atMs);
      if (next.atMs !== announcer.atMs) said++;
      announcer = next;
    }
    expect(said).toBeLessThanOrEqual(60_000 / QUIET_MS);
    expect(said).toBeGreaterThan(5);
  });

  it('says "you can go on" when there is room, and not "stable" after it', () => {
    const blocked = announce(SILENT_ANNOUNCER, stable, stalled, 0);
    expect(announce(blocked, stable, afterNotice(null), QUIET_MS - 1).atMs).toBe(0);
    const clear = announce(blocked, stable, afterNotice(null), QUIET_MS);
    expect(clear).toMatchObject({ region: 'polite', atMs: QUIET_MS });
    expect(announce(clear, stable, null, 3 * QUIET_MS).atMs).toBe(QUIET_MS);
  });

  it('empties its region, so that the same words can be said again', () => {
    const first = announce(SILENT_ANNOUNCER, stable, late, 0);
    expect(announce(first, stable, late, CLEAR_AFTER_MS - 1).sentences).not.toEqual([]);
    expect(announce(first, stable, late, CLEAR_AFTER_MS).sentences).toEqual([]);
  });
});
