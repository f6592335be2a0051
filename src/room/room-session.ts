import { Elapsed } from '../model/control/elapsed.ts';
import type { DenyReason } from '../model/control/lock-command.ts';
import type { LockView } from '../model/control/lock-view.ts';
import type { SeatWord } from '../model/control/seat-order.ts';
import type { RoomPanelAct } from '../model/port/room-command.ts';
import type {
  ActRefusal,
  RoomInvite,
  RoomPanelState,
  RoomPerson,
  RoomState,
  RoomStatus,
} from '../model/port/room-view.ts';
import type { PointerPlace, SaidContent } from '../model/room/content.ts';
import { mentions } from '../model/room/content-text.ts';
import { inviteLinkText, relayHost, relaySocketUrl } from '../model/room/invite-link-text.ts';
import { isAtLeast, type Member, type MemberId } from '../model/room/member.ts';
import { type ByeReason, type FromMember, type FromRelay, ROOM_VERSION } from '../model/room/room-message.ts';
import {
  type ActPlace,
  type CheckedAct,
  lockCommandOf,
  type ManagingAct,
  managingMessageOf,
  refused,
} from './act-check.ts';
import { Alarms } from './alarms.ts';
import { ChatLog } from './chat-log.ts';
import { Faces, personOf } from './faces.ts';
import type { InviteSecret } from './invite-secret.ts';
import { LockWitness } from './lock-witness.ts';
import { type MemberKeys, readPublicKeys } from './member-keys.ts';
import { OwnPointer } from './own-pointer.ts';
import { OwnWords } from './own-words.ts';
import { Pointers } from './pointers.ts';
import { RelayLine } from './relay-line.ts';
import type { RoomClientOptions } from './room-client-options.ts';
import { SealedTalk } from './sealed-talk.ts';
import { SeatDesk } from './seat-desk.ts';

/** Keys, silence and countdowns are looked after so often. */
const TICK_MS = 1000;
/** A relay tells the lock every 5 s: one that is silent for so long is gone, even if its connection stands. */
export const SILENCE_MS = 12_000;
/** Chat that is not known to have arrived for so long takes another connection. */
const ECHO_MS = 8000;
/** What was told of the lock is said to the others so often, beside every change. */
export const CLAIM_MS = 10_000;
/** A relay that never answered for so long is not there. */
export const UNREACHABLE_MS = 30_000;
/** `onChange` is called at most so often. */
const CHANGE_MS = 100;
const ANSWER_SHOWN_MS = 60_000;
/** Pointers are left out while so much waits to go out. */
const CROWDED_BYTES = 16_384;
/** Invites that are kept to be shown, and those that were asked for and not answered. */
const MAX_INVITES = 32;

/** With which one comes into a room. */
export interface RoomPass {
  readonly room: string;
  readonly inviteKey: string;
  readonly keys: MemberKeys;
  readonly secret: InviteSecret;
  readonly proof: string;
  readonly card: string;
}

type Stage =
  | { readonly type: 'connecting' | 'lobby' | 'in' }
  | { readonly type: 'ended'; readonly reason: ByeReason | 'unreachable' };

type Answer =
  | { readonly type: 'denied'; readonly by: MemberId; readonly reason: DenyReason }
  | { readonly type: 'refused'; readonly reason: ActRefusal };

/** A room as one member lives through it: what the relay says, what the others say, and what becomes of it here. */
export class RoomSession {
  readonly #options: RoomClientOptions;
  readonly #pass: RoomPass;
  readonly #elapsed: Elapsed;
  readonly #chat = new ChatLog();
  readonly #faces = new Faces();
  readonly #pointers = new Pointers();
  readonly #alarms = new Alarms();
  readonly #witness = new LockWitness();
  readonly #desk: SeatDesk;
  readonly #words: OwnWords;
  readonly #pointer: OwnPointer;
  readonly #talk: SealedTalk;
  readonly #line: RelayLine;
  #stage: Stage = { type: 'connecting' };
  #resume: string | null = null;
  #lock: LockView | null = null;
  #lockAtMs = 0;
  #lostAtMs: number | null = null;
  #heardAtMs: number;
  #claimedAtMs: number;
  readonly #beganAtMs: number;
  #hasKey = false;
  #isLeft = false;
  #answer: { readonly answer: Answer; readonly atMs: number } | null = null;
  #knocking: readonly RoomPerson[] = [];
  #invites: readonly RoomInvite[] = [];
  #asked: readonly { readonly lifeMs: number }[] = [];
  #cancelTick = () => {};
  #cancelChange: (() => void) | null = null;
  #changedAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: RoomClientOptions, pass: RoomPass) {
    this.#options = options;
    this.#pass = pass;
    this.#elapsed = new Elapsed(this.#clocks());
    const { crypto, later, name, mode, link } = options;
    const nowMs = () => this.#nowMs();
    [this.#beganAtMs, this.#heardAtMs, this.#claimedAtMs] = [nowMs(), nowMs(), nowMs()];
    this.#desk = new SeatDesk(options.onSeatOrder);
    this.#words = new OwnWords({ crypto, self: pass.keys.id, chat: this.#chat, name, mode, nowMs });
    this.#pointer = new OwnPointer({ nowMs, later, onDue: () => this.#talk.pump() });
    this.#talk = new SealedTalk({
      ...{ crypto, nowMs, room: pass.room, self: pass.keys, secret: pass.secret },
      send: (message) => this.#line.send(message),
      nextSaid: () => this.#words.next(),
      nextShown: () => (this.#line.bufferedBytes > CROWDED_BYTES ? null : this.#pointer.take()),
      onSaid: (from, content) => this.#heardSaid(from, content),
      onShown: (from, { place }) => {
        if (from === pass.keys.id) this.#bad(from);
        else this.#pointers.moved(from, place, nowMs());
        this.#changed();
      },
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

  get #self(): MemberId {
    return this.#pass.keys.id;
  }

  #clocks() {
    const { monotonicMs, wallMs } = this.#options.clock;
    return { monotonicMs: monotonicMs(), wallMs: wallMs() };
  }

