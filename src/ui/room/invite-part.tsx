import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { InvitedRole } from '../../model/port/room-port.ts';
import type { RoomInvite } from '../../model/port/room-view.ts';
import { keyOf } from '../verdict-words.ts';
import type { PanelTools } from './panel-tools.ts';
import { speaker } from './room-words.ts';
import { useTicking } from './ticking.ts';
import { unsavedField } from './unsaved-field.ts';

const INVITED: readonly InvitedRole[] = ['observer', 'operator', 'trainer'];

const HOUR_MS = 3_600_000;
/** How long a link may open the room, with the key of its words. */
const LIVES = [
  { key: 'uiRoomLife_hour', lifeMs: HOUR_MS },
  { key: 'uiRoomLife_shift', lifeMs: 8 * HOUR_MS },
  { key: 'uiRoomLife_day', lifeMs: 24 * HOUR_MS },
  { key: 'uiRoomLife_week', lifeMs: 7 * 24 * HOUR_MS },
] as const;

/** Makes links for others, and gives those that were made. */
export function InvitePart(props: {
  readonly tools: PanelTools;
  readonly invites: readonly RoomInvite[];
}): JSX.Element {
  const { tools, invites } = props;
  useTicking(30_000);
  const say = speaker(tools.messages, []);
  const [role, setRole] = useState<InvitedRole>('operator');
  const [lifeMs, setLifeMs] = useState<number>(LIVES[1].lifeMs);
  const [lobby, setLobby] = useState(true);
  const [copied, setCopied] = useState<{ readonly link: string; readonly ok: boolean } | null>(null);
  const copy = (link: string): void => {
    tools.copy(link).then(
      () => setCopied({ link, ok: true }),
      () => setCopied({ link, ok: false }),
    );
  };
  return (
    <div class="room-invites">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          tools.act({ type: 'invite', role, lifeMs, lobby });
        }}
      >
        <label class="field">
          <span>{say({ key: 'uiRoomInviteRole' })}</span>
          <select
            value={role}
            onChange={({ currentTarget }) => setRole(INVITED[currentTarget.selectedIndex] ?? role)}
          >
            {INVITED.map((each) => (
              <option key={each} value={each}>
                {say({ key: keyOf('uiRoomRole', each) })}
              </option>
            ))}
          </select>
        </label>
        <label class="field">
          <span>{say({ key: 'uiRoomInviteLife' })}</span>
          <select
            value={String(lifeMs)}
            onChange={({ currentTarget }) => setLifeMs(Number(currentTarget.value))}
          >
            {LIVES.map((each) => (
              <option key={each.key} value={String(each.lifeMs)}>
                {say({ key: each.key })}
              </option>
            ))}
          </select>
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={lobby}
            onChange={({ currentTarget }) => setLobby(currentTarget.checked)}
          />
          <span>{say({ key: 'uiRoomInviteLobby' })}</span>
        </label>
        <button type="submit" class="main">
          {say({ key: 'uiRoomInvite' })}
        </button>
      </form>
      <p class="hint">{say({ key: 'uiRoomInviteHint' })}</p>
      <ul>
        {[...invites].reverse().map((invite) => {
          const leftMs = invite.wallMs + invite.lifeMs - tools.wallMs();
          const isCopied = copied?.ok === true && copied.link === invite.link;
          const words = say({ key: keyOf('uiRoomRole', invite.role) });
          return (
            <li key={invite.link} class="invite">
              <input
                ref={unsavedField}
                type="text"
                readOnly
                value={invite.link}
                aria-label={words}
                onFocus={selectAll}
              />
              <button
                type="button"
                disabled={leftMs <= 0}
                aria-label={isCopied ? undefined : say({ key: 'uiRoomCopyOf', words: [{ text: words }] })}
                onClick={() => copy(invite.link)}
              >
                {say({ key: isCopied ? 'uiRoomCopied' : 'uiRoomCopy' })}
              </button>
              <span class="hint">
                {words} · {leftMs > 0 ? say(lifeLine(leftMs)) : say({ key: 'uiRoomInviteOver' })}
              </span>
            </li>
          );
        })}
      </ul>
      <p role="status" class="hint">
        {copied !== null && say({ key: copied.ok ? 'uiRoomCopiedSaid' : 'uiRoomNotCopied' })}
      </p>
    </div>
  );
}

function lifeLine(leftMs: number): { key: string; words: readonly { count: number }[] } {
  const hours = Math.round(leftMs / HOUR_MS);
  return leftMs >= HOUR_MS
    ? { key: 'uiRoomHoursLeft', words: [{ count: hours }] }
    : { key: 'uiRoomMinutesLeft', words: [{ count: Math.ceil(leftMs / 60_000) }] };
}

function selectAll({ currentTarget }: { readonly currentTarget: HTMLInputElement }): void {
  currentTarget.select();
}
