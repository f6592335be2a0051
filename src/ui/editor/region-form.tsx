import type { JSX } from 'preact';
import { CLASSES, classWords } from './class-words.ts';
import type { DraftRegion } from './draft.ts';
import type { EditorDesk } from './editor-desk.ts';
import { letterOf } from './surface.tsx';

/** Longest name and function a profile takes. */
const MAX_NAME = 80;
const SIDES = ['x', 'y', 'width', 'height'] as const;

/** Everything about the selected region. */
export function RegionForm({
  desk,
  region,
}: {
  readonly desk: EditorDesk;
  readonly region: DraftRegion;
}): JSX.Element {
  const { messages } = desk.surroundings;
  const { regions } = desk.state.value.undo.present;
  const index = regions.indexOf(region);
  const functions = [...new Set(regions.map((each) => each.function).filter((each) => each !== ''))];
  return (
    <section class="form" aria-label={messages('uiEditorRegion')}>
      <h3>{messages('uiEditorRegion')}</h3>
      <label>
        <span>{messages('uiEditorName')}</span>
        <input
          type="text"
          data-field="name"
          maxLength={MAX_NAME}
          value={region.name}
          onInput={(event) => desk.send({ type: 'change', change: { name: event.currentTarget.value } })}
        />
      </label>
      <label>
        <span>{messages('uiEditorFunction')}</span>
        <input
          type="text"
          data-field="function"
          maxLength={MAX_NAME}
          value={region.function}
          list="editor-functions"
          placeholder={messages('uiEditorFunctionHint')}
          onInput={(event) => desk.send({ type: 'change', change: { function: event.currentTarget.value } })}
        />
        <datalist id="editor-functions">
          {functions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      </label>
      <fieldset>
        <legend>{messages('uiEditorClass')}</legend>
        {CLASSES.map((each) => {
          const { name, meaning } = classWords(each);
          return (
            <label key={each} class="class" data-class={each}>
              <input
                type="radio"
                name="editor-class"
                checked={region.class === each}
                onChange={() => desk.send({ type: 'change', change: { class: each } })}
              />
              <b aria-hidden="true">{letterOf(messages(name))}</b>
              <span>
                {messages(name)} <small>{messages(meaning)}</small>
              </span>
            </label>
          );
        })}
      </fieldset>
      <label class="check">
        <input
          type="checkbox"
          checked={region.confirm}
          disabled={region.class === 'stop'}
          onChange={(event) =>
            desk.send({ type: 'change', change: { confirm: event.currentTarget.checked } })
          }
        />
        <span>{messages('uiEditorConfirm')}</span>
      </label>
      <div class="sides">
        {SIDES.map((side) => (
          <label key={side}>
            <span>{messages(`uiEditor_${side}`)}</span>
            <input
              type="number"
              min={side === 'x' || side === 'y' ? 0 : 1}
              step={1}
              value={region[side]}
              onChange={(event) => {
                const { currentTarget } = event;
                const value = currentTarget.valueAsNumber;
                if (Number.isFinite(value)) desk.send({ type: 'change', change: { [side]: value } });
                // What could not be is shown as what is.
                currentTarget.value = `${desk.selected?.[side] ?? ''}`;
              }}
            />
          </label>
        ))}
      </div>
      <div class="row">
        <button
          type="button"
          disabled={index === regions.length - 1}
          onClick={() => desk.send({ type: 'reorder', by: 1 })}
        >
          {messages('uiEditorForward')}
        </button>
        <button type="button" disabled={index === 0} onClick={() => desk.send({ type: 'reorder', by: -1 })}>
          {messages('uiEditorBack')}
        </button>
        <button type="button" onClick={() => desk.send({ type: 'remove' })}>
          {messages('uiEditorDelete')}
        </button>
      </div>
    </section>
  );
}
