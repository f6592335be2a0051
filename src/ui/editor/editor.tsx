import { type JSX, render } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { MAX_REGIONS } from '../../model/policy/instrument-profile.ts';
import { MAX_FILE_CHARACTERS } from '../../model/policy/profile-file.ts';
import { Mark } from '../mark.tsx';
import { EditorDesk, type Focus } from './editor-desk.ts';
import { isDirty } from './editor-state.ts';
import { keyDown } from './keyboard.ts';
import { FileProblems, ProblemList } from './problem-list.tsx';
import { ProfileForm } from './profile-form.tsx';
import { QuestionBox } from './question-box.tsx';
import { RegionForm } from './region-form.tsx';
import { RegionList } from './region-list.tsx';
import { Surface } from './surface.tsx';
import type { EditorSurroundings } from './surroundings.ts';

/**
 * What happens inside stays inside, also what the overlay's host lets through: here is text, and pages listen to
 * what is pasted and typed.
 */
const TEXT_EVENTS = ['beforeinput', 'input', 'paste', 'copy', 'cut', 'dragover', 'drop', 'compositionstart'];

/** A mounted editor. */
export interface Editor {
  /** Closes it; asks first when there are changes. */
  leave(): void;
  /** Takes it away, asking nothing. */
  remove(): void;
}

/** Draws the editor into `container`, over the picture, and takes the keyboard into it. */
export function mountEditor(container: HTMLElement, surroundings: EditorSurroundings): Editor {
  const desk = new EditorDesk(surroundings);
  const stay = (event: Event): void => event.stopPropagation();
  for (const type of TEXT_EVENTS) container.addEventListener(type, stay);
  const onKey = (event: KeyboardEvent): void => keyDown(desk, event);
  container.addEventListener('keydown', onKey);
  const stop = desk.start();
  render(<EditorView desk={desk} />, container);
  return {
    leave: () => desk.leave(),
    remove: () => {
      stop();
      container.removeEventListener('keydown', onKey);
      for (const type of TEXT_EVENTS) container.removeEventListener(type, stay);
      render(null, container);
    },
  };
}

/** The drawing surface over the picture and the form beside it. */
export function EditorView({ desk }: { readonly desk: EditorDesk }): JSX.Element {
  const { messages } = desk.surroundings;
  const whole = useRef<HTMLDivElement>(null);
  const focus = desk.focus.value;
  useLayoutEffect(() => {
    if (focus === null) return;
    desk.focus.value = null;
    const find = (selector: string) => whole.current?.querySelector<HTMLElement>(selector);
    const target = find(selectorOf(focus, desk.state.value.selected)) ?? find('.desk');
    target?.focus({ preventScroll: typeof focus === 'string' && focus !== 'name' });
  }, [desk, focus]);
  const picture = desk.picture.value;
  const region = desk.selected;
  // What kept it from being saved just now is what one looks for first.
  const urgent = desk.tidings.value?.failed === true;
  return (
    <div
      class="overlay editor"
      ref={whole}
      lang={messages('uiLanguage')}
      dir={messages('uiDirection') === 'rtl' ? 'rtl' : 'ltr'}
    >
      {picture !== null && <Surface desk={desk} picture={picture} />}
      <div
        class="desk"
        role="dialog"
        aria-label={messages('uiEditorTitle')}
        tabIndex={-1}
        data-side={desk.side.value}
      >
        <header>
          <h2>{messages('uiEditorTitle')}</h2>
          <button
            type="button"
            class="aside"
            aria-label={messages('uiEditorOtherSide')}
            title={messages('uiEditorOtherSide')}
            onClick={() => {
              desk.side.value = desk.side.value === 'left' ? 'right' : 'left';
            }}
          >
            ⇄
          </button>
          <button
            type="button"
            class="dismiss"
            aria-label={messages('uiEditorClose')}
            onClick={() => desk.leave()}
          >
            <Mark name="closed" />
          </button>
        </header>
        <Tools desk={desk} />
        <div class="body">
          {picture === null && (
            <p class="warning" role="alert">
              {messages(desk.isClipped.value ? 'uiEditorClipped' : 'uiEditorNoPicture')}
            </p>
          )}
          <Tidings desk={desk} />
          {urgent && <ProblemList desk={desk} />}
          {region !== undefined && <RegionForm key={region.id} desk={desk} region={region} />}
          <RegionList desk={desk} />
          {!urgent && <ProblemList desk={desk} />}
          <ProfileForm desk={desk} />
          <p class="small" id="editor-keys">
            {messages('uiEditorKeys')}
          </p>
        </div>
      </div>
      {picture !== null && desk.state.value.undo.present.regions.length === 0 && (
        <p class="hint" aria-hidden="true" data-side={desk.side.value}>
          {desk.state.value.gesture === null && messages('uiEditorStart')}
        </p>
      )}
      <QuestionBox desk={desk} />
    </div>
  );
}

