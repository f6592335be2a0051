import type { BoardChange, SaidChange } from '../model/annotation/board-change.ts';
import type { LivePiece } from '../model/annotation/live-piece.ts';
import type { SeatWord } from '../model/control/seat-order.ts';
import type { RoomPanelAct } from '../model/port/room-command.ts';
import type { RoomPanelState } from '../model/port/room-view.ts';
import type { PointerPlace } from '../model/room/content.ts';
import { relayHost } from '../model/room/invite-link-text.ts';
import type { RoomClientApi, RoomClientOptions } from './room-client-options.ts';
import { makePass, type RoomPass } from './room-pass.ts';
import { RoomSession } from './room-session.ts';

/**
 * One membership in one room, from the link to the last word. Its keys are made here, live in this object alone and
 * are gone with it.
 *
 * @example
 * const client = new RoomClient({ link, name: 'Anna', mode: 'operate', crypto, openSocket, ... });
 * client.act({ type: 'ask' });
 * client.stop();
 */
export class RoomClient implements RoomClientApi {
  readonly #options: RoomClientOptions;
  /** null: the keys are being made, which takes some milliseconds. */
  #session: RoomSession | null = null;
  #isStopped = false;

  constructor(options: RoomClientOptions) {
    this.#options = options;
    makePass(options).then(
      (pass) => this.#begin(pass),
      // WebCrypto failed: without keys there is no room.
      () => this.#begin(null),
    );
  }

  #begin(pass: RoomPass | null): void {
    if (this.#isStopped || pass === null) return;
    this.#session = new RoomSession(this.#options, pass);
    this.#options.onChange();
  }

  state(): RoomPanelState {
    if (this.#session !== null) return this.#session.state();
    const host = relayHost(this.#options.link.relay);
    return {
      status: this.#isStopped
        ? { type: 'ended', relayHost: host, reason: 'left' }
        : { type: 'joining', relayHost: host, stage: 'connecting' },
      ...{ chat: [], droppedChat: 0, invites: [] },
    };
  }

  act(act: RoomPanelAct): void {
    if (act.type === 'leave') this.stop();
    else this.#session?.act(act);
  }

  seat(word: SeatWord): void {
    this.#session?.seat(word);
  }

  reseat(): void {
    this.#session?.reseat();
  }

  point(place: PointerPlace | null): void {
    this.#session?.point(place);
  }

  draw(change: BoardChange): void {
    this.#session?.draw(change);
  }

  live(piece: LivePiece): void {
    this.#session?.live(piece);
  }

  board(): readonly SaidChange[] {
    return this.#session?.board() ?? [];
  }

  noticedOutsider(): void {
    this.#session?.noticedOutsider();
  }

  stop(): void {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#session?.leave();
    this.#options.onChange();
  }
}
