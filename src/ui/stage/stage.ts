import type { OverlayPart } from '../../model/port/extension-message.ts';
import type { AnalystView } from '../analyst/analyst-view.ts';
import type { HoldLog } from '../diagnostics/hold-log.ts';
import css from '../overlay.css?inline';
import { mountOverlay, type Overlay } from '../overlay.tsx';
import { OverlayStore } from '../overlay-store.ts';
import type { Messages, Surroundings } from '../surroundings.ts';
import { type ForeignPress, watchForeignPress } from './foreign-press.ts';
import { freeCorner } from './free-corner.ts';
import { makeHost } from './host-element.ts';
import { addStyle } from './shadow-style.ts';
import { keepOnTop } from './top-layer.ts';

/** A part of the overlay beside badge and warning: put there on demand. */
export interface Part {
  /** Opens it, or closes it. */
  toggle(): void;
  remove(): void;
}

/** The overlay that is already there, as its parts find it. */
export interface Stage {
  readonly root: ShadowRoot;
  /** Makes a place for a part: below badge and warning, above the parts that came before. */
  addSlot(): HTMLElement;
  readonly messages: Messages;
  readonly store: OverlayStore;
  readonly overlay: Overlay;
  readonly press: ForeignPress;
  /** Each is set by the part's own script. */
  readonly parts: Map<OverlayPart, Part>;
  /** The session model's, as soon as its script has run. */
  analyst?: AnalystView | undefined;
  /** When and why input was held back in this document; set by the safety part, which comes with every session. */
  holds?: HoldLog | undefined;
  /** Parts that somebody pressed for and that have not come yet; the drawing part also comes to show what others drew. */
  readonly asked: Set<OverlayPart>;
  /** Toggles a part; the first time its script is asked for, which opens it. */
  openPart(part: OverlayPart): void;
  /** Takes the overlay away and stops all its watching. */
  remove(): void;
}

/**
 * Puts the overlay into this document: badge, warning and room for parts, in a closed shadow root above everything.
 *
 * @param fetchPart brings the script of a part that is not there; rejects when nobody answers
 * @param onRemove called when the overlay is taken away
 */
export function raiseStage(
  surroundings: Surroundings,
  fetchPart: (part: OverlayPart) => Promise<unknown>,
  onRemove: () => void,
): Stage {
  const { port, messages } = surroundings;
  const { host, root } = makeHost(document);
  addStyle(root, css);
  const ground = document.createElement('div');
  const overlaySlot = document.createElement('div');
  ground.append(overlaySlot);
  root.append(ground);

  const nowMs = (): number => performance.now();
  const store = new OverlayStore(port, { nowMs, epochMs: () => Date.now() });
  let yielding = false;
  const press = watchForeignPress(window, host, (pressed) => {
    yielding = pressed;
    ground.toggleAttribute('data-yielding', pressed);
  });
  const overlay = mountOverlay(overlaySlot, {
    surroundings,
    store,
    startPlace: freeCorner(document, messages('uiDirection') === 'rtl'),
    onOpenPanel: () => stage.openPart('panel'),
  });
  const stopKeeping = keepOnTop({
    host,
    nowMs,
    visiblePoint: () => (yielding ? null : middleOf(overlaySlot.querySelector('.plate'))),
    onInterfered: (interfered) => {
      store.setInterfered(interfered);
      port.setInterfered(interfered);
    },
  });
  const stopStore = store.start();

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
    openPart: (part) => {
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
      fetchPart(part).then(answered, answered);
    },
    remove: () => {
      onRemove();
      for (const part of stage.parts.values()) part.remove();
      stopStore();
      overlay.remove();
      stopKeeping();
      press.stop();
    },
  };
  return stage;
}

function middleOf(element: Element | null): { readonly x: number; readonly y: number } | null {
  if (element === null) return null;
  const { left, top, width, height } = element.getBoundingClientRect();
  const x = left + width / 2;
  const y = top + height / 2;
  const inView = x >= 0 && y >= 0 && x < window.innerWidth && y < window.innerHeight;
  return width > 0 && inView ? { x, y } : null;
}
