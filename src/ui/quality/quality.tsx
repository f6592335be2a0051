import { render } from 'preact';
import type { QualityChoice } from '../../model/codec/quality-policy.ts';
import type { GuardCommand } from '../../model/gate/command.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { amounts } from '../amounts.ts';
import type { Overlay } from '../overlay.tsx';
import type { OverlayStore } from '../overlay-store.ts';
import { isEmpty, safetyOffer } from '../safety/offer.ts';
import { say } from '../sentence.ts';
import type { Messages, Port, Storage } from '../surroundings.ts';
import { advanceOffer, decodeNotNow, isPutOff, NO_OFFER } from './offer-desk.ts';
import { announceQuality, SILENT_QUALITY } from './quality-announcer.ts';
import { QualityMark } from './quality-mark.tsx';
import { QualityOffer } from './quality-offer.tsx';
import { QualityPart } from './quality-part.tsx';
import { canChoose, type QualityShow, qualityShow } from './quality-show.ts';
import { qualityKeys } from './quality-words.ts';

/** Where the "not now" of this site is kept. */
const MEMORY_KEY = 'quality';
/** A choice is shown as made for this long before the session says so itself. */
const PENDING_MS = 3_000;

/** Where the three views are drawn: beside the badge, beside the warnings, in the panel. */
export interface QualitySlots {
  readonly mark: HTMLElement;
  readonly offer: HTMLElement;
  readonly part: HTMLElement;
}

export interface QualityOptions {
  readonly messages: Messages;
  readonly store: OverlayStore;
  readonly port: Pick<Port, 'command'>;
  readonly storage: Storage;
  readonly overlay: Pick<Overlay, 'setting'>;
  readonly nowMs: () => number;
  readonly wallMs: () => number;
  /** Of which the open panel speaks; undefined: it is closed. */
  readonly panelConnection: () => string | undefined;
  readonly openPanel: () => void;
  /** Keeps the choice for this site. Whether it is kept. */
  readonly choose: (choice: QualityChoice) => Promise<boolean>;
}

/** The mounted part, as its dock sees it. */
export interface QualityUi {
  draw(): void;
  /** Of every open connection: asks for the whole picture anew. */
  fullQuality(): void;
  /** Of every open connection. Whether there is one whose quality can be chosen. */
  toggleFocus(): boolean;
  remove(): void;
}

