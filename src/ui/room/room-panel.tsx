import type { JSX } from 'preact';
import type { RoomPanelState, RoomState } from '../../model/port/room-view.ts';
import { isAtLeast } from '../../model/room/member.ts';
import { ChatPart } from './chat-part.tsx';
import { ControlPart } from './control-part.tsx';
import { EntryForm } from './entry-form.tsx';
import { InvitePart } from './invite-part.tsx';
import { LeavePart } from './leave-part.tsx';
import type { PanelPicture, PanelTools } from './panel-tools.ts';
import { PeopleList } from './people-list.tsx';
import { isolated } from './person.ts';
import { statusLines } from './room-card.tsx';
import { type Line, speaker } from './room-words.ts';

export interface RoomPanelProps {
  readonly tools: PanelTools;
  readonly picture: PanelPicture;
}

/** The side panel: who is here, the way in and out, and the talk. */
export function RoomPanel({ tools, picture }: RoomPanelProps): JSX.Element {
  const { messages } = tools;
  const { state } = picture;
  const status = state?.status ?? null;
  const inside = state !== null && status?.type === 'in';
  return (
    <main
      class="room-panel"
      data-status={status?.type ?? 'none'}
      lang={messages('uiLanguage')}
      dir={messages('uiDirection') === 'rtl' ? 'rtl' : 'ltr'}
    >
      {inside ? (
        <Inside tools={tools} picture={picture} state={state} room={status.room} />
      ) : (
        <Outside tools={tools} picture={picture} />
      )}
    </main>
  );
}

function Inside(
  props: RoomPanelProps & { readonly state: RoomPanelState; readonly room: RoomState },
): JSX.Element {
  const { tools, picture, state, room } = props;
  const say = speaker(tools.messages, room.people);
  const role = room.people.find(({ id }) => id === room.self)?.role ?? 'observer';
  const count = room.people.filter(({ isPresent }) => isPresent).length;
  return (
    <>
      <header>
        <h1>{say({ key: 'uiRoomOn', words: [{ text: isolated(room.relayHost) }] })}</h1>
        <ControlPart tools={tools} room={room} heardAtMs={picture.heardAtMs} former={picture.former} />
      </header>
      <div class="room-sections">
        <details open={room.knocking.length > 0 || undefined}>
          <summary>{say({ key: 'uiRoomPeople', words: [{ count }] })}</summary>
          <PeopleList tools={tools} room={room} />
        </details>
        {isAtLeast(role, 'owner') && (
          <details>
            <summary>{say({ key: 'uiRoomInvites' })}</summary>
            <InvitePart tools={tools} invites={state.invites} />
          </details>
        )}
        <details>
          <summary>{say({ key: 'uiRoomAbout' })}</summary>
          <p>{say({ key: 'uiRoomUnbound' })}</p>
          <p>{say({ key: 'uiRoomSealed' })}</p>
          <LeavePart tools={tools} room={room} />
        </details>
      </div>
      <ChatPart tools={tools} state={state} room={room} />
    </>
  );
}

/** No room yet, on the way into one, or no room any more. */
function Outside({ tools, picture }: RoomPanelProps): JSX.Element {
  const say = speaker(tools.messages, []);
  const status = picture.state?.status;
  const lines: readonly Line[] =
    status?.type === 'joining' || status?.type === 'ended' ? statusLines(status) : [];
  return (
    <>
      <header>
        <h1>{say({ key: 'uiRoom' })}</h1>
        {/* Always there, so that a screen reader hears what comes into it. */}
        <div class="room-status" role="status" data-tone={status?.type === 'ended' ? 'caution' : undefined}>
          {lines.map((line, index) => (
            <p key={line.key}>{index === 0 ? <strong>{say(line)}</strong> : say(line)}</p>
          ))}
        </div>
      </header>
      {status?.type === 'joining' ? (
        <div class="row">
          <button type="button" onClick={() => tools.act({ type: 'leave' })}>
            {say({ key: 'uiRoomCancel' })}
          </button>
        </div>
      ) : (
        <>
          {status?.type === 'ended' && picture.entry !== null && picture.entry.room !== null && (
            <div class="row">
              <button type="button" onClick={() => tools.act({ type: 'leave' })}>
                {say({ key: 'uiRoomAlone' })}
              </button>
            </div>
          )}
          <EntryForm tools={tools} entry={picture.entry} invite={picture.invite} outcome={picture.outcome} />
        </>
      )}
    </>
  );
}
