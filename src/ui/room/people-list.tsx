import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RoomPerson, RoomState } from '../../model/port/room-view.ts';
import { isAtLeast, type MemberId, ROLES } from '../../model/room/member.ts';
import { MAX_NAME } from '../../model/room/room-limits.ts';
import { keyOf } from '../verdict-words.ts';
import { Disclosure } from './disclosure.tsx';
import type { PanelTools } from './panel-tools.ts';
import { huesOf } from './person.ts';
import { PersonMark } from './person-mark.tsx';
import { type Line, speaker } from './room-words.ts';
import { Sign } from './sign.tsx';

interface PersonProps {
  readonly tools: PanelTools;
  readonly room: RoomState;
  readonly person: RoomPerson;
  readonly hue: number;
  readonly say: (line: Line) => string;
}

/** Who knocks and who is here, with what this person may do about each. */
export function PeopleList(props: { readonly tools: PanelTools; readonly room: RoomState }): JSX.Element {
  const { tools, room } = props;
  const say = speaker(tools.messages, [...room.people, ...room.knocking]);
  const hues = huesOf(room.people);
  const press = (key: string, member: MemberId, type: 'admit' | 'turn-away'): JSX.Element => (
    <button
      type="button"
      aria-label={say({ key: `${key}Of`, words: [{ member }] })}
      onClick={() => tools.act({ type, member })}
    >
      {say({ key })}
    </button>
  );
  return (
    <>
      {room.knocking.length > 0 && (
        <section class="room-knocking" aria-label={say({ key: 'uiRoomLobby' })}>
          <h2>{say({ key: 'uiRoomLobby' })}</h2>
          <ul>
            {room.knocking.map((person) => (
              <li key={person.id} class="person">
                <span class="person-words">
                  <span class="person-name">
                    {say({ key: 'uiRoomName', words: [{ member: person.id }] })}
                  </span>
                  <span class="hint">{say({ key: keyOf('uiRoomRole', person.role) })}</span>
                  {person.trust === 'unproven' && <Unproven say={say} />}
                </span>
                {press('uiRoomAdmit', person.id, 'admit')}
                {press('uiRoomTurnAway', person.id, 'turn-away')}
              </li>
            ))}
          </ul>
        </section>
      )}
      <ul class="people">
        {room.people.map((person) => (
          <Person key={person.id} {...{ tools, room, person, say }} hue={hues.get(person.id) ?? 0} />
        ))}
      </ul>
    </>
  );
}

function Person(props: PersonProps): JSX.Element {
  const { room, person, hue, say } = props;
  const { phase } = room.lock;
  const holds = phase.type === 'held' && phase.holder === person.id;
  const place = room.lock.queue.findIndex(({ member }) => member === person.id) + 1;
  return (
    <li class="person" data-present={person.isPresent}>
      <PersonMark person={person} hue={hue} />
      <span class="person-words">
        <span class="person-name">
          {say({ key: 'uiRoomName', words: [{ member: person.id }] })}
          {person.isSelf && <span class="hint"> {say({ key: 'uiRoomSelf' })}</span>}
        </span>
        <span class="hint">
          {[
            say({ key: keyOf('uiRoomRole', person.role) }),
            say({ key: person.mode === 'watch' ? 'uiRoomWatching' : 'uiRoomOperating' }),
            ...(person.isPresent ? [] : [say({ key: 'uiRoomAway' })]),
            ...(place > 0 ? [say({ key: 'uiRoomPlaceOf', words: [{ count: place }] })] : []),
          ].join(' · ')}
        </span>
        {person.nameDoubt !== null && (
          <span class="person-doubt">{say({ key: keyOf('uiRoomDoubt', person.nameDoubt) })}</span>
        )}
        {person.trust === 'unproven' && <Unproven say={say} />}
        {holds && (
          <span class="person-holds">
            <Sign name="self" />
            {say({ key: 'uiRoomHolds' })}
          </span>
        )}
      </span>
      <PersonActions {...props} />
    </li>
  );
}

function Unproven({ say }: { readonly say: (line: Line) => string }): JSX.Element {
  return <span class="person-doubt">{say({ key: 'uiRoomTrust' })}</span>;
}

/** What the own role allows about somebody; the relay judges it again. */
function PersonActions({ tools, room, person, say }: PersonProps): JSX.Element | null {
  const me = room.people.find(({ id }) => id === room.self);
  const { phase } = room.lock;
  const isOwner = me?.role === 'owner';
  const member = person.id;
  const passes =
    phase.type === 'held' &&
    phase.holder === room.self &&
    person.isPresent &&
    person.mode === 'operate' &&
    isAtLeast(person.role, 'operator');
  const sendsOut = me !== undefined && isAtLeast(me.role, 'trainer') && (isOwner || person.role !== 'owner');
  if (!person.isSelf && !passes && !sendsOut && !isOwner) return null;
  return (
    <Disclosure label="…" name={say({ key: 'uiRoomActionsOf', words: [{ member }] })}>
      {(close) =>
        person.isSelf ? (
          <Rename tools={tools} name={person.name} say={say} close={close} />
        ) : (
          <>
            {passes && (
              <button
                type="button"
                onClick={() => {
                  tools.act({ type: 'pass', to: member });
                  close();
                }}
              >
                {say({ key: 'uiRoomPassTo' })}
              </button>
            )}
            {isOwner && (
              <label class="field">
                <span>{say({ key: 'uiRoomRole' })}</span>
                <select
                  value={person.role}
                  onChange={({ currentTarget: { value } }) => {
                    const role = ROLES.find((each) => each === value);
                    if (role !== undefined) tools.act({ type: 'give-role', member, role });
                    close();
                  }}
                >
                  {ROLES.map((role) => (
                    <option key={role} value={role} selected={role === person.role}>
                      {say({ key: keyOf('uiRoomRole', role) })}
                    </option>
                  ))}
                </select>
              </label>
            )}
            {sendsOut && (
              <Disclosure label={say({ key: 'uiRoomKick' })}>
                {() => (
                  <>
                    <p>{say({ key: 'uiRoomKickHint', words: [{ member }] })}</p>
                    <button type="button" class="danger" onClick={() => tools.act({ type: 'kick', member })}>
                      {say({ key: 'uiRoomKickYes' })}
                    </button>
                  </>
                )}
              </Disclosure>
            )}
          </>
        )
      }
    </Disclosure>
  );
}

function Rename(props: {
  readonly tools: PanelTools;
  readonly name: string;
  readonly say: (line: Line) => string;
  readonly close: () => void;
}): JSX.Element {
  const { tools, say, close } = props;
  const [name, setName] = useState(props.name);
  return (
    <form
      class="row"
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        tools.act({ type: 'rename', name: name.trim() });
        close();
      }}
    >
      <label class="field">
        <span>{say({ key: 'uiRoomYourName' })}</span>
        <input
          type="text"
          maxLength={MAX_NAME}
          value={name}
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
      </label>
      <button type="submit">{say({ key: 'uiRoomRename' })}</button>
    </form>
  );
}
