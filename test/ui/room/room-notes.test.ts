import { describe, expect, it } from 'vitest';
import type { LockPhase } from '../../../src/model/control/lock-view.ts';
import {
  ANSWER_MS,
  IGNORED_MS,
  type NoteFacts,
  notesOf,
  OUTSIDER_MS,
} from '../../../src/ui/room/room-notes.ts';
import { speaker } from '../../../src/ui/room/room-words.ts';
import { messagesOf } from '../fake-surroundings.ts';
import { ADA, BEN, personOf, type RoomParts, roomOf, SELF } from './room-of.ts';

const HEADLINE = { key: 'uiRoomHeld', words: [{ member: ADA }] };
const held = (holder: string): LockPhase => ({ type: 'held', holder });

function notes(parts: RoomParts, facts: Partial<NoteFacts> = {}): readonly string[] {
  const room = roomOf(parts);
  const say = speaker(messagesOf('en'), room.people);
  return notesOf(room, HEADLINE, { sinceMs: 0, ignoredMs: null, former: null, ...facts }).map(
    ({ title, remedy }) =>
      [title, ...(remedy === null ? [] : [remedy])].map(say).join(' ').replace(/[⁨⁩]/g, ''),
  );
}

describe('a note in the room', () => {
  it('is not there while all is well', () => {
    expect(notes({ phase: held(ADA) })).toEqual([]);
  });

  it('says that a press was not sent, and who has control, for a moment', () => {
    expect(notes({ phase: held(ADA) }, { ignoredMs: 0 })).toEqual([
      'What you pressed was not sent. Ada has control',
    ]);
    expect(notes({ phase: held(ADA) }, { ignoredMs: IGNORED_MS })).toEqual([]);
  });

  it('counts what the one before may still do, for who has control now', () => {
    const lock = { mayStillExecute: 2 };
    expect(notes({ phase: held(SELF), lock }, { former: BEN })[0]).toContain(
      '2 actions of Ben may still execute',
    );
    expect(notes({ phase: held(ADA), lock }, { former: BEN })).toEqual([]);
    expect(notes({ phase: held(SELF), lock }, { former: SELF })).toEqual([]);
    expect(notes({ phase: held(SELF) }, { former: BEN })).toEqual([]);
  });

  it('does not hide that nobody knows how much may still execute', () => {
    const lock = { mayStillExecute: null };
    expect(notes({ phase: held(SELF), lock }, { former: BEN })[0]).toContain('how many is not known');
  });

  it('says that somebody outside the room moved the pointer, and forgets it', () => {
    const alarms = [{ type: 'outsider', agoMs: 1_000 }] as const;
    expect(notes({ alarms })[0]).toContain('Someone outside this room moved the pointer');
    expect(notes({ alarms }, { sinceMs: OUTSIDER_MS })).toEqual([]);
  });

  it('says of every alarm what to do', () => {
    const alarms = [
      { type: 'lock-mismatch', by: BEN },
      { type: 'bad-messages', count: 1, from: null },
      { type: 'bad-messages', count: 3, from: ADA },
      { type: 'unproven', member: ADA },
    ] as const;
    expect(notes({ alarms })).toEqual([
      expect.stringContaining('Ben was told something else about who has control Do not rely on this room'),
      expect.stringContaining('1 message was forged or unreadable They were not shown'),
      expect.stringContaining('3 messages were forged or unreadable They came in the name of Ada'),
      expect.stringContaining('Ada could not show the invite Nothing you write reaches them'),
    ]);
  });

  it('counts for how long the relay has not answered', () => {
    expect(notes({ lostMs: 6_500 }, { sinceMs: 1_000 })[0]).toContain('The relay has not answered for 8 s');
  });

  it('gives the answer to a request with its reason, and forgets it', () => {
    const answer = { type: 'denied', by: ADA, reason: 'acquiring', agoMs: 0 } as const;
    expect(notes({ answer })).toEqual(['Ada sent your request back: An image is being taken']);
    expect(notes({ answer }, { sinceMs: ANSWER_MS })).toEqual([]);
    expect(notes({ answer: { type: 'refused', reason: 'too-often', agoMs: 0 } })).toEqual([
      'Too often. Wait a moment.',
    ]);
  });

  it('says who knocks', () => {
    expect(notes({ knocking: [personOf(ADA)] })).toEqual(['1 person waits to be let in']);
  });
});
