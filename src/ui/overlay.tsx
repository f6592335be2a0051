import { type JSX, render } from 'preact';
import { amounts } from './amounts.ts';
import type { Announcer } from './announcer.ts';
import { Badge } from './badge.tsx';
import { Banner } from './banner.tsx';
import type { OverlayStore } from './overlay-store.ts';
import {
  type BadgeSetting,
  decodeSetting,
  encodeSetting,
  type Place,
  pointOf,
  START_PLACE,
} from './placement.ts';
import { say } from './sentence.ts';
import type { Surroundings } from './surroundings.ts';

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
  const rtl = messages('uiDirection') === 'rtl';

  const view = (): JSX.Element => {
    const { snapshot, verdict, desk, settled, connections, announcer } = store.picture;
    const notice = desk.shown;
    const { alongRatio } = setting.place;
    const side = pointOf(setting.place).y >= 0.5 ? 'top' : 'bottom';
    const said = (region: Announcer['region']): string =>
      announcer.region === region
        ? announcer.sentences.map((sentence) => say(sentence, messages, numbers)).join(' ')
        : '';
    return (
      <div class="overlay" lang={messages('uiLanguage')} dir={rtl ? 'rtl' : 'ltr'}>
        {notice !== null && (notice.holding || notice.id === 'override') && (
          <div class="frame" data-tone={notice.tone} />
        )}
        {/* The badge and its warning are on opposite sides, so that neither covers the other. */}
        <div
          class="berth"
          data-side={side}
          data-panel={panelOpen}
          style={{
            [side]: '0.75em',
            alignItems: panelOpen ? (alongRatio < 0.5 !== rtl ? 'end' : 'start') : 'center',
          }}
        >
          {/* Filled by the room part. Nearest to the edge: a warning that comes pushes no button away. */}
          <div class="room-slot" />
          {notice !== null && (
            <Banner
              messages={messages}
              amounts={numbers}
              notice={notice}
              heldMs={snapshot?.blockedMs ?? 0}
              onDismiss={() => store.dismissNotice()}
            />
          )}
          {/* Filled by the safety part, while that has something to offer. */}
          <div class="safety-slot" />
        </div>
        {snapshot !== null && verdict !== null && (
          <Badge
            messages={messages}
            amounts={numbers}
            snapshot={snapshot}
            verdict={verdict}
            settled={settled && !panelOpen}
            dot={setting.dot}
            place={setting.place}
            expanded={panelOpen}
            connections={connections}
            onPlace={(place) => overlay.setSetting({ ...setting, place })}
            onOpen={options.onOpenPanel}
          />
        )}
        <div class="spoken" role="status" aria-live="polite">
          {said('polite')}
        </div>
        <div class="spoken" role="alert" aria-live="assertive">
          {said('assertive')}
        </div>
      </div>
    );
  };
  const draw = (): void => {
    if (!removed) render(view(), container);
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
