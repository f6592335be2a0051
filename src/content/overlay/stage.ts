import type { OverlayPart } from '../../model/port/extension-message.ts';
import type { AnalystView } from '../../ui/analyst/analyst-view.ts';
import type { Overlay } from '../../ui/overlay.tsx';
import type { OverlayStore } from '../../ui/overlay-store.ts';
import type { Messages } from '../../ui/surroundings.ts';
import type { ForeignPress } from './foreign-press.ts';

/** A bundle as the overlay sees it: put beside it on demand, into the same isolated world. */
export interface Part {
  /** Opens it, or closes it. */
  toggle(): void;
  remove(): void;
}

/** The overlay that is already there, as its parts and a second injection find it. */
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
  /** Parts that somebody pressed for and that have not come yet; the drawing part also comes to show what others drew. */
  readonly asked: Set<OverlayPart>;
  /** Toggles a part; the first time its script is asked for, which opens it. */
  openPart(part: OverlayPart): void;
  /** Takes the overlay away and stops all its watching. */
  remove(): void;
}

// A plain name: the isolated world belongs to this extension alone.
declare global {
  var riceStage: Stage | undefined;
}

export function setStage(stage: Stage | undefined): void {
  globalThis.riceStage = stage;
}

export function findStage(): Stage | undefined {
  return globalThis.riceStage;
}
