import type { SaidContent, ShownContent } from '../model/room/content.ts';
import { mentions } from '../model/room/content-text.ts';
import type { MemberId } from '../model/room/member.ts';
import type { ChatLog } from './chat-log.ts';
import type { Drawing } from './drawing.ts';
import type { Faces } from './faces.ts';
import type { LockDesk } from './lock-desk.ts';
import type { Members } from './members.ts';
import type { OwnWords } from './own-words.ts';
import type { Pointers } from './pointers.ts';

export interface MemberEarParts {
  readonly self: MemberId;
  readonly words: OwnWords;
  readonly chat: ChatLog;
  readonly faces: Faces;
  readonly pointers: Pointers;
  readonly drawing: Drawing;
  readonly lock: LockDesk;
  readonly nowMs: () => number;
  readonly wallMs: () => number;
  readonly onBad: (from: MemberId) => void;
  /** Something that is shown is new. */
  readonly onChange: () => void;
}

/** Listens to what the members say and show, once it is unsealed. */
export class MemberEar {
  readonly #parts: MemberEarParts;

  constructor(parts: MemberEarParts) {
    this.#parts = parts;
  }

  said(from: MemberId, content: SaidContent): void {
    const { self, words, faces, lock, drawing, onBad, onChange } = this.#parts;
    const isOwn = from === self;
    // A relay that sends one's own words back makes them no truer.
    if (isOwn !== (content.type === 'echo')) {
      onBad(from);
      return;
    }
    switch (content.type) {
      case 'about':
        faces.said(from, content);
        break;
      case 'chat':
        this.#chatted(from, content);
        break;
      case 'lock-claim':
        lock.claimed(from, content);
        break;
      case 'board':
        drawing.heard(from, content.changes);
        break;
      case 'echo':
        words.echoed(content.count);
    }
    onChange();
  }

  #chatted(from: MemberId, { text, key }: Extract<SaidContent, { type: 'chat' }>): void {
    const { words, chat, faces, wallMs } = this.#parts;
    const mentionsSelf = mentions(text, words.name);
    chat.received({ from, name: faces.nameOf(from), text, wallMs: wallMs(), mentionsSelf }, key);
  }

  shown(from: MemberId, content: ShownContent): void {
    const { drawing, pointers, nowMs, onChange } = this.#parts;
    switch (content.type) {
      case 'live':
        // Told at once and not by the bell: it is no part of the room's state.
        drawing.showed(from, content.piece);
        return;
      case 'pointer':
        pointers.moved(from, content.place, nowMs());
        onChange();
        return;
      default:
        content satisfies never;
    }
  }

  /** Who is here changed: who went is forgotten, and who came is told what there is to tell. */
  met(members: Members): void {
    const { self, words, chat, faces, pointers, drawing } = this.#parts;
    const ids = members.all().map(({ member }) => member.id);
    for (const memory of [faces, pointers, chat]) memory.forgetAllBut(ids);
    words.met(members.audience().readers.filter((id) => id !== self));
    drawing.met();
  }
}
