import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { RoomEntry, RoomOutcome, RoomSession } from '../../model/port/room-port.ts';
import type { RoomMode } from '../../model/port/room-view.ts';
import { readInviteLink, relayHost } from '../../model/room/invite-link-text.ts';
import { MAX_NAME } from '../../model/room/room-limits.ts';
import { keyOf } from '../verdict-words.ts';
import type { PanelTools, RoomWish } from './panel-tools.ts';
import { isolated } from './person.ts';
import { type Line, speaker } from './room-words.ts';
import { unsavedField } from './unsaved-field.ts';

export interface EntryFormProps {
  readonly tools: PanelTools;
  readonly entry: RoomEntry | null;
  /** Filled in until something else is typed; null: nothing. */
  readonly invite: string | null;
  readonly outcome: RoomOutcome | null;
}

/** The way into a room: by a link, or by beginning one on a relay that is known. */
export function EntryForm({ tools, entry, invite, outcome }: EntryFormProps): JSX.Element {
  const say = speaker(tools.messages, []);
  const [typedName, setName] = useState<string | null>(null);
  const [mode, setMode] = useState<RoomMode>('operate');
  const [chosen, setChosen] = useState(0);
  const [typedLink, setLink] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  if (entry === null) return <p class="hint">{say({ key: 'uiRoomLoading' })}</p>;
  const session = entry.sessions[chosen] ?? entry.sessions[0];
  if (session === undefined) return <p>{say({ key: 'uiRoomNoSession' })}</p>;

  const name = typedName ?? entry.name;
  const link = typedLink ?? invite ?? '';
  const read = readInviteLink(link);
  const wish: RoomWish = { session, name: name.trim(), mode };
  const nameless = wish.name === '';
  const linkProblem: Line | null =
    read.ok || (!asked && link === '') ? null : { key: keyOf('uiRoomLink', read.problem) };
  const ready = entry.relays.filter(({ canStart }) => canStart);
  const join = (event: Event): void => {
    event.preventDefault();
    setAsked(true);
    if (read.ok && !nameless) tools.join({ ...wish, link: link.trim() });
  };
  return (
    <form class="room-entry" onSubmit={join} noValidate>
      <p>{say({ key: 'uiRoomIntro' })}</p>
      <label class="field">
        <span>{say({ key: 'uiRoomYourName' })}</span>
        <input
          type="text"
          maxLength={MAX_NAME}
          autocomplete="name"
          value={name}
          aria-invalid={asked && nameless}
          aria-describedby="room-name-hint"
          onInput={({ currentTarget }) => setName(currentTarget.value)}
        />
        <span class={asked && nameless ? 'problem' : 'hint'} id="room-name-hint">
          {say({ key: asked && nameless ? 'uiRoomNameMissing' : 'uiRoomNameHint' })}
        </span>
      </label>
      <ModeChoice mode={mode} say={say} onMode={setMode} />
      {entry.sessions.length > 1 && (
        <SessionChoice sessions={entry.sessions} chosen={chosen} say={say} onChoose={setChosen} />
      )}
      <label class="field">
        <span>{say({ key: 'uiRoomLink' })}</span>
        <input
          ref={unsavedField}
          type="text"
          class="room-link"
          spellcheck={false}
          autocomplete="off"
          value={link}
          aria-invalid={linkProblem !== null}
          aria-describedby="room-link-hint"
          onInput={({ currentTarget }) => setLink(currentTarget.value)}
        />
        <span class={linkProblem === null ? 'hint' : 'problem'} id="room-link-hint">
          {linkProblem !== null
            ? say(linkProblem)
            : read.ok
              ? say({ key: 'uiRoomAsks', words: [{ text: isolated(relayHost(read.link.relay)) }] })
              : say({ key: 'uiRoomLinkHint' })}
        </span>
      </label>
      <button type="submit" class="main">
        {say({ key: read.ok && read.link.type === 'start' ? 'uiRoomStart' : 'uiRoomJoin' })}
      </button>
      <p role="status" class="problem" hidden={outcome === null || outcome.type === 'joining'}>
        {outcome !== null && outcome.type !== 'joining' && say(outcomeLine(outcome))}
      </p>
      {ready.length > 0 && (
        <section class="room-relays" aria-label={say({ key: 'uiRoomNew' })}>
          <h2>{say({ key: 'uiRoomNew' })}</h2>
          <ul>
            {ready.map(({ origin }) => {
              const host = [{ text: isolated(relayHost(origin)) }];
              return (
                <li key={origin} class="row">
                  <button
                    type="button"
                    onClick={() => {
                      setAsked(true);
                      if (!nameless) tools.start({ ...wish, relay: origin });
                    }}
                  >
                    {say({ key: 'uiRoomStartOn', words: host })}
                  </button>
                  <button
                    type="button"
                    aria-label={say({ key: 'uiRoomForgetOf', words: host })}
                    onClick={() => tools.forgetRelay(origin)}
                  >
                    {say({ key: 'uiRoomForget' })}
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      )}
    </form>
  );
}

const MODES = [
  { mode: 'operate', key: 'uiRoomOperating', hint: 'uiRoomOperatingHint' },
  { mode: 'watch', key: 'uiRoomWatching', hint: 'uiRoomWatchingHint' },
] as const;

function ModeChoice(props: {
  readonly mode: RoomMode;
  readonly say: (line: Line) => string;
  readonly onMode: (mode: RoomMode) => void;
}): JSX.Element {
  const { say } = props;
  return (
    <fieldset>
      <legend>{say({ key: 'uiRoomMode' })}</legend>
      {MODES.map(({ mode, key, hint }) => (
        <label key={mode} class="check">
          <input
            type="radio"
            name="room-mode"
            checked={props.mode === mode}
            onChange={() => props.onMode(mode)}
          />
          <span>
            {say({ key })}
            <span class="hint">{say({ key: hint })}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function SessionChoice(props: {
  readonly sessions: readonly RoomSession[];
  readonly chosen: number;
  readonly say: (line: Line) => string;
  readonly onChoose: (index: number) => void;
}): JSX.Element {
  const { sessions, say } = props;
  return (
    <label class="field">
      <span>{say({ key: 'uiRoomSession' })}</span>
      <select
        value={String(props.chosen)}
        onChange={({ currentTarget }) => props.onChoose(currentTarget.selectedIndex)}
      >
        {sessions.map(({ tabId, frameId, connection, host }, index) => (
          <option key={`${tabId} ${frameId} ${connection}`} value={String(index)}>
            {say({ key: 'uiRoomSessionOf', words: [{ count: index + 1 }, { text: host ?? '?' }] })}
          </option>
        ))}
      </select>
    </label>
  );
}

function outcomeLine(outcome: Exclude<RoomOutcome, { type: 'joining' }>): Line {
  const key = keyOf('uiRoomOutcome', outcome.type);
  if (outcome.type === 'not-allowed' || outcome.type === 'forbidden') {
    return { key, words: [{ text: isolated(relayHost(outcome.relay)) }] };
  }
  return outcome.type === 'failed' ? { key, words: [{ text: isolated(outcome.fault) }] } : { key };
}
