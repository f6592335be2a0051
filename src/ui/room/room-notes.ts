import type { RoomAlarm, RoomState } from '../../model/port/room-view.ts';
import type { MemberId } from '../../model/room/member.ts';
import { keyOf } from '../verdict-words.ts';
import type { Line } from './room-words.ts';

/** An answer to the own request is shown for so long. */
export const ANSWER_MS = 10_000;
/** That the pointer was moved by somebody outside the room is shown for so long. */
export const OUTSIDER_MS = 30_000;
/** That a press was not sent is shown for so long. */
export const IGNORED_MS = 4_000;

/** Something beside who has control that one should know now. */
export interface Note {
  /** Identity: the same note with newer numbers keeps its place, and is said once. */
  readonly id: string;
  readonly tone: 'notice' | 'caution' | 'danger';
  readonly title: Line;
  /** What it means or what to do; null: the title says it. */
  readonly remedy: Line | null;
}

/** What the room's state does not tell by itself. */
export interface NoteFacts {
  /** How long ago `room` was told. */
  readonly sinceMs: number;
  /** A press was dropped for want of control, so long ago; null: none lately. */
  readonly ignoredMs: number | null;
  /** Who had control before; null: nobody that one knows of. */
  readonly former: MemberId | null;
}

/** What is to be said beside the headline, the gravest first. */
export function notesOf(room: RoomState, headline: Line, facts: NoteFacts): readonly Note[] {
  const { sinceMs, ignoredMs } = facts;
  const notes: Note[] = [];
  if (room.lostMs !== null) {
    notes.push(
      note('lost', 'danger', 'uiRoomLost', [{ ms: room.lostMs + sinceMs }], { key: 'uiRoomLostDoing' }),
    );
  }
  notes.push(...room.alarms.flatMap((alarm) => alarmNote(alarm, sinceMs)));
  notes.push(...mayStillNotes(room, facts.former));
  if (ignoredMs !== null && ignoredMs < IGNORED_MS) {
    notes.push({ id: 'ignored', tone: 'caution', title: { key: 'uiRoomIgnored' }, remedy: headline });
  }
  notes.push(...answerNotes(room, sinceMs));
  if (room.knocking.length > 0) {
    const { length } = room.knocking;
    notes.push({
      id: 'knocking',
      tone: 'notice',
      title: { key: 'uiRoomKnocking', words: [{ count: length }], plural: length },
      remedy: null,
    });
  }
  return notes;
}

/** What an alarm says, and what to do; nothing when it is over. */
export function alarmNote(alarm: RoomAlarm, sinceMs: number): readonly Note[] {
  switch (alarm.type) {
    case 'lock-mismatch':
      return [
        note('lock-mismatch', 'danger', 'uiRoomMismatch', [{ member: alarm.by }], {
          key: 'uiRoomMismatchDoing',
        }),
      ];
    case 'bad-messages': {
      const counted: Line = { key: 'uiRoomBad', words: [{ count: alarm.count }], plural: alarm.count };
      const from: Line =
        alarm.from === null
          ? { key: 'uiRoomBadDoing' }
          : { key: 'uiRoomBadFrom', words: [{ member: alarm.from }] };
      return [{ id: 'bad-messages', tone: 'caution', title: counted, remedy: from }];
    }
    case 'unproven':
      return [
        note(`unproven ${alarm.member}`, 'caution', 'uiRoomUnproven', [{ member: alarm.member }], {
          key: 'uiRoomUnprovenDoing',
        }),
      ];
    case 'outsider':
      return alarm.agoMs + sinceMs >= OUTSIDER_MS
        ? []
        : [note('outsider', 'danger', 'uiRoomOutsider', [], { key: 'uiRoomOutsiderDoing' })];
    default:
      return alarm satisfies never;
  }
}

/** Of the former holder: told to whoever has control now or gets it next. */
function mayStillNotes({ lock, self }: RoomState, former: MemberId | null): readonly Note[] {
  const { phase, mayStillExecute } = lock;
  const concerns =
    (phase.type === 'held' && phase.holder === self) ||
    phase.type === 'draining' ||
    (phase.type === 'offered' && phase.to === self);
  if (!concerns || mayStillExecute === 0 || former === null || former === self) return [];
  const title: Line =
    mayStillExecute === null
      ? { key: 'uiRoomMayStillUnknown', words: [{ member: former }] }
      : {
          key: 'uiRoomMayStill',
          words: [{ count: mayStillExecute }, { member: former }],
          plural: mayStillExecute,
        };
  return [{ id: 'may-still', tone: 'caution', title, remedy: { key: 'uiRoomMayStillDoing' } }];
}

function answerNotes({ answer }: RoomState, sinceMs: number): readonly Note[] {
  if (answer === null || answer.agoMs + sinceMs >= ANSWER_MS) return [];
  if (answer.type === 'denied') {
    return [
      note('denied', 'caution', 'uiRoomDenied', [{ member: answer.by }], {
        key: keyOf('uiRoomDeny', answer.reason),
      }),
    ];
  }
  return [note('refused', 'notice', keyOf('uiRoomRefused', answer.reason), [], null)];
}

function note(
  id: string,
  tone: Note['tone'],
  key: string,
  words: NonNullable<Line['words']>,
  remedy: Line | null,
): Note {
  return { id, tone, title: { key, words }, remedy };
}
