import { type JSX, render } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Point } from '../editor/geometry.ts';
import { DrawDesk } from './draw-desk.ts';
import { markTitle } from './draw-words.ts';
import { Hover } from './hover.ts';
import { keyDown, keyElsewhere } from './keyboard.ts';
import { DrawLayers } from './layers.ts';
import { MarkPainter, type ShownMark } from './paint.ts';
import { DrawSheetBox, LengthQuestion, type SheetActs } from './sheets.tsx';
import { fileName, pngOf } from './snapshot.ts';
import { Surface } from './surface.tsx';
import type { DrawSurroundings, DrawUi } from './surroundings.ts';
import { svgOf } from './svg.ts';
import { DrawSignMark } from './tool-sign.tsx';
import { Toolbar } from './toolbar.tsx';

/** What happens inside stays inside, as in the region editor: here is text. */
const TEXT_EVENTS = ['beforeinput', 'input', 'paste', 'copy', 'cut', 'dragover', 'drop', 'compositionstart'];
/** Marks begin to fade by time alone: looked at this often. */
const LOOK_EVERY_MS = 100;
/** What faded is forgotten, and the list of marks is brought up to date, this often. */
const TIDY_EVERY_MS = 2_000;

/** Draws marks over the picture from now on; between `begin` and `end` the user draws, too. */
export function mountDraw(slot: HTMLElement, surroundings: DrawSurroundings): DrawUi {
  const document = slot.ownerDocument;
  const window = document.defaultView;
  const { nowMs } = surroundings;
  const desk = new DrawDesk(surroundings);
  const ground = document.createElement('div');
  ground.className = 'overlay draw-ground';
  const controls = document.createElement('div');
  const painter = new MarkPainter(desk.write);
  const layers = new DrawLayers(ground, painter, nowMs);
  const hover = new Hover(ground, desk);
  slot.append(ground, controls);

  let seen: readonly ShownMark[] = [];
  let isDirty = true;
  let revision = desk.revision.value;
  let lookAtMs = 0;
  let tidyAtMs = 0;
  let pointer: Point | null = null;
  let stopFrames: (() => void) | null = null;
  let isWaiting = false;
  let isRemoved = false;

  const look = (now: number): void => {
    const fades = seen.some(({ mark }) => mark.fadeMs !== null);
    const isFading = seen.some(({ opacity }) => opacity < 1);
    if (!isDirty && !isFading && !(fades && now >= lookAtMs)) return;
    isDirty = false;
    lookAtMs = now + LOOK_EVERY_MS;
    seen = desk.boards.seen(desk.isStill.value, now);
  };
  const frame = (): void => {
    const now = nowMs();
    desk.frame(now);
    look(now);
    if (now >= tidyAtMs) {
      tidyAtMs = now + TIDY_EVERY_MS;
      desk.boards.tidy(now);
      if (desk.sheet.value === 'marks') desk.revision.value++;
    }
    const self = desk.boards.authorAt(desk.state.place);
    const isStill = desk.isStill.value;
    const strokes = desk.live.strokes(now, self, (by) =>
      // On a still picture others do not point: they see the living one.
      isStill ? by !== self : !desk.boards.mayDraw('room', by) && by !== '',
    );
    const still = isStill ? desk.still.value : null;
    layers.paint(desk.view.value, window?.devicePixelRatio ?? 1, still, seen, strokes, now);
    hover.show(pointer, seen);
    if (desk.isOn.value || seen.length > 0 || !desk.live.isEmpty) return;
    stopFrames?.();
    stopFrames = null;
  };
  const wake = (): void => {
    // A stroke that grows changes no mark.
    if (desk.revision.value !== revision) isDirty = true;
    revision = desk.revision.value;
    stopFrames ??= surroundings.everyFrame(frame);
  };
  // Looked at only: marks take no pointer.
  const onPointer = (event: PointerEvent): void => {
    const root = slot.getRootNode();
    const isOnOverlay = root instanceof ShadowRoot && event.target === root.host;
    pointer = event.pointerType === 'touch' || isOnOverlay ? null : { x: event.clientX, y: event.clientY };
  };
  const onOwnPointer = (event: PointerEvent): void => {
    const isOnPicture = event.target instanceof Element && event.target.matches('.draw-surface');
    pointer = event.pointerType === 'touch' || !isOnPicture ? null : { x: event.clientX, y: event.clientY };
  };
  /** The keyboard may be anywhere in the page, which gets nothing of it. */
  const onWindowKey = (event: KeyboardEvent): void => {
    if (!desk.isOn.value || event.isComposing) return;
    // After everybody else has heard of it: the key that ends drawing is none for the instrument.
    if (event.key === 'Escape') setTimeout(() => desk.leave());
    const root = slot.getRootNode();
    const [first = null] = event.composedPath();
    const target = root instanceof ShadowRoot && first === root.host ? root.activeElement : first;
    // The controls hear of their own. What a page makes up draws nothing.
    if (event.isTrusted && !(target instanceof Node && controls.contains(target)))
      keyElsewhere(desk, event, target);
  };
  const onKey = (event: KeyboardEvent): void => keyDown(desk, event);
  const stay = (event: Event): void => event.stopPropagation();
  const acts: SheetActs = {
    savePng: (withMarks) => void savePng(desk, painter, withMarks),
    saveSvg: () => saveSvg(desk),
  };

  for (const type of TEXT_EVENTS) controls.addEventListener(type, stay);
  controls.addEventListener('keydown', onKey);
  controls.addEventListener('pointermove', onOwnPointer);
  window?.addEventListener('pointermove', onPointer, { capture: true, passive: true });
  window?.addEventListener('keydown', onWindowKey, true);
  const draw = (): void => {
    isWaiting = false;
    if (!isRemoved) render(<DrawView desk={desk} acts={acts} />, controls);
  };
  /** Once for all that changes in one go. */
  const drawSoon = (): void => {
    if (isWaiting) return;
    isWaiting = true;
    queueMicrotask(draw);
  };
  desk.watch(wake, drawSoon);
  draw();

  return {
    begin: () => desk.begin(),
    end: () => desk.end(),
    get isOn() {
      return desk.isOn.value;
    },
    interrupt: (why) => desk.interrupt(why),
    drawn: (changes) => desk.hearing.drawn(changes),
    pieceOf: (from, piece) => desk.hearing.piece(from, piece),
    roomChanged: () => desk.hearing.roomChanged(),
    remove: () => {
      desk.end();
      desk.stop();
      isRemoved = true;
      stopFrames?.();
      window?.removeEventListener('pointermove', onPointer, true);
      window?.removeEventListener('keydown', onWindowKey, true);
      controls.removeEventListener('keydown', onKey);
      controls.removeEventListener('pointermove', onOwnPointer);
      for (const type of TEXT_EVENTS) controls.removeEventListener(type, stay);
      render(null, controls);
      layers.remove();
      ground.remove();
      controls.remove();
    },
  };
}

