import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { lockOn } from '../../model/policy/managed-settings.ts';
import { relayPattern } from '../../model/room/relay-permission.ts';
import { MAX_NAME } from '../../model/room/room-limits.ts';
import { AskDialog } from './ask-dialog.tsx';
import { LockNote } from './lock-note.tsx';
import { Said } from './said.tsx';
import { SectionFrame } from './section-frame.tsx';
import type { SectionProps } from './site-section.tsx';

/** All that is kept of rooms beyond their end: the own name, and the relays that were used. */
export function RoomSection({ facts, store, text }: SectionProps): JSX.Element {
  const { rooms, locked } = facts.status;
  const said = useRef<HTMLParagraphElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [asked, setAsked] = useState<string | null>(null);
  const forget = (origin: string) => {
    said.current?.focus();
    void store.forgetRelay(origin);
  };
  return (
    <SectionFrame section="rooms" hint={text('uiOptionsRoomsHint')} text={text}>
      <LockNote reason={lockOn(locked, 'rooms')} text={text} />
      <LockNote reason={lockOn(locked, 'relays')} text={text} />
      <form
        class="field"
        data-find
        onSubmit={(event) => {
          event.preventDefault();
          void store.setRoomName((typed ?? rooms.name).trim()).then(() => setTyped(null));
        }}
      >
        <label for="room-name">{text('uiOptionsRoomsName')}</label>
        <div class="row">
          <input
            id="room-name"
            type="text"
            autocomplete="off"
            maxLength={MAX_NAME}
            value={typed ?? rooms.name}
            aria-describedby="room-name-hint"
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <button type="submit">{text('uiOptionsSave')}</button>
        </div>
        <p class="hint" id="room-name-hint">
          {text('uiOptionsRoomsNameHint')}
        </p>
      </form>
      <h3>{text('uiOptionsRelays')}</h3>
      {rooms.relays.length === 0 && (
        <p class="empty" data-find>
          {text('uiOptionsRelaysNone')}
        </p>
      )}
      {rooms.relays.length > 0 && (
        <ul class="rows">
          {rooms.relays.map(({ origin, canStart }) => {
            const pattern = relayPattern(origin);
            const isAllowed = pattern === null || facts.origins.includes(pattern);
            return (
              <li key={origin} data-find>
                <strong class="host">{origin}</strong>
                <button
                  type="button"
                  aria-label={text('uiOptionsForgetOf', origin)}
                  onClick={() => (canStart ? setAsked(origin) : forget(origin))}
                >
                  {text('uiOptionsForget')}
                </button>
                <span class="grant">
                  <span>{text(isAllowed ? 'uiOptionsRelayAllowed' : 'uiOptionsRelayNotAllowed')}</span>
                  {!isAllowed && (
                    <button
                      type="button"
                      aria-label={text('uiOptionsAllowOf', origin)}
                      onClick={() => void store.allowRelay(origin)}
                    >
                      {text('uiOptionsAllow')}
                    </button>
                  )}
                </span>
                {canStart && <span class="grant">{text('uiOptionsRelayStart')}</span>}
              </li>
            );
          })}
        </ul>
      )}
      <Said notice={store.said('rooms')} text={text} said={said} />
      <AskDialog
        isOpen={asked !== null}
        question={text('uiOptionsRelayQuestion', asked ?? '')}
        hint={text('uiOptionsRelayQuestionHint')}
        yes={text('uiOptionsForget')}
        text={text}
        onAnswer={(isYes) => {
          if (isYes && asked !== null) forget(asked);
          setAsked(null);
        }}
      />
    </SectionFrame>
  );
}
