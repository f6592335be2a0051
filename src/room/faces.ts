import type { RoomMode, RoomPerson } from '../model/port/room-view.ts';
import { mixesScripts, nameSkeleton } from '../model/room/content-text.ts';
import type { MemberId } from '../model/room/member.ts';
import type { KnownMember } from './members.ts';

interface Face {
  readonly name: string;
  readonly mode: RoomMode;
}

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

  people(known: readonly KnownMember[], self: MemberId): readonly RoomPerson[] {
    const skeletons = known.map(({ member }) => nameSkeleton(this.nameOf(member.id)));
    return known.map(({ member, keys }, index) => {
      const skeleton = skeletons[index] ?? '';
      const isTaken = skeleton !== '' && skeletons.filter((each) => each === skeleton).length > 1;
      return personOf(
        { member, keys },
        { name: this.nameOf(member.id), mode: this.#faces.get(member.id)?.mode ?? 'watch' },
        isTaken,
        self,
      );
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
