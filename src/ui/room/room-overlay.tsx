import { type JSX, render } from 'preact';
import type { RoomAct } from '../../model/port/room-command.ts';
import type { RoomStatus } from '../../model/port/room-view.ts';
import type { SeatReading, Snapshot } from '../../model/snapshot.ts';
import type { OverlayStore } from '../overlay-store.ts';
import type { Messages, Storage } from '../surroundings.ts';
import { type ControlView, controlView } from './control-view.ts';
import { announceRoom, type RoomAnnouncer, SILENT_ROOM } from './room-announcer.ts';
import { RoomCard, statusLines } from './room-card.tsx';
import { roomKeys } from './room-keys.ts';
import { EMPTY_MEMORY, formerHolder, hear, looksSame, watchPresses } from './room-memory.ts';
import { type Note, notesOf } from './room-notes.ts';
import { speaker } from './room-words.ts';
import { Strip } from './strip.tsx';
import { decodePlace, START_STRIP, type StripPlace } from './strip-place.ts';

/** Between two looks at the clock, for what runs down and what ends without news. */
const LOOK_EVERY_MS = 250;
/** A sentence about what was just asked for is shown for so long. */
const TOLD_FOR_MS = 8_000;
/** Key of the strip's place in storage. */
const PLACE_KEY = 'room';

export interface RoomOverlayOptions {
  readonly messages: Messages;
  readonly store: Pick<OverlayStore, 'snapshots' | 'watch'>;
  readonly storage: Storage;
  readonly nowMs: () => number;
  /** What a person decided. */
  readonly act: (act: RoomAct) => void;
  /** Begins a room on a relay that needs no asking. */
  readonly start: (relayHost: string) => void;
  /** Opens the side panel. */
  readonly openPanel: () => void;
  /** Begins to draw over the picture. */
  readonly draw: () => void;
  /** Gives the keyboard back to what had it before. */
  readonly leave: () => void;
  /** The picture shows a part of the remote screen only. */
  readonly isClipped: () => boolean;
}

/** A mounted strip. */
export interface RoomOverlay {
  /** What the room host told; as often as it likes. */
  show(status: RoomStatus): void;
  /** Without a room: offers to begin one, or puts the offer away. */
  toggleOffer(): void;
  /** Puts the keyboard on the strip; only ever on the user's command. Whether there was one. */
  focus(): boolean;
  /** Shows and says a text of _locales for a while. */
  tell(key: string): void;
  remove(): void;
}

