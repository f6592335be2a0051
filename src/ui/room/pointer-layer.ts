import type { RoomPerson, RoomPointer } from '../../model/port/room-view.ts';
import type { MemberId } from '../../model/room/member.ts';
import type { Picture } from '../editor/surroundings.ts';
import type { Messages } from '../surroundings.ts';
import { huesOf, initialsOf, nameOf } from './person.ts';

/** More pointers than a room has members. */
export const MAX_POINTERS = 32;
/** A pointer that did not move for so long fades, */
export const FADES_MS = 3_000;
/** and is taken away. */
export const GONE_MS = 8_000;
/** The picture may be scrolled or scaled while nobody moves. */
const LOOK_EVERY_MS = 250;
/** Closer to the right side than this, the name is on the left of the pointer. In CSS pixels. */
const LABEL_PX = 160;

export interface PointerLayerOptions {
  readonly messages: Messages;
  readonly nowMs: () => number;
  /** Where the whole remote screen is in the window; null: nowhere, or only a part of it is shown. */
  readonly findPicture: () => Picture | null;
}

/** What other people point at. */
export interface PointerLayer {
  show(people: readonly RoomPerson[], pointers: readonly RoomPointer[], self: MemberId): void;
  remove(): void;
}

interface Shown {
  readonly element: HTMLElement;
  readonly label: string;
  pointer: RoomPointer;
  heardAtMs: number;
}

/** Draws pointers into `container`, by hand: they come ten times a second, and a transform is all that changes. */
export function mountPointers(container: HTMLElement, options: PointerLayerOptions): PointerLayer {
  const { messages, nowMs, findPicture } = options;
  const document = container.ownerDocument;
  const shown = new Map<MemberId, Shown>();
  let timer: ReturnType<typeof setInterval> | undefined;

  const make = (person: RoomPerson, label: string, hue: number): HTMLElement => {
    const element = document.createElement('div');
    element.className = 'room-pointer';
    element.dataset['hue'] = String(hue);
    element.setAttribute('aria-hidden', 'true');
    const arrow = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    arrow.setAttribute('viewBox', '0 0 16 16');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', 'M1 1 13 8.6 7.8 9.4 5.4 14.5Z');
    arrow.append(path);
    const name = document.createElement('span');
    const initials = document.createElement('b');
    initials.textContent = initialsOf(person.name);
    name.append(initials, ` ${label}`);
    element.append(arrow, name);
    container.append(element);
    return element;
  };
  const drop = (member: MemberId): void => {
    shown.get(member)?.element.remove();
    shown.delete(member);
  };
  const place = (): void => {
    const picture = shown.size === 0 ? null : findPicture();
    const now = nowMs();
    for (const [member, { element, pointer, heardAtMs }] of shown) {
      const ageMs = pointer.agoMs + now - heardAtMs;
      if (ageMs >= GONE_MS) {
        drop(member);
        continue;
      }
      const at = picture === null ? null : placeOf(pointer, picture);
      element.hidden = at === null;
      element.toggleAttribute('data-stale', ageMs >= FADES_MS);
      if (at === null || picture === null) continue;
      element.style.transform = `translate(${at.x}px, ${at.y}px)`;
      const { visible } = picture;
      element.toggleAttribute('data-flipped', at.x + LABEL_PX > visible.x + visible.width);
    }
    if (shown.size === 0) stop();
    else timer ??= setInterval(place, LOOK_EVERY_MS);
  };
  const stop = (): void => {
    clearInterval(timer);
    timer = undefined;
  };

  return {
    show: (people, pointers, self) => {
      const now = nowMs();
      const hues = huesOf(people);
      const told = pointers.filter(({ member }) => member !== self).slice(0, MAX_POINTERS);
      for (const pointer of told) {
        const person = people.find(({ id, isPresent }) => id === pointer.member && isPresent);
        if (person === undefined || pointer.agoMs >= GONE_MS) continue;
        const label = nameOf(people, person.id, messages);
        const known = shown.get(person.id);
        if (known?.label === label) {
          known.pointer = pointer;
          known.heardAtMs = now;
          continue;
        }
        drop(person.id);
        const element = make(person, label, hues.get(person.id) ?? 0);
        shown.set(person.id, { element, label, pointer, heardAtMs: now });
      }
      const present = new Set(told.map(({ member }) => member));
      for (const member of [...shown.keys()]) {
        if (!present.has(member) || !people.some(({ id, isPresent }) => id === member && isPresent))
          drop(member);
      }
      place();
    },
    remove: () => {
      stop();
      for (const member of [...shown.keys()]) drop(member);
    },
  };
}

/** A framebuffer pixel in the window, in CSS pixels; null: outside what can be seen of the picture. */
export function placeOf(
  { x, y }: { readonly x: number; readonly y: number },
  { box, visible, framebuffer }: Picture,
): { readonly x: number; readonly y: number } | null {
  const left = box.x + ((x + 0.5) * box.width) / framebuffer.width;
  const top = box.y + ((y + 0.5) * box.height) / framebuffer.height;
  const isSeen =
    left >= visible.x &&
    top >= visible.y &&
    left <= visible.x + visible.width &&
    top <= visible.y + visible.height;
  return isSeen ? { x: Math.round(left), y: Math.round(top) } : null;
}

/** The framebuffer pixel under a point of the window; null: none of what can be seen. */
export function pixelAt(
  { x, y }: { readonly x: number; readonly y: number },
  { box, visible, framebuffer }: Picture,
): { readonly x: number; readonly y: number } | null {
  if (x < visible.x || y < visible.y || x >= visible.x + visible.width || y >= visible.y + visible.height) {
    return null;
  }
  const across = Math.floor(((x - box.x) * framebuffer.width) / box.width);
  const down = Math.floor(((y - box.y) * framebuffer.height) / box.height);
  return {
    x: Math.max(0, Math.min(across, framebuffer.width - 1)),
    y: Math.max(0, Math.min(down, framebuffer.height - 1)),
  };
}
