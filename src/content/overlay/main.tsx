import type { OverlayPart } from '../../model/port/extension-message.ts';
import css from '../../ui/overlay.css?inline';
import { mountOverlay } from '../../ui/overlay.tsx';
import { OverlayStore } from '../../ui/overlay-store.ts';
import { findLink, type Link } from '../link/handoff.ts';
import { extension } from './extension.ts';
import { watchForeignPress } from './foreign-press.ts';
import { freeCorner } from './free-corner.ts';
import { makeHost } from './host-element.ts';
import { addStyle } from './shadow-style.ts';
import { findStage, type Stage, setStage } from './stage.ts';
import { extensionMessages, originStorage } from './surroundings.ts';
import { keepOnTop } from './top-layer.ts';

/**
 * The safety part is asked for until it comes: without it there is nothing to decide with. Not only when there is
 * something to decide: when the extension is updated under the page it cannot come any more, nor can any text that it
 * has not looked up by then.
 */
const ASK_AGAIN_MS = 3_000;

/** Puts the overlay into this document. */
function show(link: Link): void {
  const messages = extensionMessages();
  const { host, root } = makeHost(document);
  addStyle(root, css);
  const ground = document.createElement('div');
  const overlaySlot = document.createElement('div');
  ground.append(overlaySlot);
  root.append(ground);

  const nowMs = (): number => performance.now();
  const store = new OverlayStore(link, { nowMs, epochMs: () => Date.now() });
  let yielding = false;
  const press = watchForeignPress(window, host, (pressed) => {
    yielding = pressed;
    ground.toggleAttribute('data-yielding', pressed);
  });
  const openPart = (part: OverlayPart): void => {
    const there = stage.parts.get(part);
    if (there !== undefined) {
      there.toggle();
      return;
    }
    stage.asked.add(part);
    const answered = (): void => {
      stage.asked.delete(part);
      store.setOutOfReach(!stage.parts.has(part));
    };
    askFor(part).then(answered, answered);
  };
  const openPanel = (): void => openPart('panel');
  const overlay = mountOverlay(overlaySlot, {
    surroundings: { port: link, messages, storage: originStorage },
    store,
    startPlace: freeCorner(document, messages('uiDirection') === 'rtl'),
    onOpenPanel: openPanel,
  });
  const stopKeeping = keepOnTop({
    host,
    nowMs,
    visiblePoint: () => (yielding ? null : middleOf(overlaySlot.querySelector('.plate'))),
    onInterfered: (interfered) => {
      store.setInterfered(interfered);
      link.setInterfered(interfered);
    },
  });
  const stopStore = store.start();
  /** The background's keyboard shortcuts: the remote desktop takes Tab, so there is no other way in by keyboard. */
  const onMessage = (message: unknown): undefined => {
    for (const part of ['panel', 'draw'] as const) {
      if (Reflect.get(Object(message), 'type') === `open-${part}`) openPart(part);
    }
    return undefined;
  };
  extension.runtime.onMessage.addListener(onMessage);

  const stage: Stage = {
    root,
    addSlot: () => {
      const slot = document.createElement('div');
      // Warnings are drawn last: above every part.
      overlaySlot.before(slot);
      return slot;
    },
    messages,
    store,
    overlay,
    press,
    parts: new Map(),
    asked: new Set(),
    openPart,
    remove: () => {
      setStage(undefined);
      for (const part of stage.parts.values()) part.remove();
      extension.runtime.onMessage.removeListener(onMessage);
      stopStore();
      stopWatching();
      overlay.remove();
      stopKeeping();
      press.stop();
    },
  };
  setStage(stage);
  let askedAtMs = Number.NEGATIVE_INFINITY;
  const stopWatching = store.watch(() => {
    if (stage.parts.has('safety') || nowMs() - askedAtMs < ASK_AGAIN_MS) return;
    askedAtMs = nowMs();
    openPart('safety');
  });
}

/** Resolves when the part's script has run. Rejects, never throws, when the extension is gone. */
async function askFor(part: OverlayPart): Promise<void> {
  await extension.runtime.sendMessage({ type: 'show-part', part });
}

function middleOf(element: Element | null): { readonly x: number; readonly y: number } | null {
  if (element === null) return null;
  const { left, top, width, height } = element.getBoundingClientRect();
  const x = left + width / 2;
  const y = top + height / 2;
  const inView = x >= 0 && y >= 0 && x < window.innerWidth && y < window.innerHeight;
  return width > 0 && inView ? { x, y } : null;
}

/** Only where a session is, and only once: the background may put this script in a second time. */
function begin(link: Link): void {
  const unsubscribe = link.subscribe((snapshots) => {
    if (snapshots.length === 0) return;
    // Not while the link is calling its listeners, the first time even before it has returned the way to stop.
    queueMicrotask(() => {
      unsubscribe();
      if (findStage() === undefined) show(link);
    });
  });
}

const link = findLink();
if (link !== undefined) begin(link);
