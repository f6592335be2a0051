import type { RoomMode, RoomPerson } from '../model/port/room-view.ts';
import { mixesScripts, nameSkeleton } from '../model/room/content-text.ts';
import type { MemberId } from '../model/room/member.ts';
import type { KnownMember } from './members.ts';

export interface Face {
  readonly name: string;
  readonly mode: RoomMode;
}

/** Who has not said anything yet. */
const FACELESS: Face = { name: '', mode: 'watch' };

/** What members say of themselves, and how they are shown by it. */
export class Faces {
  readonly #faces = new Map<MemberId, Face>();

  said(member: MemberId, face: Face): void {
    this.#faces.set(member, face);
  }

  nameOf(member: MemberId): string {
    return this.#faces.get(member)?.name ?? '';
  }

  forgetAllBut(members: readonly MemberId[]): void {
    for (const id of this.#faces.keys()) if (!members.includes(id)) this.#faces.delete(id);
  }

  /** @param self whose own words are true without being said */
  people(known: readonly KnownMember[], self: Face & { readonly id: MemberId }): readonly RoomPerson[] {
    const faces = known.map(({ member: { id } }) =>
      id === self.id ? self : (this.#faces.get(id) ?? FACELESS),
    );
    const skeletons = faces.map(({ name }) => nameSkeleton(name));
    return known.map((member, index) => {
      const skeleton = skeletons[index] ?? '';
      const isTaken = skeleton !== '' && skeletons.filter((each) => each === skeleton).length > 1;
      return personOf(member, faces[index] ?? FACELESS, isTaken, self.id);
    });
  }
}

/** @param isTaken somebody else has a name that reads the same */
export function personOf(
  { member, keys }: KnownMember,
  { name, mode }: Face,
  isTaken: boolean,
  self: MemberId,
): RoomPerson {
  const { id, role, isPresent } = member;
  const nameDoubt = mixesScripts(name) ? 'mixed' : isTaken ? 'taken' : null;
  const trust = keys === null ? 'unproven' : 'proven';
  return { id, name, nameDoubt, role, isPresent, isSelf: id === self, mode, trust };
}
