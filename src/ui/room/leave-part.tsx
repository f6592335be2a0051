import type { JSX } from 'preact';
import type { RoomState } from '../../model/port/room-view.ts';
import { isAtLeast } from '../../model/room/member.ts';
import { Disclosure } from './disclosure.tsx';
import type { PanelTools } from './panel-tools.ts';
import { type Line, speaker } from './room-words.ts';

/** The ways out; each asks once more. */
export function LeavePart(props: { readonly tools: PanelTools; readonly room: RoomState }): JSX.Element {
  const { tools, room } = props;
  const say = speaker(tools.messages, room.people);
  const opens = opening(room);
  const way = (key: string, type: 'leave' | 'end-room'): JSX.Element => (
    <Disclosure label={say({ key })}>
      {(close) => (
        <>
          <p>{say({ key: `${key}Hint` })}</p>
          {opens !== null && type === 'leave' && (
            <p>
              <strong>{say(opens)}</strong>
            </p>
          )}
          <button type="button" class="danger" onClick={() => tools.act({ type })}>
            {say({ key: `${key}Yes` })}
          </button>
          <button type="button" onClick={close}>
            {say({ key: 'uiRoomStay' })}
          </button>
        </>
      )}
    </Disclosure>
  );
  return (
    <div class="row room-leave">
      {way('uiRoomLeave', 'leave')}
      {isAtLeast(room.people.find(({ id }) => id === room.self)?.role ?? 'observer', 'owner') &&
        way('uiRoomEnd', 'end-room')}
    </div>
  );
}

/** What leaving does that nobody expects: the own gate opens also while the lock is with another. Null: it is not. */
function opening({ lock: { phase }, self }: RoomState): Line | null {
  const heldBy = (member: string): Line | null =>
    member === self ? null : { key: 'uiRoomLeaveOpens', words: [{ member }] };
  switch (phase.type) {
    case 'free':
      return null;
    case 'held':
      return heldBy(phase.holder);
    case 'draining':
      // Whose actions still execute; when they are the own ones, who comes next.
      return heldBy(phase.from) ?? (phase.to === null ? null : heldBy(phase.to));
    case 'offered':
      return heldBy(phase.to);
    case 'frozen':
      return { key: 'uiRoomLeaveOpensFrozen' };
    default:
      return phase satisfies never;
  }
}
