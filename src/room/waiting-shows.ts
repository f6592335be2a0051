import type { MemberId } from '../model/room/member.ts';
import { MAX_SHOWN_OF_ONE } from '../model/room/room-limits.ts';
import type { SealedBox } from './sealing.ts';

/** What members showed and is still to be opened: in order, and of each one the newest. */
export class WaitingShows {
  readonly #boxes = new Map<MemberId, SealedBox[]>();

  has(from: MemberId): boolean {
    return this.#boxes.has(from);
  }

  /** The oldest is left out where a member floods: what it shows later says more. */
  add(box: SealedBox): void {
    const boxes = this.#boxes.get(box.from) ?? [];
    boxes.push(box);
    if (boxes.length > MAX_SHOWN_OF_ONE) boxes.shift();
    this.#boxes.set(box.from, boxes);
  }

  /** All of one member; nothing of it waits then. */
  take(from: MemberId): readonly SealedBox[] {
    const boxes = this.#boxes.get(from) ?? [];
    this.#boxes.delete(from);
    return boxes;
  }
}
