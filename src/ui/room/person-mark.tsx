import type { JSX } from 'preact';
import type { RoomPerson } from '../../model/port/room-view.ts';
import { initialsOf } from './person.ts';

/** Initials on the person's colour, as their pointer has them on the picture. */
export function PersonMark(props: { readonly person: RoomPerson; readonly hue: number }): JSX.Element {
  return (
    <span class="person-mark" data-hue={props.hue} aria-hidden="true">
      {initialsOf(props.person.name)}
    </span>
  );
}
