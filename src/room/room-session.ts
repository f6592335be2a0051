import type { BoardChange, SaidChange } from '../model/annotation/board-change.ts';
import type { LivePiece } from '../model/annotation/live-piece.ts';
import { Elapsed } from '../model/control/elapsed.ts';
import type { SeatWord } from '../model/control/seat-order.ts';
import type { RoomPanelAct } from '../model/port/room-command.ts';
import type { ActRefusal, RoomPanelState } from '../model/port/room-view.ts';
import type { PointerPlace } from '../model/room/content.ts';
import { relayHost, relaySocketUrl } from '../model/room/invite-link-text.ts';
import type { MemberId } from '../model/room/member.ts';
import { type ByeReason, type FromMember, ROOM_VERSION } from '../model/room/room-message.ts';
import type { ActPlace } from './act-check.ts';
import { Alarms } from './alarms.ts';
import { ChangeBell } from './change-bell.ts';
import { ChatLog } from './chat-log.ts';
import { Drawing } from './drawing.ts';
import { Faces } from './faces.ts';
import { InviteList } from './invite-list.ts';
import { Knocking } from './knocking.ts';
import { LockDesk } from './lock-desk.ts';
import { MemberEar } from './member-ear.ts';
import { OwnShows } from './own-shows.ts';
import { OwnWords } from './own-words.ts';
import { Pointers } from './pointers.ts';
import { RelayEar } from './relay-ear.ts';
import { RelayLine } from './relay-line.ts';
import { RoomActs } from './room-acts.ts';
import type { RoomClientOptions } from './room-client-options.ts';
import type { RoomPass } from './room-pass.ts';
import { type Answer, type AnswerAt, pictureOf } from './room-picture.ts';
import { SealedTalk } from './sealed-talk.ts';
import { SeatDesk } from './seat-desk.ts';
import { Standing } from './standing.ts';

/** Keys, silence and countdowns are looked after so often. */
const TICK_MS = 1000;
/** Chat that is not known to have arrived for so long takes another connection. */
export const ECHO_MS = 8000;
/** What was told of the lock is said to the others so often, beside every change. */
export const CLAIM_MS = 10_000;
/** `onChange` is called at most so often. */
const CHANGE_MS = 100;

/**
 * A room as one member lives through it. Holds its parts, and is the only place where they meet: what the relay and the
 * members say is heard by the two ears, what this member does goes out from here.
 */
