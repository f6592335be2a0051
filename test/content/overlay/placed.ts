export interface Placing {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** An element that is laid out as said; happy-dom itself lays nothing out. */
export function placed<T extends HTMLElement>(element: T, { left, top, width, height }: Placing): T {
  element.getBoundingClientRect = () => new DOMRect(left, top, width, height);
  for (const [name, value] of Object.entries({
    clientWidth: width,
    clientHeight: height,
    offsetWidth: width,
    offsetHeight: height,
    clientLeft: 0,
    clientTop: 0,
    checkVisibility: () => element.style.display !== 'none',
  })) {
    Object.defineProperty(element, name, { value, configurable: true });
  }
  return element;
}

/** A canvas of so many pixels, in the document. */
export function placedCanvas(
  width: number,
  height: number,
  placing: Placing,
  parent: HTMLElement = document.body,
): HTMLCanvasElement {
  const element = placed(document.createElement('canvas'), placing);
  element.width = width;
  element.height = height;
  parent.append(element);
  return element;
}
