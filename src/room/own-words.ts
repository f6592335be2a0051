import type { LockView } from '../model/control/lock-view.ts';
import type { RoomMode } from '../model/port/room-view.ts';
import { toBase64url } from '../model/room/base64url.ts';
import { CHAT_KEY_LENGTH, type LockClaim } from '../model/room/content.ts';
import { cleanChat, cleanName } from '../model/room/content-text.ts';
import type { MemberId } from '../model/room/member.ts';
import type { ChatLog } from './chat-log.ts';
import { claimOf } from './lock-witness.ts';
import type { OwnDrawing } from './own-drawing.ts';
import type { Outgoing } from './sealed-talk.ts';

/** Texts that go out at once after a break, and so many a second then: below what a relay refuses. */
const CHAT_BURST = 20;
const CHAT_PER_SECOND = 5;
const CHAT_KEY_BYTES = 8;

export interface OwnWordsOptions {
  readonly crypto: Crypto;
  readonly self: MemberId;
  readonly chat: ChatLog;
  readonly drawing: OwnDrawing;
  readonly name: string;
  readonly mode: RoomMode;
  readonly nowMs: () => number;
}

/** What this member has to say: who it is, what it was told of the lock, its chat, what it draws, and whether that arrived. */
export class OwnWords {
  readonly #options: OwnWordsOptions;
  #name: string;
  #mode: RoomMode;
  /** Who was told who this is. */
  #told: ReadonlySet<MemberId> = new Set();
  #isAboutDue = false;
  #claim: LockClaim | null = null;
  #isClaimDue = false;
  #echoCount = 0;
  /** The newest echo that came back. */
  #echoed = 0;
  #isEchoDue = false;
  /** Since when an echo is awaited. */
  #echoSinceMs: number | null = null;
  #allowance = CHAT_BURST;
  #allowanceAtMs: number;

  constructor(options: OwnWordsOptions) {
    this.#options = options;
    this.#name = cleanName(options.name);
    this.#mode = options.mode;
    this.#allowanceAtMs = options.nowMs();
  }

  get name(): string {
    return this.#name;
  }

  get mode(): RoomMode {
    return this.#mode;
  }

  face(): { readonly name: string; readonly mode: RoomMode } {
    return { name: this.#name, mode: this.#mode };
  }

  become(name: string, mode: RoomMode): void {
    this.#name = cleanName(name);
    this.#mode = mode;
    this.#isAboutDue = true;
  }

  /** @param present others who can read; whoever is new among them is told who this is */
  met(present: readonly MemberId[]): void {
    if (present.some((id) => !this.#told.has(id))) this.#isAboutDue = true;
    // Who went away for a moment may have missed a change.
    this.#told = new Set(present);
  }

  viewed(view: LockView): void {
    const claim = claimOf(view);
    if (claim.epoch !== this.#claim?.epoch || claim.holder !== this.#claim.holder) this.#isClaimDue = true;
    this.#claim = claim;
  }

  claimAgain(): void {
    this.#isClaimDue = this.#claim !== null;
  }

  /** @returns false: nothing is left of it that could be read */
  chat(text: string, wallMs: number): boolean {
    const { crypto, self, chat } = this.#options;
    const cleaned = cleanChat(text);
    if (cleaned === '') return false;
    const key = toBase64url(crypto.getRandomValues(new Uint8Array(CHAT_KEY_BYTES))).slice(0, CHAT_KEY_LENGTH);
    chat.say({ from: self, name: this.#name, text: cleaned, wallMs }, key);
    return true;
  }

  /** The relay is lost, or it refused something: what is not known to have arrived is said again. */
  again(): void {
    this.#options.chat.takeBack();
    this.#options.drawing.takeBack();
    this.#isEchoDue = false;
    this.#echoSinceMs = null;
    this.#isClaimDue = this.#claim !== null;
    this.#isAboutDue = true;
  }

  echoed(count: number): void {
    this.#echoed = Math.max(this.#echoed, count);
    this.#options.chat.confirmed(this.#echoed);
    this.#options.drawing.confirmed(this.#echoed);
    if (this.#echoed >= this.#echoCount) this.#echoSinceMs = null;
  }

  /** For how long the relay has owed an echo. */
  echoAgeMs(): number {
    return this.#echoSinceMs === null ? 0 : this.#options.nowMs() - this.#echoSinceMs;
  }

  next(): Outgoing | null {
    if (this.#isAboutDue) {
      const face = this.face();
      const done = () => {
        this.#isAboutDue = face.name !== this.#name || face.mode !== this.#mode;
      };
      return { content: { type: 'about', ...face }, to: null, done };
    }
    if (this.#isClaimDue && this.#claim !== null) {
      const content = this.#claim;
      const done = () => {
        this.#isClaimDue = this.#claim !== content;
      };
      return { content, to: null, done };
    }
    return this.#nextChat() ?? this.#nextDrawing() ?? this.#nextEcho();
  }

  #nextChat(): Outgoing | null {
    const { chat, nowMs } = this.#options;
    const next = chat.next();
    if (next === null) return null;
    const passedMs = nowMs() - this.#allowanceAtMs;
    this.#allowanceAtMs += passedMs;
    this.#allowance = Math.min(CHAT_BURST, this.#allowance + (passedMs * CHAT_PER_SECOND) / 1000);
    if (this.#allowance < 1) return null;
    const { id, key, text } = next;
    const done = () => {
      this.#allowance -= 1;
      this.#isEchoDue = true;
      chat.given(id, this.#echoCount + 1);
    };
    return { content: { type: 'chat', key, text }, to: null, done };
  }

  #nextDrawing(): Outgoing | null {
    const next = this.#options.drawing.next();
    if (next === null) return null;
    const done = () => {
      this.#isEchoDue = true;
      next.done(this.#echoCount + 1);
    };
    return { ...next, done };
  }

  #nextEcho(): Outgoing | null {
    if (!this.#isEchoDue) return null;
    const { self, nowMs } = this.#options;
    const count = this.#echoCount + 1;
    const done = () => {
      this.#isEchoDue = false;
      this.#echoCount = count;
      this.#echoSinceMs ??= nowMs();
    };
    return { content: { type: 'echo', count }, to: self, done };
  }
}
