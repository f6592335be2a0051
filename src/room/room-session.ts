import type { BoardChange, SaidChange } from '../model/annotation/board-change.ts';
import type { LivePiece } from '../model/annotation/live-piece.ts';
import { Elapsed } from '../model/control/elapsed.ts';
import type { SeatWord } from '../model/control/seat-order.ts';
import type { RoomPanelAct } from '../model/port/room-command.ts';
import type { ActRefusal, RoomPanelState } from '../model/port/room-view.ts';
import type { PointerPlace, SaidContent, ShownContent, WrittenShown } from '../model/room/content.ts';
import { mentions } from '../model/room/content-text.ts';
import { relayHost, relaySocketUrl } from '../model/room/invite-link-text.ts';
import type { MemberId } from '../model/room/member.ts';
import { type ByeReason, type FromMember, type FromRelay, ROOM_VERSION } from '../model/room/room-message.ts';
import type { ActPlace } from './act-check.ts';
import { Alarms } from './alarms.ts';
import { ChangeBell } from './change-bell.ts';
import { ChatLog } from './chat-log.ts';
import { Drawing } from './drawing.ts';
import { Faces } from './faces.ts';
import { InviteList } from './invite-list.ts';
import type { InviteSecret } from './invite-secret.ts';
import { Knocking } from './knocking.ts';
import { LockDesk } from './lock-desk.ts';
import type { MemberKeys } from './member-keys.ts';
import { OwnPiece } from './own-piece.ts';
import { OwnPointer } from './own-pointer.ts';
import { OwnWords } from './own-words.ts';
import { Pointers } from './pointers.ts';
import { RelayLine } from './relay-line.ts';
import { RoomActs } from './room-acts.ts';
import type { RoomClientOptions } from './room-client-options.ts';
import { type Answer, type AnswerAt, pictureOf, type Stage } from './room-picture.ts';
import { SealedTalk } from './sealed-talk.ts';
import { SeatDesk } from './seat-desk.ts';

/** Keys, silence and countdowns are looked after so often. */
const TICK_MS = 1000;
/** A relay tells the lock every 5 s: one that is silent for so long is gone, even if its connection stands. */
export const SILENCE_MS = 12_000;
/** Chat that is not known to have arrived for so long takes another connection. */
export const ECHO_MS = 8000;
/** What was told of the lock is said to the others so often, beside every change. */
export const CLAIM_MS = 10_000;
/** A relay that never answered for so long is not there. */
export const UNREACHABLE_MS = 30_000;
/** `onChange` is called at most so often. */
const CHANGE_MS = 100;
/** Pointers and live strokes are left out while so much waits to go out. */
const CROWDED_BYTES = 16_384;

/** With which one comes into a room. */
export interface RoomPass {
  readonly room: string;
  readonly inviteKey: string;
  readonly keys: MemberKeys;
  readonly secret: InviteSecret;
  readonly proof: string;
  readonly card: string;
}

/** A room as one member lives through it: what the relay says, what the others say, and what becomes of it here. */
export class RoomSession {
  readonly #options: RoomClientOptions;
  readonly #pass: RoomPass;
  readonly #elapsed: Elapsed;
  readonly #chat = new ChatLog();
  readonly #faces = new Faces();
  readonly #pointers = new Pointers();
  readonly #alarms = new Alarms();
  readonly #invites: InviteList;
  readonly #knocking: Knocking;
  readonly #seat: SeatDesk;
  readonly #lock: LockDesk;
  readonly #drawing: Drawing;
  readonly #words: OwnWords;
  readonly #pointer: OwnPointer;
  readonly #piece: OwnPiece;
  readonly #acts: RoomActs;
  readonly #bell: ChangeBell;
  readonly #talk: SealedTalk;
  readonly #line: RelayLine;
  #stage: Stage = { type: 'connecting' };
  #resume: string | null = null;
  #lostAtMs: number | null = null;
  readonly #beganAtMs: number;
  #heardAtMs: number;
  #claimedAtMs: number;
  #hasAnswered = false;
  /** By the relay, over the connection that stands. */
  #isWelcomed = false;
  /** A key of the room came: from then on it is shown. */
  #hadKey = false;
  #answer: AnswerAt | null = null;
  #cancelTick = () => {};

