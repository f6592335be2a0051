import { FightCount } from './fight-count.ts';
import { dress } from './host-element.ts';

const CHECK_EVERY_MS = 250;
/** A page that let the overlay be seen for so long does not fight it any more. */
const SEEN_FOR_MS = 3_000;
/**
 * A page that opens a popover or a dialog covers ours without meaning to; raising ours again is no fight, but a
 * page that answers every raise with its own would keep both busy for ever.
 */
const RAISES_PER_CHECK = 2;

/** Elements in fullscreen that show no children of theirs. */
const CHILDLESS = ['canvas', 'iframe', 'video'];

export interface TopLayerOptions {
  readonly host: HTMLElement;
  readonly nowMs: () => number;
  /** A point of the window, in CSS pixels, where something of ours takes the pointer; null if nothing does now. */
  readonly visiblePoint: () => { readonly x: number; readonly y: number } | null;
  /** Called when the page begins or stops to keep hiding the overlay. */
  readonly onInterfered: (interfered: boolean) => void;
}

/**
 * Shows the host above everything and keeps it there: the page may remove it, restyle it, cover it with a later
 * dialog or popover, or put an element in fullscreen. Returns the way to stop; the host is then removed.
 */
export function keepOnTop(options: TopLayerOptions): () => void {
  const { host, nowMs } = options;
  const document = host.ownerDocument;
  const fights = new FightCount();
  let raises = 0;
  let interfered = false;
  let hiddenAtMs = 0;
  let watched: Element | null = null;

  /** Last opened is topmost, so opening again is how to get there. */
  const raise = (): void => {
    if (host.matches(':popover-open')) host.hidePopover();
    host.showPopover();
  };
  /**
   * What is outside an element in fullscreen is drawn, if it is in the top layer, but cannot be clicked. noVNC puts
   * the root element in fullscreen, other portals a part of the page.
   */
  const home = (): Element => {
    const full = document.fullscreenElement;
    return full !== null && !CHILDLESS.includes(full.localName) ? full : document.documentElement;
  };
  const putBack = (): void => {
    dress(host);
    if (host.parentNode !== home()) home().append(host);
    raise();
    watch();
    // Our own doing is no reason to look again.
    observer.takeRecords();
  };
  const isHidden = (): boolean =>
    host.parentNode !== home() ||
    !host.matches(':popover-open') ||
    host.getAttribute('popover') !== 'manual' ||
    host.attributes.length > 1;
  const isCovered = (): boolean => {
    const point = options.visiblePoint();
    // Beside a modal dialog or a canvas in fullscreen everything is inert and found nowhere, though it is seen.
    if (point === null || document.querySelector('dialog:modal') !== null) return false;
    if (document.fullscreenElement?.contains(host) === false) return false;
    return document.elementFromPoint(point.x, point.y) !== host;
  };
  const check = (): void => {
    if (document.visibilityState === 'hidden') return;
    raises = 0;
    const now = nowMs();
    if (isHidden() || isCovered()) {
      hiddenAtMs = now;
      if (fights.mayPutBack(now)) putBack();
    }
    const fight = now === hiddenAtMs ? fights.isFight(now) : interfered && now - hiddenAtMs < SEEN_FOR_MS;
    if (fight === interfered || (interfered && now === hiddenAtMs)) return;
    interfered = fight;
    options.onInterfered(fight);
  };
  const onToggle = (event: Event): void => {
    if (event.target === host || raises >= RAISES_PER_CHECK || isHidden()) return;
    raises++;
    raise();
  };
  const observer = new MutationObserver(() => {
    if (isHidden()) check();
  });
  /** The root element changes when a page writes a new document. */
  const watch = (): void => {
    if (watched === document.documentElement) return;
    observer.disconnect();
    watched = document.documentElement;
    observer.observe(watched, { childList: true });
    observer.observe(host, { attributes: true });
  };

  putBack();
  const timer = setInterval(check, CHECK_EVERY_MS);
  document.addEventListener('toggle', onToggle, true);
  document.addEventListener('fullscreenchange', putBack, true);
  return () => {
    clearInterval(timer);
    observer.disconnect();
    document.removeEventListener('toggle', onToggle, true);
    document.removeEventListener('fullscreenchange', putBack, true);
    host.remove();
  };
}
