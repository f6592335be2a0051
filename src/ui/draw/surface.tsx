import type { JSX, TargetedPointerEvent } from 'preact';
import { useRef } from 'preact/hooks';
import { MAX_MARK_TEXT, type StrokePoint } from '../../model/annotation/mark.ts';
import { plainNumber } from '../plain-number.ts';
import type { DrawDesk } from './draw-desk.ts';
import { type DrawView, toFramebuffer, toWindow } from './draw-view.ts';

type Pointer = TargetedPointerEvent<HTMLDivElement>;

/** After a pen was near, a touch is the hand that holds it, for so long. */
const PALM_MS = 1_000;

/** Lies over what can be seen of the picture and takes the pointer in its place: the instrument gets nothing of it. */
export function Surface({ desk, view }: { readonly desk: DrawDesk; readonly view: DrawView }): JSX.Element {
  const { messages, nowMs } = desk.surroundings;
  const { tool, cursor, typing, frame } = desk.shown.value;
  /** One stroke at a time: the pointer that draws. */
  const drawing = useRef<{ readonly id: number; readonly isTouch: boolean } | null>(null);
  const penAtMs = useRef(Number.NEGATIVE_INFINITY);
  const { visible } = view;
  const whole = plainNumber(messages);
  const end = (event: Pointer): void => {
    if (event.pointerId !== drawing.current?.id) return;
    drawing.current = null;
    desk.send({ type: 'lift' });
  };
  return (
    <>
      <div
        class="draw-surface"
        role="application"
        aria-label={messages('uiDrawSurface', whole(frame.width), whole(frame.height))}
        aria-describedby="draw-keys"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys: Enter draws without a pointer
        tabIndex={0}
        data-tool={tool}
        style={{
          left: `${visible.x}px`,
          top: `${visible.y}px`,
          width: `${visible.width}px`,
          height: `${visible.height}px`,
        }}
        onPointerDown={(event) => {
          const { pointerType, pointerId } = event;
          if (pointerType === 'pen') penAtMs.current = nowMs();
          const isTouch = pointerType === 'touch';
          if (event.button !== 0 || (isTouch && nowMs() - penAtMs.current < PALM_MS)) return;
          // A pen comes down after the hand that holds it.
          if (pointerType === 'pen' && drawing.current?.isTouch === true) desk.send({ type: 'drop' });
          else if (drawing.current !== null) return;
          drawing.current = { id: pointerId, isTouch };
          event.currentTarget.setPointerCapture(pointerId);
          desk.focus.value = 'surface';
          desk.press({ type: 'press', point: pointOf(event, view), wallMs: desk.wallMs });
        }}
        onPointerMove={(event) => {
          if (event.pointerType === 'pen') penAtMs.current = nowMs();
          if (event.pointerId !== drawing.current?.id) return;
          const points = coalesced(event).map((each) => pointOf(each, view));
          desk.send({ type: 'move', points, wallMs: desk.wallMs });
        }}
        onPointerUp={end}
        // The browser took it, or the window went: what was drawn so far is a mark all the same.
        onPointerCancel={end}
        onLostPointerCapture={end}
        // Where the keyboard goes is said by the desk.
        onMouseDown={(event) => event.preventDefault()}
        onContextMenu={(event) => event.preventDefault()}
      />
      {cursor !== null && <i class="draw-cursor" aria-hidden="true" style={placed(cursor, view)} />}
      {typing !== null && (
        <form
          class="draw-typing"
          style={placed(typing.at, view)}
          onSubmit={(event) => {
            event.preventDefault();
            desk.send({ type: 'typed', wallMs: desk.wallMs });
          }}
        >
          <input
            type="text"
            dir="auto"
            data-field="typing"
            aria-label={messages('uiDrawText')}
            placeholder={messages('uiDrawTextHint')}
            maxLength={MAX_MARK_TEXT}
            autocomplete="off"
            value={typing.text}
            onInput={(event) => desk.send({ type: 'type', text: event.currentTarget.value })}
          />
          <button type="submit">{messages('uiDrawTextDone')}</button>
          <button type="button" onClick={() => desk.send({ type: 'drop' })}>
            {messages('uiDrawTextDrop')}
          </button>
        </form>
      )}
    </>
  );
}

/** Every place since the last event: browsers tell of several at once. */
function coalesced(event: Pointer): readonly PointerEvent[] {
  const several = typeof event.getCoalescedEvents === 'function' ? event.getCoalescedEvents() : [];
  return several.length > 0 ? several : [event];
}

function pointOf({ clientX, clientY, pointerType, pressure }: PointerEvent, view: DrawView): StrokePoint {
  const { x, y } = toFramebuffer({ x: clientX, y: clientY }, view);
  // A finger says 0 or 1 where it cannot tell, and a mouse has no pressure.
  const isPressed = pointerType === 'pen' && pressure > 0;
  return { x, y, pressure: isPressed ? Math.min(pressure, 1) : 0.5 };
}

function placed(at: { readonly x: number; readonly y: number }, view: DrawView): Record<string, string> {
  const { x, y } = toWindow(at, view);
  return { left: `${x}px`, top: `${y}px` };
}
