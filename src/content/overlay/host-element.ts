/**
 * The element everything hangs on: no size, no look, in the browser's top layer. `all` undoes what the page's
 * style sheets say, and an important inline declaration cannot be overruled by one.
 * A zero-sized host with fixed children costs no layer of the window's size.
 */
const STYLE = [
  'all: initial',
  'display: block',
  'position: fixed',
  'inset: 0 auto auto 0',
  'width: 0',
  'height: 0',
  'overflow: visible',
  'z-index: 2147483647',
  'pointer-events: none',
  // The size the reader chose in the browser; em inside counts from here.
  'font-size: medium',
]
  .map((declaration) => `${declaration} !important`)
  .join(';');

/**
 * Events of the overlay's own controls: they must not reach the page, which may take keys and clicks as remote
 * input. Nothing in the overlay takes text.
 */
const CONTAINED =
  'keydown keyup keypress pointerdown pointerup pointermove mousedown mouseup mousemove click dblclick auxclick contextmenu wheel touchstart touchmove touchend';

/** Makes the host with its closed shadow root; it is not in the document yet. */
export function makeHost(document: Document): { readonly host: HTMLElement; readonly root: ShadowRoot } {
  const host = document.createElement('div');
  dress(host);
  const root = host.attachShadow({ mode: 'closed' });
  for (const type of CONTAINED.split(' ')) host.addEventListener(type, (event) => event.stopPropagation());
  return { host, root };
}

/** Puts on what the host must wear; also after the page has changed it. */
export function dress(host: HTMLElement): void {
  for (const { name } of [...host.attributes]) host.removeAttribute(name);
  // Not as an attribute: a page's CSP may forbid those.
  host.style.cssText = STYLE;
  host.popover = 'manual';
}
