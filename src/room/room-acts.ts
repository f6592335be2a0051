import type { RoomPanelAct } from '../model/port/room-command.ts';
import type { ActRefusal, RoomMode } from '../model/port/room-view.ts';
import type { FromMember } from '../model/room/room-message.ts';
import {
  type ActPlace,
  type CheckedAct,
  lockCommandOf,
  type ManagingAct,
  managingMessageOf,
  refused,
} from './act-check.ts';
import type { ChatLog } from './chat-log.ts';
import type { InviteList } from './invite-list.ts';
import type { OwnWords } from './own-words.ts';

export interface RoomActsOptions {
  readonly words: OwnWords;
  readonly chat: ChatLog;
  readonly invites: InviteList;
  readonly wallMs: () => number;
  /** null: not in the room now. */
  readonly place: () => ActPlace | null;
  /** The room is over for this member: nothing it says will go out. */
  readonly isOver: () => boolean;
  /** @returns false: no connection */
  readonly send: (message: FromMember) => boolean;
  readonly onRefused: (reason: ActRefusal) => void;
}

/** What a person decides, checked against what this client knows and sent with the epoch that was meant. */
export class RoomActs {
  readonly #options: RoomActsOptions;

  constructor(options: RoomActsOptions) {
    this.#options = options;
  }

  act(act: Exclude<RoomPanelAct, { type: 'leave' }>): void {
    const { words, chat, wallMs } = this.#options;
    switch (act.type) {
      case 'read':
        chat.read();
        return;
      case 'chat':
        if (this.#canTalk()) words.chat(act.text, wallMs());
        return;
      case 'retry-chat':
        if (this.#canTalk()) chat.retry(act.id);
        return;
      case 'rename':
        words.become(act.name, words.mode);
        return;
      case 'mode':
        this.#become(act.mode);
        return;
      case 'admit':
      case 'turn-away':
      case 'kick':
      case 'give-role':
      case 'invite':
      case 'end-room':
        this.#manage(act);
        return;
      default:
        // Asking for control is the clearest way to say that one wants to operate.
        if (act.type === 'ask' && words.mode === 'watch') this.#become('operate');
        this.#send((place) => {
          const checked = lockCommandOf(act, place);
          return checked.ok ? { ok: true, send: { type: 'lock', command: checked.send } } : checked;
        });
    }
  }

  #canTalk(): boolean {
    const isOver = this.#options.isOver();
    if (isOver) this.#options.onRefused('lost');
    return !isOver;
  }

  #become(mode: RoomMode): void {
    const { words, place, send } = this.#options;
    const here = place();
    // Whoever only looks on from here holds nothing, waits for nothing and takes nothing.
    for (const type of mode === 'watch' && here !== null
      ? (['release', 'decline', 'withdraw'] as const)
      : []) {
      const checked = here === null ? null : lockCommandOf({ type }, here);
      if (checked?.ok) send({ type: 'lock', command: checked.send });
    }
    words.become(words.name, mode);
  }

  #manage(act: ManagingAct): void {
    const isSent = this.#send((place) => managingMessageOf(act, place));
    if (isSent && act.type === 'invite') this.#options.invites.asked(act.lifeMs);
  }

  /** @returns whether it was sent; if not, the person is told why */
  #send(check: (place: ActPlace) => CheckedAct<FromMember>): boolean {
    const { place, send, onRefused } = this.#options;
    const here = place();
    const checked = here === null ? refused('lost') : check(here);
    if (checked.ok && send(checked.send)) return true;
    onRefused(checked.ok ? 'lost' : checked.reason);
    return false;
  }
}
