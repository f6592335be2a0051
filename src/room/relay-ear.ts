import type { MemberId } from '../model/room/member.ts';
import type { ByeReason, FromRelay } from '../model/room/room-message.ts';
import type { ChatLog } from './chat-log.ts';
import type { InviteList } from './invite-list.ts';
import type { Knocking } from './knocking.ts';
import type { LockDesk } from './lock-desk.ts';
import type { OwnWords } from './own-words.ts';
import type { RelayLine } from './relay-line.ts';
import type { Answer } from './room-picture.ts';
import type { SealedTalk } from './sealed-talk.ts';
import type { SeatDesk } from './seat-desk.ts';
import type { Standing } from './standing.ts';

export interface RelayEarParts {
  readonly self: MemberId;
  readonly standing: Standing;
  readonly line: RelayLine;
  readonly talk: SealedTalk;
  readonly lock: LockDesk;
  readonly seat: SeatDesk;
  readonly words: OwnWords;
  readonly chat: ChatLog;
  readonly invites: InviteList;
  readonly knocking: Knocking;
  readonly nowMs: () => number;
  readonly wallMs: () => number;
  /** It said what no honest relay says. */
  readonly onBad: () => void;
  /** To what this person did. */
  readonly onAnswer: (answer: Answer) => void;
  readonly onEnd: (reason: ByeReason) => void;
  /** Something that is shown is new. */
  readonly onChange: () => void;
}

/** Listens to what the relay itself says; what members say goes on sealed. */
export class RelayEar {
  readonly #parts: RelayEarParts;

  constructor(parts: RelayEarParts) {
    this.#parts = parts;
  }

  hear(message: FromRelay): void {
    const { standing, line, talk, seat, invites, knocking, nowMs, wallMs, onBad, onAnswer, onChange } =
      this.#parts;
    standing.heard(nowMs());
    switch (message.type) {
      case 'welcome':
        this.#welcomed(message);
        break;
      case 'lobby':
        line.settled();
        standing.knocked();
        break;
      case 'roster':
        talk.roster(message.roster);
        break;
      case 'knocking':
        void knocking.take(message.members).then(onChange);
        break;
      case 'lock':
        if (standing.stage.type === 'in') this.#viewed(message.view, false);
        break;
      case 'renewed':
        // Nothing to show, and the gate waits for it.
        seat.renewed(message.epoch, message.nonce);
        return;
      case 'denied':
        onAnswer({ type: 'denied', by: message.by, reason: message.reason });
        break;
      case 'lock-refused':
        // The gate's own words are no act of a person.
        if (message.command === 'renew' || message.command === 'drained') break;
        onAnswer({ type: 'refused', reason: message.reason });
        break;
      case 'keys':
        talk.key(message);
        return;
      case 'said':
        talk.said(message);
        return;
      case 'shown':
        talk.shown(message.entries);
        return;
      case 'invited':
        if (!invites.invited(message.token, message.role, wallMs())) onBad();
        break;
      case 'refused':
        this.#refused(message);
        break;
      case 'bye':
        this.#bidden(message.reason);
    }
    onChange();
  }

  #welcomed({ self, resume, roster, lock }: Extract<FromRelay, { type: 'welcome' }>): void {
    const { standing, line, talk, onBad } = this.#parts;
    if (self !== this.#parts.self) {
      // It speaks of somebody else: nothing else that it says of this member can be meant.
      onBad();
      line.renew();
      return;
    }
    line.settled();
    standing.welcomed(resume);
    talk.roster(roster);
    this.#viewed(lock, true);
  }

  #viewed(view: Parameters<LockDesk['told']>[0], isFirst: boolean): void {
    const { lock, words, talk, onBad } = this.#parts;
    switch (lock.told(view, isFirst)) {
      case 'taken':
        words.viewed(view);
        talk.pump();
        return;
      case 'fallen':
        onBad();
        return;
      case 'older':
    }
  }

  #refused({ request, reason }: Extract<FromRelay, { type: 'refused' }>): void {
    const { words, chat, invites, onAnswer } = this.#parts;
    switch (request) {
      case 'say':
        // Which one was refused is not known, so all go out again; whoever got one shows it once.
        if (reason === 'too-large') chat.failAll();
        else words.again();
        return;
      case 'show':
      case 'keys':
      case 'hello':
        return;
      case 'invite':
        invites.refused();
        onAnswer({ type: 'refused', reason });
        return;
      default:
        onAnswer({ type: 'refused', reason });
    }
  }

  #bidden(reason: ByeReason): void {
    // The relay comes back, or this member does.
    if (reason === 'shutdown' || reason === 'slow') this.#parts.line.renew();
    else this.#parts.onEnd(reason);
  }
}
