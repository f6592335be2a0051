import { type JSX, render } from 'preact';
import { type Amounts, amounts } from './amounts.ts';
import type { Announcement } from './announcer.ts';
import { Badge } from './badge.tsx';
import { Banner } from './banner.tsx';
import type { OverlayPicture, OverlayStore } from './overlay-store.ts';
import { type BadgeSetting, decodeSetting, encodeSetting, type Place, START_PLACE } from './placement.ts';
import { say } from './sentence.ts';
import type { Messages, Surroundings } from './surroundings.ts';

/** Key of the badge's setting in storage. */
const SETTING_KEY = 'badge';

export interface OverlayOptions {
  readonly surroundings: Surroundings;
  readonly store: OverlayStore;
  /** Where the badge starts when nothing is remembered. */
  readonly startPlace: Place | undefined;
  readonly onOpenPanel: () => void;
}

/** A mounted overlay, as its panel and its mount see it. */
export interface Overlay {
  readonly setting: BadgeSetting;
  /** Moves the badge, and remembers it. */
  setSetting(setting: BadgeSetting): void;
  /** Shows on the badge whether its panel is open. */
  setPanelOpen(open: boolean): void;
  /** Puts the keyboard on the badge; only ever on the user's command. */
  focusBadge(): void;
  remove(): void;
}

/** Draws badge, warning and live regions into `container`, and keeps them up to date. */
export function mountOverlay(container: HTMLElement, options: OverlayOptions): Overlay {
  const { store, surroundings } = options;
  const { messages, storage } = surroundings;
  const numbers = amounts(messages);
  let setting: BadgeSetting = { place: options.startPlace ?? START_PLACE, dot: false };
  let panelOpen = false;
  let moved = false;
  let removed = false;

  const draw = (): void => {
    if (removed) return;
    render(
      <OverlayView
        messages={messages}
        amounts={numbers}
        picture={store.picture}
        setting={setting}
        panelOpen={panelOpen}
        onSetting={overlay.setSetting}
        onOpenPanel={options.onOpenPanel}
        onDismiss={() => store.dismissNotice()}
      />,
      container,
    );
  };
  const overlay: Overlay = {
    get setting() {
      return setting;
    },
    setSetting: (next) => {
      setting = next;
      moved = true;
      // Without storage the place holds until the page goes.
      storage.set(SETTING_KEY, encodeSetting(next)).catch(() => undefined);
      draw();
    },
    setPanelOpen: (open) => {
      panelOpen = open;
      draw();
    },
    focusBadge: () => container.querySelector<HTMLElement>('.plate')?.focus(),
    remove: () => {
      removed = true;
      unwatch();
      render(null, container);
    },
  };

  storage.get(SETTING_KEY).then(
    (stored) => {
      const known = decodeSetting(stored);
      if (known === undefined || moved) return;
      setting = known;
      draw();
    },
    () => undefined,
  );
  const unwatch = store.watch(draw);
  draw();
  return overlay;
}

export interface OverlayViewProps {
  readonly messages: Messages;
  readonly amounts: Amounts;
  readonly picture: OverlayPicture;
  readonly setting: BadgeSetting;
  readonly panelOpen: boolean;
  readonly onSetting: (setting: BadgeSetting) => void;
  readonly onOpenPanel: () => void;
  readonly onDismiss: () => void;
}

export function OverlayView(props: OverlayViewProps): JSX.Element {
  const { messages, amounts, picture, setting } = props;
  const { snapshot, verdict, desk } = picture;
  const notice = desk.shown;
  return (
    <div
      class="overlay"
      lang={messages('uiLanguage')}
      dir={messages('uiDirection') === 'rtl' ? 'rtl' : 'ltr'}
    >
      {notice?.holding === true && <div class="frame" data-tone={notice.tone} />}
      {notice !== null && (
        // The badge and its warning are on opposite sides, so that neither covers the other.
        <div class="berth" data-side={isLow(setting) ? 'top' : 'bottom'}>
          <Banner
            messages={messages}
            amounts={amounts}
            notice={notice}
            heldMs={snapshot?.blockedMs ?? 0}
            onDismiss={props.onDismiss}
          />
        </div>
      )}
      {snapshot !== null && verdict !== null && (
        <Badge
          messages={messages}
          amounts={amounts}
          snapshot={snapshot}
          verdict={verdict}
          settled={picture.settled && !props.panelOpen}
          dot={setting.dot}
          place={setting.place}
          expanded={props.panelOpen}
          connections={picture.connections}
          onPlace={(place) => props.onSetting({ ...setting, place })}
          onOpen={props.onOpenPanel}
        />
      )}
      <div class="spoken" role="status" aria-live="polite">
        {spoken(picture.announcer.polite, messages, amounts)}
      </div>
      <div class="spoken" role="alert" aria-live="assertive">
        {spoken(picture.announcer.assertive, messages, amounts)}
      </div>
    </div>
  );
}

function spoken(announcement: Announcement | null, messages: Messages, amounts: Amounts): string {
  return (announcement?.sentences ?? []).map((sentence) => say(sentence, messages, amounts)).join(' ');
}

function isLow(setting: BadgeSetting): boolean {
  const { edge, alongRatio } = setting.place;
  return edge === 'bottom' || (edge !== 'top' && alongRatio >= 0.5);
}
