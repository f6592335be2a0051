import { render } from 'preact';
import type { GuardCommand } from '../../model/gate/command.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { amounts } from '../amounts.ts';
import { noticeKeys } from '../notice.ts';
import type { OverlayStore } from '../overlay-store.ts';
import type { Messages, Port } from '../surroundings.ts';
import { badgeKeys } from '../verdict-words.ts';
import { isEmpty, NO_OFFER, type SafetyOffer, safetyOffer } from './offer.ts';
import { PressButton } from './press-button.tsx';
import { safetyKeys } from './safety-keys.ts';
import { SafetyView } from './safety-view.tsx';

/** What is counted while it is shown moves this often. */
const REDRAW_EVERY_MS = 100;
/** What was said is forgotten after this, so that the same words can be said again. */
const SAID_FOR_MS = 4_000;

export interface SafetyOptions {
  readonly messages: Messages;
  readonly store: OverlayStore;
  readonly port: Pick<Port, 'command'>;
  readonly nowMs: () => number;
  /** Opens the panel, which says why input is held back. */
  readonly onWhy: () => void;
  /** After every command. */
  readonly onCommand: (command: GuardCommand) => void;
}

/** Draws what the user may decide into `container`, and keeps it up to date. Returns the way to remove it. */
export function mountSafety(container: HTMLElement, options: SafetyOptions): () => void {
  const { messages, store, port, nowMs } = options;
  const numbers = amounts(messages);
  // The extension may go away, and its texts with it, before there is something to say.
  for (const key of [...badgeKeys(), ...noticeKeys(), ...safetyKeys()]) messages(key);
  let heard: Snapshot | undefined;
  let heardAtMs = nowMs();
  /** `<connection> <mask>` of a warning of stuck buttons that was put away; forgotten when the buttons change. */
  let putAway = '';
  let said = { key: '', atMs: 0 };

  const draw = (): void => {
    const snapshot = chosen(store);
    if (snapshot !== heard) {
      heard = snapshot;
      heardAtMs = nowMs();
    }
    if (said.key !== '' && nowMs() - said.atMs >= SAID_FOR_MS) said = { key: '', atMs: 0 };
    const offer = snapshot === undefined ? NO_OFFER : shown(snapshot);
    const hadFocus = focusIn(container);
    render(
      <div
        class="safety-part"
        lang={messages('uiLanguage')}
        dir={messages('uiDirection') === 'rtl' ? 'rtl' : 'ltr'}
      >
        {isHolding() && (
          // The picture keeps the keyboard: a pressed mouse button must not move the focus here.
          // biome-ignore lint/a11y/noStaticElementInteractions: nothing is pressed on it, only kept
          <div class="safety-why" onMouseDown={(event) => event.preventDefault()}>
            <PressButton text={messages('uiWhyButton')} nowMs={nowMs} onPress={options.onWhy} />
          </div>
        )}
        {snapshot !== undefined && (
          <SafetyView
            messages={messages}
            amounts={numbers}
            snapshot={snapshot}
            offer={offer}
            ageMs={Math.max(0, nowMs() - heardAtMs)}
            nowMs={nowMs}
            onCommand={(command) => {
              port.command(snapshot.connection, command);
              options.onCommand(command);
              draw();
            }}
            onDismissStuck={() => {
              putAway = `${snapshot.connection} ${snapshot.stuckButtons}`;
              draw();
            }}
            onSay={(key) => {
              said = { key, atMs: nowMs() };
              draw();
            }}
          />
        )}
        <div class="spoken" role="status" aria-live="assertive">
          {said.key !== '' && messages(said.key)}
        </div>
      </div>,
      container,
    );
    // What had the keyboard is gone: the panel around it takes it, or Escape would not close it any more.
    if (hadFocus && !focusIn(container)) container.closest<HTMLElement>('.panel')?.focus();
  };
  /** Beside a warning; in the panel the answer is there already, and without the extension none can come. */
  const isHolding = (): boolean => {
    const { desk, display } = store.picture;
    return desk.shown?.holding === true && !display.detached && container.closest('.panel') === null;
  };
  const shown = (snapshot: Snapshot): SafetyOffer => {
    const offer = safetyOffer(snapshot, store.picture.display.detached);
    return putAway === `${snapshot.connection} ${snapshot.stuckButtons}`
      ? { ...offer, stuckButtons: 0 }
      : offer;
  };

  const unwatch = store.watch(draw);
  const timer = setInterval(() => {
    if (heard?.waitingMs != null || heard?.override.state === 'active' || said.key !== '') draw();
  }, REDRAW_EVERY_MS);
  draw();
  return () => {
    unwatch();
    clearInterval(timer);
    render(null, container);
  };
}

/** The connection the warning speaks of, if there is something to decide about it; else the first that has. */
function chosen(store: OverlayStore): Snapshot | undefined {
  const { snapshot } = store.picture;
  const offers = (each: Snapshot): boolean => !isEmpty(safetyOffer(each, false));
  if (snapshot !== null && offers(snapshot)) return snapshot;
  return store.snapshots.find(offers);
}

function focusIn(container: HTMLElement): boolean {
  const root = container.getRootNode();
  const { activeElement } = root instanceof ShadowRoot ? root : container.ownerDocument;
  return activeElement !== null && container.contains(activeElement);
}