/** The surface, the frame that says what mode this is, and the tools. */
function DrawView({ desk, acts }: { readonly desk: DrawDesk; readonly acts: SheetActs }): JSX.Element {
  const { messages } = desk.surroundings;
  const whole = useRef<HTMLDivElement>(null);
  const [side, setSide] = useState<'top' | 'bottom'>('bottom');
  const focus = desk.focus.value;
  const isOn = desk.isOn.value;
  useLayoutEffect(() => {
    if (focus === null || !isOn) return;
    desk.focus.value = null;
    const field = focus === 'surface' ? '.draw-surface' : `[data-field="${focus}"]`;
    const find = (selector: string) => whole.current?.querySelector<HTMLElement>(selector);
    (find(field) ?? find('.draw-tools button'))?.focus({ preventScroll: true });
  }, [desk, focus, isOn]);
  const view = desk.view.value;
  const tidings = desk.tidings.latest;
  return (
    <div
      class="overlay draw"
      ref={whole}
      lang={messages('uiLanguage')}
      dir={messages('uiDirection') === 'rtl' ? 'rtl' : 'ltr'}
      data-on={isOn}
    >
      {isOn && view !== null && (
        <>
          <Surface desk={desk} view={view} />
          <Frame desk={desk} />
        </>
      )}
      <div class="draw-bar" data-side={side}>
        {/* A mark is seen; its words are for who listens. */}
        <p
          class={tidings?.key === 'uiDrawMade' ? 'draw-told draw-hidden' : 'draw-told'}
          key="told"
          role="status"
          aria-live="polite"
        >
          {tidings !== null && messages(tidings.key, ...tidings.values)}
        </p>
        {isOn && (
          <>
            {view === null && (
              <p class="draw-warning" role="alert">
                {messages('uiDrawNoView')}
              </p>
            )}
            <LengthQuestion desk={desk} />
            <DrawSheetBox desk={desk} acts={acts} />
            <div class="draw-line">
              <Toolbar desk={desk} />
              <button
                type="button"
                class="draw-side"
                aria-label={messages('uiDrawOtherSide')}
                title={messages('uiDrawOtherSide')}
                onClick={() => setSide(side === 'top' ? 'bottom' : 'top')}
              >
                <DrawSignMark name="side" />
              </button>
            </div>
            <p class="draw-hidden" id="draw-keys">
              {messages('uiDrawKeys')}
            </p>
          </>
        )}
      </div>
    </div>
  );
}