  constructor(options: RoomClientOptions, pass: RoomPass) {
    this.#options = options;
    this.#pass = pass;
    this.#elapsed = new Elapsed(this.#clocks());
    const { crypto, later, name, mode, link, clock } = options;
    const { room, keys, secret, inviteKey } = pass;
    const nowMs = () => this.#nowMs();
    const send = (message: FromMember) => this.#send(message);
    [this.#beganAtMs, this.#heardAtMs, this.#claimedAtMs] = [nowMs(), nowMs(), nowMs()];
    this.#bell = new ChangeBell({ quietMs: CHANGE_MS, nowMs, later, onRing: options.onChange });
    this.#invites = new InviteList({ relay: link.relay, room, key: inviteKey });
    this.#knocking = new Knocking(crypto, secret, keys.id);
    this.#seat = new SeatDesk(options.onSeatOrder);
    const onMismatch = (by: MemberId) => this.#alarms.mismatch(by);
    this.#lock = new LockDesk({ self: keys.id, nowMs, seat: this.#seat, onMismatch });
    const { onDrawn, onPiece } = options;
    this.#drawing = new Drawing({
      ...{ self: keys.id, nowMs, onDrawn, onPiece },
      members: () => this.#talk.members.all(),
      onBad: (from) => this.#bad(from),
    });
    const drawing = this.#drawing.own;
    this.#words = new OwnWords({ crypto, self: keys.id, chat: this.#chat, drawing, name, mode, nowMs });
    const onDue = () => this.#talk.pump();
    this.#pointer = new OwnPointer({ nowMs, later, onDue });
    this.#piece = new OwnPiece({ nowMs, later, onDue });
    this.#acts = new RoomActs({
      ...{ words: this.#words, chat: this.#chat, invites: this.#invites, wallMs: clock.wallMs, send },
      place: () => this.#place(),
      isOver: () => this.#stage.type === 'ended',
      onRefused: (reason) => this.#refuse(reason),
    });
    this.#talk = new SealedTalk({
      ...{ crypto, nowMs, room, self: keys, secret, send },
      nextSaid: () => this.#words.next(),
      nextShown: () => this.#nextShown(),
      onSaid: (from, content) => this.#heardSaid(from, content),
      onShown: (from, content) => this.#heardShown(from, content),
      onChange: () => this.#membersChanged(),
      onBad: (from) => this.#bad(from),
    });
    this.#line = new RelayLine({
      ...{ later, openSocket: options.openSocket, url: relaySocketUrl(link.relay) },
      randomPart: () => (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 255,
      hello: () => this.#hello(),
      onMessage: (message) => this.#heard(message),
      onUnreadable: () => this.#bad(null),
      onLost: () => this.#lost(),
    });
    this.#tickLater();
  }

  #clocks() {
    const { monotonicMs, wallMs } = this.#options.clock;
    return { monotonicMs: monotonicMs(), wallMs: wallMs() };
  }

  #nowMs(): number {
    return this.#elapsed.at(this.#clocks());
  }

  #hello(): FromMember {
    const { room, keys, proof, card } = this.#pass;
    const { signKey, wrapKey } = keys;
    const { token } = this.#options.link;
    const member = { signKey, wrapKey, proof, card };
    return { type: 'hello', version: ROOM_VERSION, room, token, ...member, resume: this.#resume };
  }

  /** Before the welcome a relay hears nothing but the hello. */
  #send(message: FromMember): boolean {
    return this.#isWelcomed && this.#line.send(message);
  }

  #heard(message: FromRelay): void {
    this.#heardAtMs = this.#nowMs();
    this.#hasAnswered = true;
    switch (message.type) {
      case 'welcome':
        this.#welcomed(message);
        break;
      case 'lobby':
        this.#line.settled();
        if (this.#stage.type === 'connecting') this.#stage = { type: 'lobby' };
        break;
      case 'roster':
        this.#talk.roster(message.roster);
        break;
      case 'knocking':
        void this.#knocking.take(message.members).then(() => this.#bell.ring());
        break;
      case 'lock':
        if (this.#stage.type === 'in') this.#viewed(message.view, false);
        break;
      case 'renewed':
        // Nothing to show, and the gate waits for it.
        this.#seat.renewed(message.epoch, message.nonce);
        return;
      case 'denied':
        this.#answered({ type: 'denied', by: message.by, reason: message.reason });
        break;
      case 'lock-refused':
        // The gate's own words are no act of a person.
        if (message.command !== 'renew' && message.command !== 'drained') this.#refuse(message.reason);
        break;
      case 'keys':
        this.#talk.key(message);
        return;
      case 'said':
        this.#talk.said(message);
        return;
      case 'shown':
        this.#talk.shown(message.entries);
        return;
      case 'invited':
        if (!this.#invites.invited(message.token, message.role, this.#options.clock.wallMs()))
          this.#bad(null);
        break;
      case 'refused':
        this.#refused(message);
        break;
      case 'bye':
        this.#bidden(message.reason);
    }
    this.#bell.ring();
  }

  #welcomed({ self, resume, roster, lock }: Extract<FromRelay, { type: 'welcome' }>): void {
    if (self !== this.#pass.keys.id) {
      // It speaks of somebody else: nothing else that it says of this member can be meant.
      this.#bad(null);
      this.#line.renew();
      return;
    }
    this.#line.settled();
    this.#stage = { type: 'in' };
    this.#lostAtMs = null;
    this.#resume = resume;
    this.#isWelcomed = true;
    this.#talk.roster(roster);
    this.#viewed(lock, true);
  }

  #viewed(view: Parameters<LockDesk['told']>[0], isFirst: boolean): void {
    switch (this.#lock.told(view, isFirst)) {
      case 'taken':
        this.#words.viewed(view);
        this.#talk.pump();
        return;
      case 'fallen':
        this.#bad(null);
        return;
      case 'older':
    }
  }

  #refused({ request, reason }: Extract<FromRelay, { type: 'refused' }>): void {
    switch (request) {
      case 'say':
        // Which one was refused is not known, so all go out again; whoever got one shows it once.
        if (reason === 'too-large') this.#chat.failAll();
        else this.#words.again();
        return;
      case 'show':
      case 'keys':
      case 'hello':
        return;
      case 'invite':
        this.#invites.refused();
        this.#refuse(reason);
        return;
      default:
        this.#refuse(reason);
    }
  }

  #bidden(reason: ByeReason): void {
    // The relay comes back, or this member does.
    if (reason === 'shutdown' || reason === 'slow') this.#line.renew();
    else this.#end(reason);
  }

  #end(reason: ByeReason | 'unreachable'): void {
    if (this.#stage.type === 'ended') return;
    const wasWelcomed = this.#isWelcomed;
    this.#stage = { type: 'ended', reason };
    this.#close();
    if (!this.#seat.hasOrdered) return;
    // The owner ended it for all. Whoever was sent out, or cannot come back, is not free by that: the others still
    // count on one holder, so the gate stays shut until the person leaves. A relay that does not know the room any
    // more may only have lost it, and somebody may begin it again.
    if (reason === 'left' || (reason === 'ended' && wasWelcomed)) this.#seat.solo();
    else this.#seat.watch();
  }

  #close(): void {
    this.#line.stop();
    this.#cancelTick();
    this.#pointer.stop();
    this.#piece.stop();
    this.#chat.failAll();
  }

  #lost(): void {
    if (this.#stage.type === 'in') this.#lostAtMs ??= this.#nowMs();
    if (this.#stage.type === 'lobby') this.#stage = { type: 'connecting' };
    this.#isWelcomed = false;
    this.#heardAtMs = this.#nowMs();
    this.#lock.lost();
    this.#drawing.lost();
    this.#words.again();
    this.#bell.ring();
  }

  #heardSaid(from: MemberId, content: SaidContent): void {
    const isOwn = from === this.#pass.keys.id;
    // A relay that sends one's own words back makes them no truer.
    if (isOwn !== (content.type === 'echo')) {
      this.#bad(from);
      return;
    }
    switch (content.type) {
      case 'about':
        this.#faces.said(from, content);
        break;
      case 'chat': {
        const { text, key } = content;
        const mentionsSelf = mentions(text, this.#words.name);
        const wallMs = this.#options.clock.wallMs();
        this.#chat.received({ from, name: this.#faces.nameOf(from), text, wallMs, mentionsSelf }, key);
        break;
      }
      case 'lock-claim':
        this.#lock.claimed(from, content);
        break;
      case 'board':
        this.#drawing.heard(from, content.changes);
        break;
      case 'echo':
        this.#words.echoed(content.count);
    }
    this.#bell.ring();
  }

  #nextShown(): WrittenShown | null {
    if (this.#line.bufferedBytes > CROWDED_BYTES) return null;
    return this.#piece.take() ?? (this.#piece.isDrawing ? null : this.#pointer.take());
  }

  #heardShown(from: MemberId, content: ShownContent): void {
    switch (content.type) {
      case 'live':
        // Told at once and not by the bell: it is no part of the room's state.
        this.#drawing.showed(from, content.piece);
        return;
      case 'pointer':
        this.#pointers.moved(from, content.place, this.#nowMs());
        this.#bell.ring();
        return;
      default:
        content satisfies never;
    }
  }

  #membersChanged(): void {
    const { members } = this.#talk;
    const ids = members.all().map(({ member }) => member.id);
    for (const memory of [this.#faces, this.#pointers, this.#chat]) memory.forgetAllBut(ids);
    this.#words.met(members.audience().readers.filter((id) => id !== this.#pass.keys.id));
    this.#drawing.met();
    this.#hadKey ||= this.#talk.canSeal;
    this.#bell.ring();
  }

  #bad(from: MemberId | null): void {
    this.#alarms.bad(from);
    this.#bell.ring();
  }

  #refuse(reason: ActRefusal): void {
    this.#answered({ type: 'refused', reason });
  }

  #answered(answer: Answer): void {
    this.#answer = { answer, atMs: this.#nowMs() };
    this.#bell.ring();
  }

  act(act: Exclude<RoomPanelAct, { type: 'leave' }>): void {
    this.#answer = null;
    this.#acts.act(act);
    this.#talk.pump();
    this.#bell.ring();
  }

  seat(word: SeatWord): void {
    this.#send({ type: 'lock', command: word });
  }

  reseat(): void {
    this.#seat.repeat();
  }

  point(place: PointerPlace | null): void {
    this.#pointer.moved(place);
  }

  draw(change: BoardChange): void {
    if (this.#stage.type === 'ended') return;
    if (this.#drawing.draw(change)) this.#talk.pump();
    else this.#refuse('role');
  }

  live(piece: LivePiece): void {
    if (this.#stage.type === 'in' && this.#drawing.mayShow) this.#piece.drew(piece);
  }

  board(): readonly SaidChange[] {
    return this.#drawing.whole();
  }

  noticedOutsider(): void {
    this.#alarms.outsider(this.#nowMs());
    this.#bell.ring();
  }

  /** By own will: the gate is free again. */
  leave(): void {
    this.#line.stop({ type: 'leave' });
    this.#isWelcomed = false;
    this.#stage = { type: 'ended', reason: 'left' };
    this.#close();
    this.#bell.stop();
    if (this.#seat.hasOrdered) this.#seat.solo();
  }

  #place(): ActPlace | null {
    const id = this.#pass.keys.id;
    const self = this.#talk.members.get(id);
    const lock = this.#lock.view;
    if (this.#stage.type !== 'in' || lock === null || self === undefined) return null;
    const members = new Set(this.#talk.members.all().map(({ member }) => member.id));
    const knocking = new Set(this.#knocking.people.map((person) => person.id));
    return { self: id, role: self.member.role, lock, members, knocking };
  }

  #tickLater(): void {
    this.#cancelTick = this.#options.later(TICK_MS, () => {
      this.#tickLater();
      this.#tick();
    });
  }

  #tick(): void {
    const nowMs = this.#nowMs();
    const { type } = this.#stage;
    const isSilent = nowMs - this.#heardAtMs > SILENCE_MS || this.#words.echoAgeMs() > ECHO_MS;
    if (type === 'connecting' && !this.#hasAnswered && nowMs - this.#beganAtMs > UNREACHABLE_MS)
      this.#end('unreachable');
    else if (this.#isWelcomed && isSilent) this.#line.renew();
    if (nowMs - this.#claimedAtMs >= CLAIM_MS) {
      this.#claimedAtMs = nowMs;
      this.#words.claimAgain();
    }
    this.#pointers.dropStale(nowMs);
    this.#drawing.tick();
    this.#talk.tick();
    this.#bell.ring();
  }

  state(): RoomPanelState {
    return pictureOf({
      stage: this.#stage,
      self: { id: this.#pass.keys.id, ...this.#words.face() },
      relayHost: relayHost(this.#options.link.relay),
      nowMs: this.#nowMs(),
      lostAtMs: this.#lostAtMs,
      answer: this.#answer,
      hadKey: this.#hadKey,
      members: this.#talk.members,
      ...{ chat: this.#chat, faces: this.#faces, pointers: this.#pointers, alarms: this.#alarms },
      ...{ invites: this.#invites, knocking: this.#knocking, lock: this.#lock },
    });
  }
}
