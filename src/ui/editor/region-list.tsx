import type { JSX } from 'preact';
import { plainNumber } from '../plain-number.ts';
import { classWords } from './class-words.ts';
import type { EditorDesk } from './editor-desk.ts';
import { letterOf } from './surface.tsx';

/** All regions, the one that counts first on top. */
export function RegionList({ desk }: { readonly desk: EditorDesk }): JSX.Element {
  const { messages } = desk.surroundings;
  const { undo, selected } = desk.state.value;
  const regions = [...undo.present.regions].reverse();
  return (
    <section>
      <h3>{messages('uiEditorRegions', plainNumber(messages)(regions.length))}</h3>
      {regions.length > 1 && <p class="small">{messages('uiEditorOrder')}</p>}
      {regions.length === 0 ? (
        <p class="small">{messages('uiEditorEmpty')}</p>
      ) : (
        <ol class="list">
          {regions.map((region) => {
            const word = messages(classWords(region.class).name);
            return (
              <li key={region.id}>
                <button
                  type="button"
                  data-class={region.class}
                  aria-current={region.id === selected}
                  onClick={() => {
                    desk.send({ type: 'select', id: region.id });
                    desk.focus.value = 'region';
                  }}
                >
                  <b aria-hidden="true">{letterOf(word)}</b>
                  <span>{region.name || messages('uiEditorUnnamed')}</span>
                  <small>{word}</small>
                </button>
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}
