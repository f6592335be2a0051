import { describe, expect, it } from 'vitest';
import { amounts } from '../../src/ui/amounts.ts';
import { type Notice, noticeFor } from '../../src/ui/notice.ts';
import { say } from '../../src/ui/sentence.ts';
import { QUIET_DISPLAY } from '../../src/ui/verdict.ts';
import { messagesOf } from './fake-surroundings.ts';
import { BLOCK_REASONS, blockedBy, GUARDING_REASONS, instrumentOf, snapshotOf } from './snapshots.ts';

const messages = messagesOf('en');
const numbers = amounts(messages);
const words = (notice: Notice | null): readonly string[] =>
  notice === null ? [] : [notice.title, ...notice.lines].map((each) => say(each, messages, numbers));
const noticeOf = (snapshot: ReturnType<typeof snapshotOf>, badPathMs = 0) =>
  noticeFor(snapshot, QUIET_DISPLAY, badPathMs);

describe('a warning', () => {
  it('is not given for a healthy session, nor for one that connects', () => {
    expect(noticeOf(snapshotOf())).toBeNull();
    expect(noticeOf(snapshotOf({ state: 'idle', flags: { nonIdeal: true } }))).toBeNull();
    expect(noticeOf(snapshotOf({ guarding: 'connecting', blocked: 'no-data', blockedMs: 5_000 }))).toBeNull();
  });

  it('is not given for a spike of less than 300 ms', () => {
    expect(noticeOf(blockedBy('probe-overdue', { blockedMs: 299 }))).toBeNull();
    expect(noticeOf(blockedBy('probe-overdue', { blockedMs: 300 }))).not.toBeNull();
  });

  it('leaves a session that begins time for its first answer, unless presses are lost', () => {
    const path = { roundTripMs: null, effectiveMs: null, baseMs: null };
    expect(noticeOf(blockedBy('no-data', { blockedMs: 1_900, path }))).toBeNull();
    expect(noticeOf(blockedBy('no-data', { blockedMs: 2_000, path }))).not.toBeNull();
    expect(noticeOf(blockedBy('no-data', { blockedMs: 400, path, droppedPresses: 1 }))).not.toBeNull();
  });

  it('does not cry about control that is with somebody else', () => {
    expect(noticeOf(blockedBy('no-control', { state: 'stable', droppedPresses: 3 }))).toBeNull();
  });

  const troubles = BLOCK_REASONS.filter((reason) => reason !== 'no-control');
  it.each(troubles)('says what is wrong, what is done and when it ends when blocked by %s', (reason) => {
    const notice = noticeOf(blockedBy(reason));
    expect(notice?.holding).toBe(true);
    expect(words(notice).length).toBeGreaterThanOrEqual(3);
    for (const sentence of words(notice)) expect(sentence).toMatch(/\w/);
  });

  it('tells how many actions may still execute, and how many presses were not sent', () => {
    const text = words(noticeOf(blockedBy('probe-overdue', { unacknowledged: 2, droppedPresses: 1 })));
    expect(text).toContain('2 actions may still execute.');
    expect(text).toContain('1 press was not sent.');
  });

  it('waits longer for a burst cut by a spike: it ends when the user pauses', () => {
    expect(noticeOf(blockedBy('burst-cut', { blockedMs: 900 }))).toBeNull();
    expect(noticeOf(blockedBy('burst-cut', { blockedMs: 1_000 }))?.id).toBe('burst-cut');
    expect(noticeOf(blockedBy('probe-overdue', { blockedMs: 300 }))?.id).toBe('probe-overdue');
  });

  it('tells of a cut burst what was sent, and what arrived once nothing is under way', () => {
    const cutBurst = { sent: 3, dropped: 4, sinceMs: 900 };
    expect(words(noticeOf(blockedBy('burst-cut', { cutBurst, unacknowledged: 1 })))).toContain(
      'Sent so far: 3 of 7 presses.',
    );
    expect(words(noticeOf(blockedBy('burst-cut', { cutBurst })))).toContain(
      'Received: 3 of 7 presses. Check the field before you go on.',
    );
  });

  it('does not send anyone to look for what a burst left when none of it was sent', () => {
    const cutBurst = { sent: 0, dropped: 4, sinceMs: 900 };
    expect(words(noticeOf(blockedBy('burst-cut', { cutBurst })))).toContain('4 presses were not sent.');
  });

  it('cannot be put away while presses are held back by the network', () => {
    expect(noticeOf(blockedBy('breakdown'))?.dismissible).toBe(false);
    expect(noticeOf(snapshotOf({ guarding: 'unguarded' }))?.dismissible).toBe(true);
  });

  it('speaks of the link that answers again in Recovery', () => {
    expect(words(noticeOf(blockedBy('breakdown', { state: 'recovery' })))[0]).toBe('The link answers again');
  });

  it.each(GUARDING_REASONS)('names the reason and the remedy when not guarded because of %s', (reason) => {
    const notice = noticeOf(snapshotOf({ guarding: 'unguarded', guardingReason: reason }));
    expect(notice?.tone).toBe('danger');
    expect(new Set(words(notice)).size).toBe(4);
  });

  it('does not claim to hold back what passes by the policy while unverified', () => {
    const passes = snapshotOf({ guarding: 'unverified', guardingReason: 'unknown-encoding' });
    expect(words(noticeOf(passes)).join()).toContain('lets clicks and keys through');
    const blocks = { ...passes, blocked: 'unverified' as const };
    expect(words(noticeOf(blocks)).join()).toContain('are held back');
  });

  it('says when measuring only that nothing is held back, once the path is bad', () => {
    const measuring = snapshotOf({ guarding: 'measuring', unacknowledged: 1, path: { level: 'bad' } });
    expect(noticeOf(measuring, 200)).toBeNull();
    expect(words(noticeOf(measuring, 300))).toContain('1 action may still execute.');
    expect(noticeOf(measuring, 300)?.holding).toBe(false);
    expect(noticeOf(snapshotOf({ guarding: 'measuring', state: 'breakdown' }))?.id).toBe('measuring-stall');
  });

  it('tells after the end of a connection what may still execute', () => {
    expect(noticeOf(snapshotOf({ guarding: 'closed' }))).toBeNull();
    expect(words(noticeOf(snapshotOf({ guarding: 'closed', unacknowledged: 3 })))).toContain(
      '3 actions may still execute.',
    );
  });

  it('says while an override runs that presses pass, and what may still execute', () => {
    const override = { state: 'active', remainingMs: 8_000 } as const;
    const notice = noticeOf(snapshotOf({ state: 'breakdown', override, unacknowledged: 2 }));
    expect(notice).toMatchObject({ id: 'override', tone: 'danger', dismissible: false });
    expect(words(notice)[0]).toBe('Override: presses pass now');
    expect(words(notice)).toContain('2 actions may still execute.');
  });

  it('is red and lasting for an instrument that no profile of the portal names', () => {
    const unknown = snapshotOf({ instrument: instrumentOf('unknown', '') });
    expect(noticeOf(unknown)).toMatchObject({ id: 'unknown-instrument', tone: 'danger' });
    expect(words(noticeOf(unknown)).join(' ')).toContain('name other hosts');
    expect(noticeOf({ ...unknown, guarding: 'measuring' })?.id).toBe('unknown-instrument');
    expect(noticeOf(blockedBy('breakdown', { instrument: unknown.instrument }))?.id).toBe('breakdown');
    expect(noticeOf(snapshotOf({ instrument: instrumentOf('matched', 'SEM') }))).toBeNull();
  });

  it('tells what may still execute of a session that cannot be read any more', () => {
    const lost = snapshotOf({
      guarding: 'unverified',
      guardingReason: 'unknown-encoding',
      unacknowledged: 1,
    });
    expect(words(noticeOf(lost))).toContain('1 action may still execute.');
  });

  it('sends the user to the toolbar when the page hides the overlay', () => {
    const notice = noticeFor(snapshotOf(), { ...QUIET_DISPLAY, interfered: true }, 0);
    expect(words(notice).join()).toContain('toolbar');
    const held = noticeFor(blockedBy('interfered'), { ...QUIET_DISPLAY, interfered: true }, 0);
    expect(words(held).join()).toContain('presses are held back');
  });

  it('asks for a reload when the extension went away, but a block goes first', () => {
    const display = { ...QUIET_DISPLAY, detached: true };
    expect(noticeFor(snapshotOf(), display, 0)?.id).toBe('detached');
    expect(noticeFor(blockedBy('breakdown'), display, 0)?.id).toBe('breakdown');
  });
});
