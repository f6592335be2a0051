import { Component, type JSX, type TargetedPointerEvent } from 'preact';
import type { RoomAct } from '../../model/port/room-command.ts';
import type { RoomState } from '../../model/port/room-view.ts';
import { MainButtons, MoreButtons } from './control-buttons.tsx';
import type { ControlView } from './control-view.ts';
import { NoteList } from './note-list.tsx';
import { QueueList } from './queue-list.tsx';
import type { Note } from './room-notes.ts';
import type { Line } from './room-words.ts';
import { Sign } from './sign.tsx';
import { dragged, type StripPlace, stepped } from './strip-place.ts';

export interface StripProps {
  readonly room: RoomState;
  readonly view: ControlView;
  readonly notes: readonly Note[];
  readonly say: (line: Line) => string;
  readonly nowMs: () => number;
  readonly place: StripPlace;
  /** The picture shows a part of the remote screen only: pointers have no place on it. */
  readonly isClipped: boolean;
  readonly act: (act: RoomAct) => void;
  readonly onPlace: (place: StripPlace) => void;
  /** Opens the side panel: people, invites and chat are there. */
  readonly onPanel: () => void;
  /** Begins to draw over the picture. */
  readonly onDraw: () => void;
  /** Gives the keyboard back to what had it before. */
  readonly onLeave: () => void;
}

type Pointer = TargetedPointerEvent<HTMLButtonElement>;

/** Who has control, always; in one line, or with all that one can do about it. */
export class Strip extends Component<StripProps> {
  /** From the pointer to the strip's left side; null: it is not dragged. */
  #gripPx: number | null = null;

  override render(): JSX.Element {
    const { room, view, notes, say, place } = this.props;
    const { open } = place;
    return (
      <section
        class="room-strip"
        data-sign={view.sign}
        data-mode={view.mode}
        aria-label={say({ key: 'uiRoom' })}
        tabIndex={-1}
        // The picture keeps the keyboard: a pressed mouse button must not move the focus here.
        onMouseDown={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          if (open) this.#setOpen(false);
          else this.props.onLeave();
        }}
      >
        <div class="room-line">
          <button
            type="button"
            class="room-icon room-grip"
            aria-label={say({ key: 'uiRoomMove' })}
            title={say({ key: 'uiRoomMove' })}
            onPointerDown={this.#grab}
            onPointerMove={this.#drag}
            onPointerUp={this.#drop}
            onPointerCancel={this.#drop}
            onKeyDown={(event) => {
              const along = stepped(place.along, event.key);
              if (along === undefined) return;
              event.preventDefault();
              this.props.onPlace({ ...place, along });
            }}
          >
            <Sign name="grip" />
          </button>
          <span class="room-mode" title={say({ key: modeKey(view, 'Hint') })}>
            <Sign name={view.mode} />
            <span>{say({ key: modeKey(view, '') })}</span>
          </span>
          <span class="room-holder">
            <Sign name={view.sign} />
            <strong>{say(view.headline)}</strong>
            {view.countdown !== null && <span class="room-count">{say(view.countdown)}</span>}
          </span>
          <MainButtons {...this.props} />
          <span class="room-tail">
            <button
              type="button"
              class="room-icon"
              data-part="draw"
              aria-label={say({ key: 'uiRoomDraw' })}
              title={say({ key: 'uiRoomDraw' })}
              onClick={this.props.onDraw}
            >
              <Sign name="draw" />
            </button>
            <button
              type="button"
              class="room-icon room-chat"
              data-unread={room.unread > 0 ? '' : undefined}
              aria-label={say({
                key: 'uiRoomUnread',
                words: [{ count: room.unread }],
                plural: room.unread,
              })}
              title={say({ key: 'uiRoomPanel' })}
              onClick={this.props.onPanel}
            >
              <Sign name="chat" />
              {room.unread > 0 && (
                <span aria-hidden="true">
                  {say({ key: 'uiRoomUnreadCount', words: [{ count: room.unread }] })}
                </span>
              )}
            </button>
            <button
              type="button"
              class="room-icon"
              aria-expanded={open}
              aria-label={say({ key: 'uiRoomMore' })}
              title={say({ key: 'uiRoomMore' })}
              onClick={() => this.#setOpen(!open)}
            >
              <Sign name={open ? 'less' : 'more'} />
            </button>
          </span>
        </div>
        {open && (
          <div class="room-more">
            <MoreButtons {...this.props} />
            <QueueList {...this.props} />
            {this.props.isClipped && <p class="quiet">{say({ key: 'uiRoomClipped' })}</p>}
            <p class="quiet">{say({ key: 'uiRoomUnbound' })}</p>
          </div>
        )}
        {/* Last, so that a note that comes moves no button. */}
        <NoteList notes={notes} say={say} />
      </section>
    );
  }

  #setOpen(open: boolean): void {
    this.props.onPlace({ ...this.props.place, open });
  }

  readonly #grab = (event: Pointer): void => {
    const strip = event.currentTarget.closest('.room-strip');
    if (event.button !== 0 || strip === null) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#gripPx = strip.getBoundingClientRect().left - event.clientX;
  };

  readonly #drag = ({ currentTarget, clientX }: Pointer): void => {
    const strip = currentTarget.closest('.room-strip');
    const berth = strip?.closest('.room-berth');
    if (this.#gripPx === null || strip == null || berth == null) return;
    const along = dragged(
      clientX + this.#gripPx,
      strip.getBoundingClientRect(),
      berth.getBoundingClientRect(),
    );
    this.props.onPlace({ ...this.props.place, along });
  };

  readonly #drop = (): void => {
    this.#gripPx = null;
  };
}

function modeKey({ mode }: ControlView, part: '' | 'Hint'): string {
  return mode === 'watch' ? `uiRoomWatching${part}` : `uiRoomOperating${part}`;
}
