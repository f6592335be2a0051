/**
 * The element everything hangs on: no size, no look, in the browser's top layer. `all` undoes what the page's
 * style sheets say, and an important inline declaration cannot be overruled by one.
 * A zero-sized host with fixed children costs no layer of the window's size.
 */
const DECLARATIONS: readonly (readonly [string, string])[] = [
  ['all', 'initial'],
  ['display', 'block'],
  ['position', 'fixed'],
  ['inset', '0 auto auto 0'],
  ['width', '0'],
  ['height', '0'],
  ['overflow', 'visible'],
  ['z-index', '2147483647'],
  ['pointer-events', 'none'],
  // The size the reader chose in the browser; em inside counts from here.
  ['font-size', 'medium'],
];

/** Events of the overlay's own controls: they must not reach the page, which may take keys as remote input. */
const CONTAINED = [
  'keydown',
  'keyup',
  'keypress',
  'beforeinput',
  'input',
  'compositionstart',
  'compositionupdate',
  'compositionend',
  'pointerdown',
  'pointerup',
  'pointermove',
  'pointercancel',
  'mousedown',
  'mouseup',
  'mousemove',
  'click',
  'dblclick',
  'auxclick',
  'contextmenu',
  'wheel',
  'touchstart',
  'touchmove',
  'touchend',
  'touchcancel',
  'copy',
  'cut',
  'paste',
] as const;

/** Makes the host with its closed shadow root; it is not in the document yet. */
export function makeHost(document: Document): { readonly host: HTMLElement; readonly root: ShadowRoot } {
  const host = document.createElement('div');
  dress(host);
  const root = host.attachShadow({ mode: 'closed' });
  for (const type of CONTAINED) host.addEventListener(type, (event) => event.stopPropagation());
  return { host, root };
}

/** Puts on what the host must wear; also after the page has changed it. */
export function dress(host: HTMLElement): void {
  host.removeAttribute('style');
  for (const [property, value] of DECLARATIONS) host.style.setProperty(property, value, 'important');
  for (const { name } of [...host.attributes]) {
    if (name !== 'style' && name !== 'popover') host.removeAttribute(name);
  }
  if (host.getAttribute('popover') !== 'manual') host.setAttribute('popover', 'manual');
}
