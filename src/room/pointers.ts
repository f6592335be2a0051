import type { RoomPointer } from '../model/port/room-view.ts';
import type { PointerPlace } from '../model/room/content.ts';
import type { MemberId } from '../model/room/member.ts';

/** Own places are told so far apart: 10 Hz. */
export const POINTER_MS = 100;
/** A pointer that was not moved for so long is not shown. */
export const POINTER_STALE_MS = 5000;

/** Where the others point. */
export class Pointers {
  readonly #places = new Map<MemberId, { readonly place: PointerPlace; readonly atMs: number }>();

  moved(member: MemberId, place: PointerPlace | null, nowMs: number): void {
    if (place === null) this.#places.delete(member);
    else this.#places.set(member, { place, atMs: nowMs });
  }

  forgetAllBut(members: readonly MemberId[]): void {
    for (const id of this.#places.keys()) if (!members.includes(id)) this.#places.delete(id);
  }

  /** @returns whether any went out of date */
  dropStale(nowMs: number): boolean {
    const before = this.#places.size;
    for (const [id, { atMs }] of this.#places) if (nowMs - atMs >= POINTER_STALE_MS) this.#places.delete(id);
    return this.#places.size < before;
  }

  shown(nowMs: number): readonly RoomPointer[] {
    return [...this.#places]
      .filter(([, { atMs }]) => nowMs - atMs < POINTER_STALE_MS)
      .map(([member, { place, atMs }]) => ({ member, ...place, agoMs: nowMs - atMs }));
  }
}
