import type { RoomInvite } from '../model/port/room-view.ts';
import { inviteLinkText } from '../model/room/invite-link-text.ts';
import type { Role } from '../model/room/member.ts';

/** Invites that are kept to be shown, and those that were asked for and not answered. */
const MAX_INVITES = 32;

/** Links that were made in this room; the relay makes their tokens and never sees their key. */
export class InviteList {
  readonly #place: { readonly relay: string; readonly room: string; readonly key: string };
  #made: readonly RoomInvite[] = [];
  /** How long each that was asked for is to last, in order. */
  #askedMs: readonly number[] = [];

  constructor(place: { readonly relay: string; readonly room: string; readonly key: string }) {
    this.#place = place;
  }

  get made(): readonly RoomInvite[] {
    return this.#made;
  }

  asked(lifeMs: number): void {
    this.#askedMs = [...this.#askedMs, lifeMs].slice(-MAX_INVITES);
  }

  refused(): void {
    this.#askedMs = this.#askedMs.slice(1);
  }

  /** @returns false: none was asked for */
  invited(token: string, role: Role, wallMs: number): boolean {
    const [lifeMs, ...others] = this.#askedMs;
    if (lifeMs === undefined) return false;
    this.#askedMs = others;
    const link = inviteLinkText({ type: 'join', token, ...this.#place });
    this.#made = [...this.#made, { link, role, wallMs, lifeMs }].slice(-MAX_INVITES);
    return true;
  }
}
