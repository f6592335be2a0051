/**
 * Events of the overlay's own controls: they must not reach the page, which may take keys and clicks as remote
 * input. Nothing in the overlay takes text.
 */
const CONTAINED =
  'keydown keyup keypress pointerdown pointerup pointermove mousedown mouseup mousemove click dblclick auxclick contextmenu wheel touchstart touchmove touchend';

/**
 * Makes the element everything hangs on, with its closed shadow root; it is not in the document yet. How it looks is
 * said by `:host` in overlay.css: important rules of a shadow tree win over every rule and style of the page.
 */
export function makeHost(document: Document): { readonly host: HTMLElement; readonly root: ShadowRoot } {
  const host = document.createElement('div');
  const root = host.attachShadow({ mode: 'closed' });
  for (const type of CONTAINED.split(' ')) host.addEventListener(type, (event) => event.stopPropagation());
  return { host, root };
}

/** The one attribute the host has; whatever the page adds is taken off. */
export function dress(host: HTMLElement): void {
  for (const { name } of [...host.attributes]) host.removeAttribute(name);
  host.popover = 'manual';
}