function Tools({ desk }: { readonly desk: EditorDesk }): JSX.Element {
  const { messages } = desk.surroundings;
  const { undo } = desk.state.value;
  const file = useRef<HTMLInputElement>(null);
  const dirty = isDirty(desk.state.value);
  const noRoom = undo.present.regions.length >= MAX_REGIONS;
  return (
    <div class="tools" role="toolbar" aria-label={messages('uiEditorTools')}>
      <button type="button" disabled={undo.past.length === 0} onClick={() => desk.send({ type: 'undo' })}>
        {messages('uiEditorUndo')}
      </button>
      <button type="button" disabled={undo.future.length === 0} onClick={() => desk.send({ type: 'redo' })}>
        {messages('uiEditorRedo')}
      </button>
      <button
        type="button"
        disabled={desk.picture.value === null || noRoom}
        onClick={() => desk.send({ type: 'add' })}
      >
        {messages('uiEditorAdd')}
      </button>
      <button type="button" class="main" disabled={!dirty} onClick={() => void desk.save()}>
        {messages('uiEditorSave')}
      </button>
      <button type="button" onClick={() => desk.exportFile()}>
        {messages('uiEditorExport')}
      </button>
      <button type="button" onClick={() => file.current?.click()}>
        {messages('uiEditorImport')}
      </button>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label={messages('uiEditorImport')}
        onChange={(event) => {
          const { currentTarget } = event;
          const chosen = currentTarget.files?.[0];
          if (chosen !== undefined) void openFile(desk, chosen);
          // The same file can be chosen again after it was repaired.
          currentTarget.value = '';
        }}
      />
    </div>
  );
}

/** Four bytes are the longest a character can be in a file. */
async function openFile(desk: EditorDesk, file: File): Promise<void> {
  desk.importText(file.name, await file.slice(0, MAX_FILE_CHARACTERS * 4 + 4).text());
}

function Tidings({ desk }: { readonly desk: EditorDesk }): JSX.Element {
  const { messages } = desk.surroundings;
  const tidings = desk.tidings.value;
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (tidings?.failed === true) place.current?.scrollIntoView({ block: 'nearest' });
  }, [tidings]);
  return (
    <div ref={place} class="tidings" role="status" aria-live="polite" data-failed={tidings?.failed}>
      {tidings !== null && (
        <>
          <p>{messages(tidings.key, ...tidings.values)}</p>
          {tidings.problems.length > 0 && <FileProblems desk={desk} problems={tidings.problems} />}
        </>
      )}
    </div>
  );
}

function selectorOf(focus: Exclude<Focus, null>, selected: number | null): string {
  if (typeof focus !== 'string') return `[data-path="${focus.path}"]`;
  switch (focus) {
    case 'surface':
      return '.surface';
    case 'region':
      return `[data-region="${selected}"]`;
    case 'name':
    case 'function':
      return `[data-field="${focus}"]`;
    case 'question':
      return '.question button';
    default:
      return focus satisfies never;
  }
}