/** Draws who has control into `container`, and keeps it up to date. */
export function mountRoom(container: HTMLElement, options: RoomOverlayOptions): RoomOverlay {
  const { messages, store, nowMs, act } = options;
  // The extension may go away, and its texts with it, while there is a room to speak of.
  for (const key of roomKeys()) messages(key);
  let memory = EMPTY_MEMORY;
  let announcer: RoomAnnouncer = SILENT_ROOM;
  let place: StripPlace = START_STRIP;
  let moved = false;
  let offered = false;
  let dismissed = false;
  /** Something of what is drawn changes with time alone. */
  let lives = false;
  let seatState: SeatReading['state'] | undefined;
  let told: { readonly key: string; readonly atMs: number } | null = null;

  const setPlace = (next: StripPlace): void => {
    place = next;
    moved = true;
    options.storage.set(PLACE_KEY, { ...next }).catch(() => undefined);
    draw();
  };
  const content = (): JSX.Element | null => {
    const { status, heardAtMs } = memory;
    if (status.type !== 'in') return card(status);
    const now = nowMs();
    const sinceMs = Math.max(0, now - heardAtMs);
    const view: ControlView = controlView(status.room, sinceMs, seatOf(store.snapshots));
    const notes: readonly Note[] = notesOf(status.room, view.headline, {
      sinceMs,
      ignoredMs: memory.ignoredAtMs === null ? null : now - memory.ignoredAtMs,
      former: formerHolder(memory),
    });
    announcer = announceRoom(announcer, status.room, view, notes, now);
    lives =
      view.countdown !== null || notes.length > 0 || view.queue.length > 0 || announcer.lines.length > 0;
    return (
      <Strip
        room={status.room}
        view={view}
        notes={notes}
        say={speaker(messages, status.room.people)}
        nowMs={nowMs}
        place={place}
        isClipped={options.isClipped()}
        act={(each) => {
          act(each);
          draw();
        }}
        onPlace={setPlace}
        onPanel={options.openPanel}
        onDraw={options.draw}
        onLeave={options.leave}
      />
    );
  };
  const card = (status: Exclude<RoomStatus, { type: 'in' }>): JSX.Element | null => {
    lives = false;
    const isShown = status.type === 'none' ? offered : !(status.type === 'ended' && dismissed);
    announcer = {
      ...SILENT_ROOM,
      // What ended a room under control is no small talk.
      region: status.type === 'ended' ? 'assertive' : 'polite',
      lines: isShown && status.type !== 'none' ? statusLines(status) : [],
    };
    if (!isShown) return null;
    return (
      <RoomCard
        key={status.type}
        status={status}
        say={speaker(messages, [])}
        nowMs={nowMs}
        onStart={(relayHost) => {
          offered = false;
          options.start(relayHost);
          draw();
        }}
        onPanel={options.openPanel}
        onLeave={options.leave}
        onDismiss={() => {
          offered = false;
          dismissed = true;
          draw();
        }}
      />
    );
  };
  const draw = (): void => {
    const now = nowMs();
    if (told !== null && now - told.atMs >= TOLD_FOR_MS) told = null;
    const drawn = content();
    const say = speaker(messages, memory.status.type === 'in' ? memory.status.room.people : []);
    const said = (region: RoomAnnouncer['region']): string =>
      announcer.region === region ? announcer.lines.map(say).join(' ') : '';
    const hadFocus = focusIn(container);
    render(
      // Left and right are those of the picture, whatever the reading direction.
      <div
        class="room-berth"
        dir="ltr"
        lang={messages('uiLanguage')}
        style={{ '--along': String(place.along) }}
      >
        <div class="room-lead" />
        <div class="room-part" dir={messages('uiDirection') === 'rtl' ? 'rtl' : 'ltr'}>
          {drawn}
          <p class="room-told" role="status">
            {told !== null && messages(told.key)}
          </p>
          <div class="spoken" role="status" aria-live="polite">
            {said('polite')}
          </div>
          <div class="spoken" role="alert" aria-live="assertive">
            {said('assertive')}
          </div>
        </div>
        <div class="room-trail" />
      </div>,
      container,
    );
    // The button that had the keyboard is gone: what it was on keeps it, or the next key would go to the picture.
    if (hadFocus && !focusIn(container)) focus();
  };
  const focus = (): boolean => {
    const strip = container.querySelector<HTMLElement>('.room-strip');
    strip?.focus();
    return strip !== null;
  };
  const look = (): void => {
    const before = memory.ignoredAtMs;
    memory = watchPresses(memory, store.snapshots, nowMs());
    const state = seatOf(store.snapshots)?.state;
    if (memory.ignoredAtMs === before && state === seatState) return;
    seatState = state;
    draw();
  };

  options.storage.get(PLACE_KEY).then(
    (stored) => {
      const known = decodePlace(stored);
      if (known === undefined || moved) return;
      place = known;
      draw();
    },
    () => undefined,
  );
  const unwatch = store.watch(look);
  const timer = setInterval(() => {
    if (lives || told !== null) draw();
  }, LOOK_EVERY_MS);
  draw();
  return {
    show: (status) => {
      const same = looksSame(memory.status, status);
      memory = hear(memory, status, nowMs());
      if (same) return;
      if (status.type !== 'ended') dismissed = false;
      if (status.type !== 'none') offered = false;
      draw();
    },
    toggleOffer: () => {
      offered = !offered;
      draw();
      if (offered) focus();
    },
    focus,
    tell: (key) => {
      told = { key, atMs: nowMs() };
      draw();
    },
    remove: () => {
      unwatch();
      clearInterval(timer);
      render(null, container);
    },
  };
}

/** Of the connection that is in the room; the others of this document are none of its business. */
function seatOf(snapshots: readonly Snapshot[]): SeatReading | null {
  return snapshots.find(({ seat }) => seat.state !== 'solo')?.seat ?? null;
}

function focusIn(container: HTMLElement): boolean {
  const root = container.getRootNode();
  const { activeElement } = root instanceof ShadowRoot ? root : container.ownerDocument;
  return activeElement !== null && container.contains(activeElement);
}
