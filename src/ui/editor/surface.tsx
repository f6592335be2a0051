import type { JSX, TargetedPointerEvent } from 'preact';
import { useRef } from 'preact/hooks';
import { plainNumber } from '../plain-number.ts';
import type { Messages } from '../surroundings.ts';
import { classWords } from './class-words.ts';
import type { DraftRegion } from './draft.ts';
import type { EditorDesk } from './editor-desk.ts';
import type { Target } from './editor-state.ts';
import { HANDLES, type Handle, type Point, type Rect, type Size } from './geometry.ts';
import type { Picture } from './surroundings.ts';

type Pointer = TargetedPointerEvent<HTMLDivElement>;

/** Lies exactly over the picture, takes the pointer in its place and shows the regions. */
export function Surface({
  desk,
  picture,
}: {
  readonly desk: EditorDesk;
  readonly picture: Picture;
}): JSX.Element {
  const { messages } = desk.surroundings;
  const { undo, gesture, selected } = desk.state.value;
  const draft = undo.present;
  const pointer = useRef<number | null>(null);
  const { box, visible, framebuffer } = picture;
  const whole = plainNumber(messages);
  const at = (event: Pointer): Point => {
    const now = event.currentTarget.getBoundingClientRect();
    return {
      x: ((event.clientX - now.left) * framebuffer.width) / now.width,
      y: ((event.clientY - now.top) * framebuffer.height) / now.height,
    };
  };
  const held = gesture !== null && gesture.type !== 'draw' ? gesture : null;
  const rectOf = (region: DraftRegion): Rect => (held?.id === region.id ? held.rect : region);
  const chosen = draft.regions.find(({ id }) => id === selected);

  return (
    <div
      class="surface"
      role="application"
      aria-label={messages('uiEditorSurface', whole(framebuffer.width), whole(framebuffer.height))}
      aria-describedby="editor-keys"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys: Enter makes a region without a pointer
      tabIndex={0}
      data-gesture={gesture?.type}
      style={{
        left: `${box.x}px`,
        top: `${box.y}px`,
        width: `${box.width}px`,
        height: `${box.height}px`,
        clipPath: `inset(${visible.y - box.y}px ${box.x + box.width - visible.x - visible.width}px ${
          box.y + box.height - visible.y - visible.height
        }px ${visible.x - box.x}px)`,
      }}
      onPointerDown={(event) => {
        if (event.button !== 0 || pointer.current !== null) return;
        pointer.current = event.pointerId;
        event.currentTarget.setPointerCapture(event.pointerId);
        // With Shift a region can be drawn inside another.
        const target: Target = event.shiftKey ? { type: 'ground' } : targetOf(event.target);
        desk.send({ type: 'grab', at: at(event), target });
        desk.focus.value = target.type === 'ground' ? 'surface' : 'region';
      }}
      onPointerMove={(event) => {
        if (event.pointerId === pointer.current) desk.send({ type: 'drag', at: at(event) });
      }}
      onPointerUp={(event) => {
        if (event.pointerId !== pointer.current) return;
        pointer.current = null;
        desk.send({ type: 'drop' });
      }}
      onPointerCancel={() => {
        pointer.current = null;
        desk.send({ type: 'cancel' });
      }}
      // Where the keyboard goes is said by the desk.
      onMouseDown={(event) => event.preventDefault()}
    >
      {draft.regions.map((region) => (
        <Region
          key={region.id}
          region={region}
          rect={rectOf(region)}
          framebuffer={framebuffer}
          messages={messages}
          selected={region.id === selected}
          onFocus={() => desk.send({ type: 'select', id: region.id })}
        />
      ))}
      {gesture?.type === 'draw' && gesture.moved && (
        <div class="region" data-class="hazardous" style={placed(gesture.rect, framebuffer)}>
          <Measure rect={gesture.rect} />
        </div>
      )}
      {chosen !== undefined && (
        <div class="grip" style={placed(rectOf(chosen), framebuffer)} aria-hidden="true">
          {HANDLES.map((handle) => (
            <i key={handle} data-handle={handle} data-id={chosen.id} />
          ))}
          {held !== null && <Measure rect={held.rect} />}
        </div>
      )}
    </div>
  );
}

function Region(props: {
  readonly region: DraftRegion;
  readonly rect: Rect;
  readonly framebuffer: Size;
  readonly messages: Messages;
  readonly selected: boolean;
  readonly onFocus: () => void;
}): JSX.Element {
  const { region, rect, messages } = props;
  const word = messages(classWords(region.class).name);
  const name = region.name || messages('uiEditorUnnamed');
  const place = [rect.x, rect.y, rect.width, rect.height].map(plainNumber(messages));
  return (
    <button
      type="button"
      class="region"
      data-region={region.id}
      data-class={region.class}
      aria-pressed={props.selected}
      aria-label={`${name}, ${word}. ${messages('uiEditorPlace', ...place)}`}
      style={placed(rect, props.framebuffer)}
      onFocus={props.onFocus}
    >
      <span class="tag">
        <b>{letterOf(word)}</b> <span>{name}</span>
      </span>
    </button>
  );
}

/** The first letter of the class: what tells the classes apart without colour, beside their patterns. */
export function letterOf(word: string): string {
  return word.slice(0, 1).toUpperCase();
}

function Measure({ rect }: { readonly rect: Rect }): JSX.Element {
  return (
    <span class="measure" aria-hidden="true">
      {rect.width} × {rect.height}
    </span>
  );
}

function placed(rect: Rect, { width, height }: Size): Record<string, string> {
  return {
    left: `${(rect.x / width) * 100}%`,
    top: `${(rect.y / height) * 100}%`,
    width: `${(rect.width / width) * 100}%`,
    height: `${(rect.height / height) * 100}%`,
  };
}

function targetOf(target: EventTarget | null): Target {
  if (!(target instanceof Element)) return { type: 'ground' };
  const handle = HANDLES.find((each): each is Handle => each === target.getAttribute('data-handle'));
  if (handle !== undefined) return { type: 'handle', handle, id: Number(target.getAttribute('data-id')) };
  const region = target.closest('[data-region]');
  return region === null
    ? { type: 'ground' }
    : { type: 'region', id: Number(region.getAttribute('data-region')) };
}