/** Draws all that concerns the picture's quality, and keeps it up to date. */
export function mountQuality(slots: QualitySlots, options: QualityOptions): QualityUi {
  const { messages, store, port, storage, nowMs, wallMs } = options;
  const numbers = amounts(messages);
  // The extension may go away, and its texts with it, before there is something to say.
  for (const key of qualityKeys()) messages(key);
  const language = messages('uiLanguage');
  const direction = messages('uiDirection') === 'rtl' ? 'rtl' : 'ltr';
  let pending: { readonly choice: QualityChoice; readonly atMs: number } | null = null;
  let isUnsaved = false;
  let offerDesk = NO_OFFER;
  /** undefined: not read yet, and nobody is asked before it is. */
  let notNowAt: number | null | undefined;
  let announcer = SILENT_QUALITY;
  /** By connection: since when its picture is complete. */
  let completeSince: ReadonlyMap<string, number> = new Map();

  const command = (connection: string, what: GuardCommand): void => {
    port.command(connection, what);
    draw();
  };
  const choose = (choice: QualityChoice): void => {
    pending = { choice, atMs: nowMs() };
    isUnsaved = false;
    draw();
    options.choose(choice).then(
      (isKept) => settle(choice, isKept),
      () => settle(choice, false),
    );
  };
  const settle = (choice: QualityChoice, isKept: boolean): void => {
    if (pending?.choice !== choice || isKept) return;
    pending = null;
    isUnsaved = true;
    draw();
  };
  const putOff = (): void => {
    notNowAt = wallMs();
    offerDesk = NO_OFFER;
    // Without storage it holds until the page goes.
    storage.set(MEMORY_KEY, { notNowAt }).catch(() => undefined);
    draw();
  };
  const choiceOf = ({ quality }: Snapshot): QualityChoice => {
    if (pending === null) return quality.policy.choice;
    const isOver =
      JSON.stringify(quality.policy.choice) === JSON.stringify(pending.choice) ||
      nowMs() - pending.atMs >= PENDING_MS;
    if (isOver) pending = null;
    return pending?.choice ?? quality.policy.choice;
  };
  /** As it will be when what was just chosen is in force. */
  const foreseen = (snapshot: Snapshot): Snapshot => {
    const { quality } = snapshot;
    return {
      ...snapshot,
      quality: { ...quality, policy: { ...quality.policy, choice: choiceOf(snapshot) } },
    };
  };
  const showOf = (snapshot: Snapshot): QualityShow | null =>
    qualityShow(foreseen(snapshot), nowMs() - (completeSince.get(snapshot.connection) ?? nowMs()));
  /** Nothing about safety is being said, or waits for a decision. */
  const isQuiet = (): boolean =>
    store.picture.desk.shown === null &&
    store.snapshots.every((each) => isEmpty(safetyOffer(each, store.picture.display.detached)));
  const offering = (): Snapshot | undefined =>
    store.snapshots.find(
      (each) => canChoose(each) && each.quality.offer !== null && choiceOf(each).type === 'suggest',
    );

  const draw = (): void => {
    const { picture, snapshots } = store;
    const now = nowMs();
    completeSince = new Map(
      snapshots
        .filter(({ quality }) => quality.full.state === 'complete')
        .map(({ connection }) => [connection, completeSince.get(connection) ?? now]),
    );
    const panelConnection = options.panelConnection();
    const isPanelOpen = panelConnection !== undefined;
    const shown =
      [picture.snapshot, ...snapshots].find((each) => each !== null && showOf(each) !== null) ??
      picture.snapshot;
    const isWanted =
      offering() !== undefined &&
      notNowAt !== undefined &&
      !isPutOff(notNowAt, wallMs()) &&
      !picture.display.detached;
    offerDesk = advanceOffer(offerDesk, isWanted, now);
    const isOffered =
      offerDesk.shownSinceMs !== null &&
      snapshots.some((each) => canChoose(each) && choiceOf(each).type === 'suggest') &&
      isQuiet();
    if (shown !== null) {
      announcer = announceQuality(announcer, shown.connection, shown.quality, isOffered, now);
    }
    const show = shown === null ? null : showOf(shown);
    render(
      <div class="overlay quality-overlay" lang={language} dir={direction}>
        {show !== null && shown !== null && !isPanelOpen && (
          <QualityMark
            messages={messages}
            amounts={numbers}
            show={show}
            level={shown.quality.level}
            place={options.overlay.setting.place}
            short={picture.settled && options.overlay.setting.dot}
            nowMs={nowMs}
            onOpen={options.openPanel}
            onFocusEnd={() => command(shown.connection, { type: 'focus', on: false })}
            onOff={() => choose({ type: 'suggest' })}
          />
        )}
        <div class="spoken" role="status" aria-live="polite">
          {announcer.sentences.map((sentence) => say(sentence, messages, numbers)).join(' ')}
        </div>
      </div>,
      slots.mark,
    );
    render(
      isOffered && (
        <QualityOffer
          messages={messages}
          nowMs={nowMs}
          onYes={() => {
            const { lowest = 0, highest = 9 } = (offering() ?? shown)?.quality.policy ?? {};
            offerDesk = NO_OFFER;
            choose({ type: 'automatic', lowest, highest });
          }}
          onNotNow={putOff}
        />
      ),
      slots.offer,
    );
    const inPanel = snapshots.find(({ connection }) => connection === panelConnection);
    const hadFocus = slots.part.matches(':focus-within');
    render(
      inPanel !== undefined && (
        <QualityPart
          key={inPanel.connection}
          messages={messages}
          amounts={numbers}
          snapshot={inPanel}
          choice={choiceOf(inPanel)}
          detached={picture.display.detached}
          isUnsaved={isUnsaved}
          nowMs={nowMs}
          onCommand={(what) => command(inPanel.connection, what)}
          onChoose={choose}
        />
      ),
      slots.part,
    );
    // What had the keyboard is gone, or takes no key any more: the panel takes it, or Escape would not close it.
    if (hadFocus && !slots.part.matches(':focus-within')) slots.part.closest<HTMLElement>('.panel')?.focus();
  };

  storage.get(MEMORY_KEY).then(
    (stored) => {
      notNowAt ??= decodeNotNow(stored);
    },
    () => {
      notNowAt ??= null;
    },
  );
  const unwatch = store.watch(draw);
  draw();
  return {
    draw,
    fullQuality: () => {
      for (const each of store.snapshots.filter(canChoose))
        command(each.connection, { type: 'full-quality' });
    },
    toggleFocus: () => {
      const open = store.snapshots.filter(canChoose);
      const on = !open.some(({ quality }) => quality.isFocused);
      for (const { connection } of open) command(connection, { type: 'focus', on });
      return open.length > 0;
    },
    remove: () => {
      unwatch();
      for (const slot of [slots.mark, slots.offer, slots.part]) render(null, slot);
    },
  };
}
