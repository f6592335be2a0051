import type { RoomPanelState, RoomState, RoomStatus } from '../model/port/room-view.ts';
import { isAtLeast } from '../model/room/member.ts';
import type { ByeReason } from '../model/room/room-message.ts';
import type { Alarms } from './alarms.ts';
import type { ChatLog } from './chat-log.ts';
import type { Face, Faces } from './faces.ts';
import type { InviteList } from './invite-list.ts';
import type { Knocking } from './knocking.ts';
import type { LockDesk } from './lock-desk.ts';
import type { Members } from './members.ts';
import type { Pointers } from './pointers.ts';

/** An answer to an act is shown for so long. */
const ANSWER_SHOWN_MS = 60_000;

/** How far a member has come; `in` holds through breaks of the connection. */
export type Stage =
  | { readonly type: 'connecting' | 'lobby' | 'in' }
  | { readonly type: 'ended'; readonly reason: ByeReason | 'unreachable' };

/** An answer, without its age. */
export type Answer = AgeLess<NonNullable<RoomState['answer']>>;
type AgeLess<T> = T extends unknown ? Omit<T, 'agoMs'> : never;

export interface AnswerAt {
  readonly answer: Answer;
  readonly atMs: number;
}

/** All that a session knows. */
export interface PictureFacts {
  readonly stage: Stage;
  readonly self: Face & { readonly id: string };
  readonly relayHost: string;
  readonly nowMs: number;
  readonly lostAtMs: number | null;
  readonly answer: AnswerAt | null;
  /** A key of the room came: from then on it is shown. */
  readonly hadKey: boolean;
  readonly members: Members;
  readonly chat: ChatLog;
  readonly faces: Faces;
  readonly pointers: Pointers;
  readonly alarms: Alarms;
  readonly invites: InviteList;
  readonly knocking: Knocking;
  readonly lock: LockDesk;
}

/** A session as people are shown it. */
export function pictureOf(facts: PictureFacts): RoomPanelState {
  const { chat, invites } = facts;
  return {
    status: statusOf(facts),
    chat: chat.entries,
    droppedChat: chat.dropped,
    invites: invites.made,
  };
}

function statusOf(facts: PictureFacts): RoomStatus {
  const { stage, relayHost } = facts;
  switch (stage.type) {
    case 'ended':
      return { type: 'ended', relayHost, reason: stage.reason };
    case 'connecting':
    case 'lobby':
      return { type: 'joining', relayHost, stage: stage.type };
    case 'in': {
      const room = facts.hadKey ? roomOf(facts) : null;
      return room === null ? { type: 'joining', relayHost, stage: 'keys' } : { type: 'in', room };
    }
  }
}

function roomOf(facts: PictureFacts): RoomState | null {
  const { self, relayHost, nowMs, members, lock, answer, lostAtMs } = facts;
  if (lock.view === null) return null;
  const people = facts.faces.people(members.all(), self);
  const unproven = people.filter(({ trust }) => trust === 'unproven').map(({ id }) => id);
  const isTrainer = people.some(({ isSelf, role }) => isSelf && isAtLeast(role, 'trainer'));
  const answerMs = nowMs - (answer?.atMs ?? 0);
  return {
    self: self.id,
    relayHost,
    people,
    lock: lock.view,
    lockAgeMs: lock.ageMs(),
    lostMs: lostAtMs === null ? null : nowMs - lostAtMs,
    answer: answer === null || answerMs > ANSWER_SHOWN_MS ? null : { ...answer.answer, agoMs: answerMs },
    pointers: facts.pointers.shown(nowMs),
    alarms: facts.alarms.shown(unproven, nowMs),
    unread: facts.chat.unread,
    knocking: isTrainer ? facts.knocking.people : [],
  };
}