/** Round the picture while it gets no input: nobody can take this for having control. */
function Frame({ desk }: { readonly desk: DrawDesk }): JSX.Element | null {
  const { messages } = desk.surroundings;
  const view = desk.view.value;
  if (view === null) return null;
  const { x, y, width, height } = view.visible;
  const still = desk.isStill.value ? desk.still.value : null;
  const time = still === null ? '' : clockOf(still.takenWallMs, messages('uiLanguage'));
  return (
    <div
      class="draw-frame"
      style={{ left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` }}
    >
      <p class="draw-badge">
        <DrawSignMark name={still === null ? 'pen' : 'freeze'} />
        <span>
          {messages('uiDrawBadge')}
          {still !== null && <span class="draw-badge-still">{messages('uiDrawBadgeStill', time)}</span>}
        </span>
      </p>
    </div>
  );
}

/** On 24 hours, as the panel's table writes it. */
function clockOf(wallMs: number, language: string): string {
  return new Intl.DateTimeFormat(language || undefined, { timeStyle: 'medium', hourCycle: 'h23' }).format(
    wallMs,
  );
}

async function savePng(desk: DrawDesk, painter: MarkPainter, withMarks: boolean): Promise<void> {
  const { surroundings } = desk;
  const view = desk.view.value;
  const picture = desk.isStill.value ? null : surroundings.capture();
  const still = desk.isStill.value
    ? desk.still.value
    : picture === null || view === null
      ? null
      : { picture, view };
  const marks = desk.boards.seen(desk.isStill.value, surroundings.nowMs());
  // As they were drawn: a picture does not fade.
  const firm = withMarks ? marks.map(({ mark }) => ({ mark, opacity: 1 })) : [];
  const png = still === null ? null : await pngOf(still, firm, painter);
  if (png === null) {
    desk.tell('uiDrawNoCapture');
    return;
  }
  const file = fileName(surroundings.wallMs(), withMarks ? '-marks.png' : '.png');
  surroundings.download(file, png);
  desk.tell('uiDrawSaved', file);
}

function saveSvg(desk: DrawDesk): void {
  const { surroundings, words } = desk;
  const view = desk.isStill.value ? desk.still.value?.view : desk.view.value;
  if (view === null || view === undefined) {
    desk.tell('uiDrawNoCapture');
    return;
  }
  const marks = desk.boards.seen(desk.isStill.value, surroundings.nowMs()).map(({ mark }) => mark);
  const text = svgOf(marks, {
    area: view.shown,
    framebuffer: view.framebuffer,
    write: desk.write,
    titleOf: (mark) => markTitle(mark, words),
  });
  const file = fileName(surroundings.wallMs(), '-marks.svg');
  surroundings.download(file, new Blob([text], { type: 'image/svg+xml' }));
  desk.tell('uiDrawSaved', file);
}
