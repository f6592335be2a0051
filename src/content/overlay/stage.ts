import type { Overlay } from '../../ui/overlay.tsx';
import type { OverlayStore } from '../../ui/overlay-store.ts';
import type { Messages } from '../../ui/surroundings.ts';
import type { ForeignPress } from './foreign-press.ts';

/** The panel's bundle, as the overlay sees it: put beside it on demand, into the same isolated world. */
export interface PanelPart {
  /** Opens the panel, or closes it. */
  toggle(): void;
  remove(): void;
}

/** The overlay that is already there, as its panel and a second injection find it. */
export interface Stage {
  readonly root: ShadowRoot;
  /** Where the panel belongs: below badge and warning. */
  readonly panelSlot: HTMLElement;
  readonly messages: Messages;
  readonly store: OverlayStore;
  readonly overlay: Overlay;
  readonly press: ForeignPress;
  /** Set by the panel's script. */
  panel: PanelPart | undefined;
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