export class RoomSession {
  readonly #options: RoomClientOptions;
  readonly #pass: RoomPass;
  readonly #elapsed: Elapsed;
  readonly #standing: Standing;
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
  readonly #shows: OwnShows;
  readonly #acts: RoomActs;
  readonly #bell: ChangeBell;
  readonly #talk: SealedTalk;
  readonly #line: RelayLine;
  readonly #memberEar: MemberEar;
  readonly #relayEar: RelayEar;
  #claimedAtMs: number;
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
    const { wallMs } = clock;
    const onChange = () => this.#bell.ring();
    this.#claimedAtMs = nowMs();
    this.#standing = new Standing(this.#claimedAtMs);
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
    this.#shows = new OwnShows({
      ...{ nowMs, later },
      bufferedBytes: () => this.#line.bufferedBytes,
      onDue: () => this.#talk.pump(),
    });
    this.#acts = new RoomActs({
      ...{ words: this.#words, chat: this.#chat, invites: this.#invites, wallMs, send },
      place: () => this.#place(),
      isOver: () => this.#standing.stage.type === 'ended',
      onRefused: (reason) => this.#refuse(reason),
    });
    this.#talk = new SealedTalk({
      ...{ crypto, nowMs, room, self: keys, secret, send },
      nextSaid: () => this.#words.next(),
      nextShown: () => this.#shows.next(),
      onSaid: (from, content) => this.#memberEar.said(from, content),
      onShown: (from, content) => this.#memberEar.shown(from, content),
      onChange: () => this.#membersChanged(),
      onBad: (from) => this.#bad(from),
    });
    this.#line = new RelayLine({
      ...{ later, openSocket: options.openSocket, url: relaySocketUrl(link.relay) },
      randomPart: () => (crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) / 255,
      hello: () => this.#hello(),
      onMessage: (message) => this.#relayEar.hear(message),
      onUnreadable: () => this.#bad(null),
      onLost: () => this.#lost(),
    });
    const known = { words: this.#words, chat: this.#chat, lock: this.#lock };
    this.#memberEar = new MemberEar({
      ...{ ...known, self: keys.id, nowMs, wallMs, onChange },
      ...{ faces: this.#faces, pointers: this.#pointers, drawing: this.#drawing },
      onBad: (from) => this.#bad(from),
    });
    this.#relayEar = new RelayEar({
      ...{ ...known, self: keys.id, nowMs, wallMs, onChange },
      ...{ standing: this.#standing, line: this.#line, talk: this.#talk, seat: this.#seat },
      ...{ invites: this.#invites, knocking: this.#knocking },
      onBad: () => this.#bad(null),
      onAnswer: (answer) => this.#answered(answer),
      onEnd: (reason) => this.#end(reason),
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
    return { type: 'hello', version: ROOM_VERSION, room, token, ...member, resume: this.#standing.resume };
  }

  /** Before the welcome a relay hears nothing but the hello. */
  #send(message: FromMember): boolean {
    return this.#standing.isWelcomed && this.#line.send(message);
  }

  #end(reason: ByeReason | 'unreachable'): void {
    const { stage, isWelcomed } = this.#standing;
    if (stage.type === 'ended') return;
    this.#standing.ended(reason);
    this.#close();
    if (!this.#seat.hasOrdered) return;
    // The owner ended it for all. Whoever was sent out, or cannot come back, is not free by that: the others still
    // count on one holder, so the gate stays shut until the person leaves. A relay that does not know the room any
    // more may only have lost it, and somebody may begin it again.
    if (reason === 'left' || (reason === 'ended' && isWelcomed)) this.#seat.solo();
    else this.#seat.watch();
  }

  #close(): void {
    this.#line.stop();
    this.#cancelTick();
    this.#shows.stop();
    this.#chat.failAll();
  }

  #lost(): void {
    this.#standing.lost(this.#nowMs());
    this.#lock.lost();
    this.#drawing.lost();
    this.#words.again();
    this.#bell.ring();
  }

  #membersChanged(): void {
    this.#memberEar.met(this.#talk.members);
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
    this.#shows.moved(place);
  }

  draw(change: BoardChange): void {
    if (this.#standing.stage.type === 'ended') return;
    if (this.#drawing.draw(change)) this.#talk.pump();
    else this.#refuse('role');
  }

  live(piece: LivePiece): void {
    if (this.#standing.stage.type === 'in' && this.#drawing.mayShow) this.#shows.drew(piece);
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
    this.#standing.left();
    this.#close();
    this.#bell.stop();
    if (this.#seat.hasOrdered) this.#seat.solo();
  }

  #place(): ActPlace | null {
    const id = this.#pass.keys.id;
    const self = this.#talk.members.get(id);
    const lock = this.#lock.view;
    if (this.#standing.stage.type !== 'in' || lock === null || self === undefined) return null;
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
    const isSilent = this.#standing.isSilent(nowMs) || this.#words.echoAgeMs() > ECHO_MS;
    if (this.#standing.isUnreachable(nowMs)) this.#end('unreachable');
    else if (this.#standing.isWelcomed && isSilent) this.#line.renew();
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
      stage: this.#standing.stage,
      self: { id: this.#pass.keys.id, ...this.#words.face() },
      relayHost: relayHost(this.#options.link.relay),
      nowMs: this.#nowMs(),
      lostAtMs: this.#standing.lostAtMs,
      answer: this.#answer,
      hadKey: this.#hadKey,
      members: this.#talk.members,
      ...{ chat: this.#chat, faces: this.#faces, pointers: this.#pointers, alarms: this.#alarms },
      ...{ invites: this.#invites, knocking: this.#knocking, lock: this.#lock },
    });
  }
}
