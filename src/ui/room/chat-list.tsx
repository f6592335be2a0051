import { Fragment, type JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { ChatEntry } from '../../model/port/room-view.ts';
import { ChatLink } from './chat-link.tsx';
import { piecesOf } from './chat-text.ts';
import { dayOf, timeOf } from './chat-time.ts';
import type { PanelTools } from './panel-tools.ts';
import { isolated } from './person.ts';
import type { Line } from './room-words.ts';

/** Nearer to the end than this, what comes next is scrolled to. */
const NEAR_END_PX = 40;

export interface ChatListProps {
  readonly tools: PanelTools;
  readonly say: (line: Line) => string;
  readonly entries: readonly ChatEntry[];
  /** How many received ones were not seen. */
  readonly unread: number;
  /** Of the people here, the own one first. */
  readonly names: readonly string[];
}

/** What was said, oldest first. Whoever reads further up is left there; whoever is at the end has read it. */
export function ChatList({ tools, say, entries, unread, names }: ChatListProps): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  /** Entries from this one on came unseen; it stays while one reads them. */
  const marker = useRef<{ id: number | null; unread: number }>({ id: null, unread: 0 });
  if (unread > 0 && marker.current.unread === 0) marker.current.id = firstUnread(entries, unread);
  marker.current.unread = unread;
  const language = tools.messages('uiLanguage');
  const newest = entries.at(-1)?.id;

  const read = (): void => {
    if (unread > 0 && atEnd.current && document.visibilityState !== 'hidden') tools.act({ type: 'read' });
  };
  useLayoutEffect(() => {
    const { current } = list;
    if (current !== null && atEnd.current && newest !== undefined) current.scrollTop = current.scrollHeight;
    read();
  }, [newest, unread]);
  useLayoutEffect(() => {
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  });

  return (
    <div
      ref={list}
      class="chat"
      role="log"
      aria-label={say({ key: 'uiRoomChat' })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        atEnd.current = scrollTop + clientHeight >= scrollHeight - NEAR_END_PX;
        read();
      }}
    >
      {entries.length === 0 && <p class="hint">{say({ key: 'uiRoomChatEmpty' })}</p>}
      {entries.map((entry, index) => {
        const day = dayOf(entry.wallMs, language);
        const before = entries[index - 1];
        return (
          <Fragment key={entry.id}>
            {(before === undefined || dayOf(before.wallMs, language) !== day) && (
              <p class="chat-day">{day}</p>
            )}
            {entry.id === marker.current.id && <p class="chat-new">{say({ key: 'uiRoomNewMessages' })}</p>}
            <Entry entry={entry} tools={tools} say={say} names={names} />
          </Fragment>
        );
      })}
    </div>
  );
}

function Entry(
  props: Pick<ChatListProps, 'tools' | 'say' | 'names'> & { readonly entry: ChatEntry },
): JSX.Element {
  const { entry, tools, say, names } = props;
  const { state, name, from } = entry;
  const own = state !== 'received';
  const who =
    name === '' ? say({ key: 'uiRoomNameless', words: [{ text: from.slice(0, 4) }] }) : isolated(name);
  return (
    <div class="chat-entry" data-state={state} data-own={own} data-mentions={entry.mentionsSelf}>
      <p class="chat-head">
        <b>{own ? say({ key: 'uiRoomYou' }) : who}</b>{' '}
        <time dateTime={new Date(entry.wallMs).toISOString()}>
          {timeOf(entry.wallMs, tools.messages('uiLanguage'))}
        </time>
        {entry.mentionsSelf && <span class="chat-state">{say({ key: 'uiRoomMentioned' })}</span>}
        {state === 'unsent' && <span class="chat-state">{say({ key: 'uiRoomUnsent' })}</span>}
        {state === 'failed' && (
          <>
            <span class="chat-state">{say({ key: 'uiRoomFailed' })}</span>
            <button type="button" onClick={() => tools.act({ type: 'retry-chat', id: entry.id })}>
              {say({ key: 'uiRoomRetry' })}
            </button>
          </>
        )}
      </p>
      <p class="chat-text" dir="auto">
        {piecesOf(entry.text, names).map((piece, index) => {
          switch (piece.type) {
            case 'words':
              return piece.text;
            case 'mention':
              return (
                <mark key={index} data-self={piece.isSelf}>
                  {piece.text}
                </mark>
              );
            case 'link':
              return <ChatLink key={index} piece={piece} say={say} />;
            default:
              return piece satisfies never;
          }
        })}
      </p>
    </div>
  );
}

function firstUnread(entries: readonly ChatEntry[], unread: number): number | null {
  const received = entries.filter(({ state }) => state === 'received');
  return received.at(-Math.min(unread, received.length))?.id ?? null;
}