  #nowMs(): number {
    return this.#elapsed.at(this.#clocks());
  }

  #hello() {
    const { room, keys, proof, card } = this.#pass;
    const { signKey, wrapKey } = keys;
    const { token } = this.#options.link;
    const resume = this.#resume;
    return {
      type: 'hello',
      version: ROOM_VERSION,
      room,
      token,
      signKey,
      wrapKey,
      proof,
      card,
      resume,
    } as const;
  }

  // What the relay says

  #heard(message: FromRelay): void {
    this.#heardAtMs = this.#nowMs();
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
        void this.#knocked(message.members);
        break;
      case 'lock':
        this.#viewed(message.view);
        break;
      case 'renewed':
        // Nothing to show, and the gate waits for it.
        this.#desk.renewed(message.epoch, message.nonce);
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
      case 'shown':
        this.#talk.sealed(message);
        return;
      case 'invited':
        this.#invited(message);
        break;
      case 'refused':
        this.#refused(message);
        break;
      case 'bye':
        this.#bidden(message.reason);
    }
    this.#changed();
  }

  #welcomed({ self, resume, roster, lock }: Extract<FromRelay, { type: 'welcome' }>): void {
    if (self !== this.#self) {
      // It speaks of somebody else: nothing else that it says of this member can be meant.
      this.#bad(null);
      this.#line.renew();
      return;
    }
    this.#line.settled();
    this.#stage = { type: 'in' };
    this.#lostAtMs = null;
    this.#resume = resume;
    this.#words.again();
    this.#talk.roster(roster);
    const isTold = this.#desk.hasOrdered;
    this.#viewed(lock, true);
    // After a break the gate may have let go: what holds is said once more.
    if (isTold) this.#desk.repeat();
    else if (!this.#desk.hasOrdered) this.#desk.watch();
  }

  /** @param isFirst of a new connection: its numbers may have begun anew with the relay, its epochs have not */
  #viewed(view: LockView, isFirst = false): void {
    const known = this.#lock;
    if (this.#stage.type !== 'in' || (!isFirst && known !== null && view.seq < known.seq)) return;
    if (known !== null && view.epoch < known.epoch) {
      // An epoch that falls would give control a second time.
      this.#bad(null);
      return;
    }
    for (const by of this.#witness.told(view, this.#self)) this.#alarms.mismatch(by);
    this.#lock = view;
    this.#lockAtMs = this.#nowMs();
    this.#words.viewed(view);
    this.#desk.viewed(view, this.#self);
    this.#talk.pump();
  }

  async #knocked(members: readonly Member[]): Promise<void> {
    const { crypto } = this.#options;
    const { secret } = this.#pass;
    const people = members.map(async (member) => {
      const isProven = await secret.isProof(member.proof, member);
      const keys = isProven ? await readPublicKeys(crypto, member.id, member.signKey, member.wrapKey) : null;
      const name = keys === null ? '' : await secret.openCard(member.card, member);
      return personOf({ member, keys }, { name, mode: 'watch' }, false, this.#self);
    });
    this.#knocking = await Promise.all(people);
    this.#changed();
  }

  #invited({ token, role }: Extract<FromRelay, { type: 'invited' }>): void {
    const [asked, ...others] = this.#asked;
    if (asked === undefined) {
      this.#bad(null);
      return;
    }
    this.#asked = others;
    const { relay } = this.#options.link;
    const { room, inviteKey } = this.#pass;
    const link = inviteLinkText({ type: 'join', relay, room, token, key: inviteKey });
    const invite = { link, role, wallMs: this.#options.clock.wallMs(), lifeMs: asked.lifeMs };
    this.#invites = [...this.#invites, invite].slice(-MAX_INVITES);
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
        this.#asked = this.#asked.slice(1);
        this.#refuse(reason);
        return;
      default:
        this.#refuse(reason);
    }
  }

  #bidden(reason: ByeReason): void {
    switch (reason) {
      case 'shutdown':
      case 'slow':
        // The relay comes back, or this member does.
        this.#line.renew();
        return;
      default:
        this.#end(reason);
    }
  }

  #end(reason: ByeReason | 'unreachable'): void {
    if (this.#stage.type === 'ended') return;
    this.#stage = { type: 'ended', reason };
    this.#close();
    // The owner ended it for all. Whoever was sent out, or cannot come back, is not free by that: the others still
    // count on one holder, so the gate stays shut until the person leaves.
    if (!this.#desk.hasOrdered) return;
    if (reason === 'ended' || reason === 'left') this.#desk.solo();
    else this.#desk.watch();
  }

  #close(): void {
    this.#line.stop();
    this.#cancelTick();
    this.#pointer.stop();
    this.#chat.failAll();
  }

  #lost(): void {
    if (this.#stage.type === 'in') this.#lostAtMs ??= this.#nowMs();
    if (this.#stage.type === 'lobby') this.#stage = { type: 'connecting' };
    this.#witness.newConnection();
    this.#changed();
  }

  // What the others say

  #heardSaid(from: MemberId, content: SaidContent): void {
    const isOwn = from === this.#self;
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
        const wallMs = this.#options.clock.wallMs();
        const mentionsSelf = mentions(content.text, this.#words.name);
        const { text, key } = content;
        this.#chat.received({ from, name: this.#faces.nameOf(from), text, wallMs, mentionsSelf }, key);
        break;
      }
      case 'lock-claim':
        if (!this.#witness.claimed(from, content)) return;
        this.#alarms.mismatch(from);
        break;
      case 'echo':
        this.#words.echoed(content.count);
    }
    this.#changed();
  }

  #membersChanged(): void {
    const { members } = this.#talk;
    const ids = members.all().map(({ member }) => member.id);
    this.#faces.said(this.#self, this.#words);
    for (const memory of [this.#faces, this.#pointers, this.#chat]) memory.forgetAllBut(ids);
    this.#words.met(members.audience().readers.filter((id) => id !== this.#self));
    this.#hasKey ||= this.#talk.canSeal;
    this.#changed();
  }

  #bad(from: MemberId | null): void {
    this.#alarms.bad(from);
    this.#changed();
  }

  // What the person and the gate do

  act(act: Exclude<RoomPanelAct, { type: 'leave' }>): void {
    this.#answer = null;
    this.#changed();
    switch (act.type) {
      case 'read':
        this.#chat.read();
        break;
      case 'chat':
        if (this.#stage.type === 'ended') this.#refuse('lost');
        else this.#words.chat(act.text, this.#options.clock.wallMs());
        break;
      case 'retry-chat':
        if (this.#stage.type === 'ended') this.#refuse('lost');
        else this.#chat.retry(act.id);
        break;
      case 'rename':
        this.#become(act.name, this.#words.mode);
        break;
      case 'mode':
        if (act.mode === 'watch') this.#letGo();
        this.#become(this.#words.name, act.mode);
        break;
      case 'admit':
      case 'turn-away':
      case 'kick':
      case 'give-role':
      case 'invite':
      case 'end-room':
        this.#manage(act);
        break;
      default:
        // Asking for control is the clearest way to say that one wants to operate.
        if (act.type === 'ask' && this.#words.mode === 'watch') this.#become(this.#words.name, 'operate');
        this.#send((place) => {
          const checked = lockCommandOf(act, place);
          return checked.ok ? { ok: true, send: { type: 'lock', command: checked.send } } : checked;
        });
    }
    this.#talk.pump();
  }

  #manage(act: ManagingAct): void {
    const isSent = this.#send((place) => managingMessageOf(act, place));
    if (isSent && act.type === 'invite') this.#asked = [...this.#asked, act].slice(-MAX_INVITES);
  }

  #become(name: string, mode: 'watch' | 'operate'): void {
    this.#words.become(name, mode);
    this.#faces.said(this.#self, this.#words);
  }

  /** Whoever only looks on from here holds nothing, waits for nothing and takes nothing. */
  #letGo(): void {
    const place = this.#place();
    if (place === null) return;
    for (const type of ['release', 'decline', 'withdraw'] as const) {
      const checked = lockCommandOf({ type }, place);
      if (checked.ok) this.#line.send({ type: 'lock', command: checked.send });
    }
  }

  #place(): ActPlace | null {
    const self = this.#talk.members.get(this.#self);
    if (this.#stage.type !== 'in' || this.#lock === null || self === undefined) return null;
    const members = new Set(this.#talk.members.all().map(({ member }) => member.id));
    const knocking = new Set(this.#knocking.map(({ id }) => id));
    return { self: this.#self, role: self.member.role, lock: this.#lock, members, knocking };
  }

  /** @returns whether it was sent; if not, the answer says why */
  #send(check: (place: ActPlace) => CheckedAct<FromMember>): boolean {
    const place = this.#place();
    const checked = place === null ? refused('lost') : check(place);
    if (!checked.ok) this.#refuse(checked.reason);
    else if (this.#line.send(checked.send)) return true;
    else this.#refuse('lost');
    return false;
  }

  #refuse(reason: ActRefusal): void {
    this.#answered({ type: 'refused', reason });
  }

  #answered(answer: Answer): void {
    this.#answer = { answer, atMs: this.#nowMs() };
    this.#changed();
  }

  seat(word: SeatWord): void {
    this.#line.send({ type: 'lock', command: word });
  }

  reseat(): void {
    this.#desk.repeat();
  }

  point(place: PointerPlace | null): void {
    this.#pointer.moved(place);
  }

  noticedOutsider(): void {
    this.#alarms.outsider(this.#nowMs());
    this.#changed();
  }

  /** By own will: the gate is free again. */
  leave(): void {
    this.#isLeft = true;
    this.#line.stop({ type: 'leave' });
    this.#stage = { type: 'ended', reason: 'left' };
    this.#close();
    this.#cancelChange?.();
    if (this.#desk.hasOrdered) this.#desk.solo();
  }

  state(): RoomPanelState {
    return {
      status: this.#status(),
      chat: this.#chat.entries,
      droppedChat: this.#chat.dropped,
      invites: this.#invites,
    };
  }

  #status(): RoomStatus {
    const host = relayHost(this.#options.link.relay);
    const stage = this.#stage;
    switch (stage.type) {
      case 'ended':
        return { type: 'ended', relayHost: host, reason: stage.reason };
      case 'connecting':
      case 'lobby':
        return { type: 'joining', relayHost: host, stage: stage.type };
      case 'in':
        return this.#lock === null || !this.#hasKey
          ? { type: 'joining', relayHost: host, stage: 'keys' }
          : { type: 'in', room: this.#room(host, this.#lock) };
    }
  }

  #room(host: string, lock: LockView): RoomState {
    const nowMs = this.#nowMs();
    const people = this.#faces.people(this.#talk.members.all(), this.#self);
    const unproven = people.filter(({ trust }) => trust === 'unproven').map(({ id }) => id);
    const self = people.find(({ isSelf }) => isSelf);
    const answerMs = nowMs - (this.#answer?.atMs ?? 0);
    return {
      self: this.#self,
      relayHost: host,
      people,
      lock,
      lockAgeMs: nowMs - this.#lockAtMs,
      lostMs: this.#lostAtMs === null ? null : nowMs - this.#lostAtMs,
      answer:
        this.#answer === null || answerMs > ANSWER_SHOWN_MS
          ? null
          : { ...this.#answer.answer, agoMs: answerMs },
      pointers: this.#pointers.shown(nowMs),
      alarms: this.#alarms.shown(unproven, nowMs),
      unread: this.#chat.unread,
      knocking: self !== undefined && isAtLeast(self.role, 'trainer') ? this.#knocking : [],
    };
  }

  // Time

  #tickLater(): void {
    this.#cancelTick = this.#options.later(TICK_MS, () => {
      this.#tickLater();
      this.#tick();
    });
  }

  #tick(): void {
    const nowMs = this.#nowMs();
    const isIn = this.#stage.type === 'in';
    if (
      this.#stage.type === 'connecting' &&
      this.#resume === null &&
      nowMs - this.#beganAtMs > UNREACHABLE_MS
    ) {
      this.#end('unreachable');
    } else if (
      isIn &&
      this.#line.isOpen &&
      (nowMs - this.#heardAtMs > SILENCE_MS || this.#words.echoAgeMs() > ECHO_MS)
    ) {
      this.#line.renew();
    }
    if (nowMs - this.#claimedAtMs >= CLAIM_MS) {
      this.#claimedAtMs = nowMs;
      this.#words.claimAgain();
    }
    this.#talk.tick();
    this.#pointers.dropStale(nowMs);
    this.#changed();
  }

  #changed(): void {
    if (this.#cancelChange !== null || this.#isLeft) return;
    const waitMs = Math.max(0, this.#changedAtMs + CHANGE_MS - this.#nowMs());
    this.#cancelChange = this.#options.later(waitMs, () => {
      this.#cancelChange = null;
      this.#changedAtMs = this.#nowMs();
      this.#options.onChange();
    });
  }
}
