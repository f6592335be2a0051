import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type FunctionClass, MAX_KEYS, type ProfileKey } from '../../model/policy/instrument-profile.ts';
import type { Text } from '../../ui/message-key.ts';
import { plainNumber } from '../../ui/plain-number.ts';
import { CLASS_WORDS } from './class-counts.tsx';
import { NEW_KEY } from './profile-draft.ts';

const CLASSES: readonly FunctionClass[] = ['stop', 'hazardous', 'normal', 'view'];

interface KeyRowsProps {
  readonly keys: readonly ProfileKey[];
  /** Whether the decoder found something at this path. */
  readonly isWrong: (path: string) => boolean;
  readonly onChange: (keys: readonly ProfileKey[]) => void;
  readonly text: Text;
}

/** The marked keys, one a row. */
export function KeyRows({ keys, isWrong, onChange, text }: KeyRowsProps): JSX.Element {
  const table = useRef<HTMLTableSectionElement>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const added = useRef(false);
  useLayoutEffect(() => {
    if (!added.current) return;
    added.current = false;
    table.current?.querySelector<HTMLInputElement>('tr:last-child input')?.focus();
  });
  const place = plainNumber(text);
  const change = (index: number, part: Partial<ProfileKey>) =>
    onChange(keys.map((key, at) => (at === index ? { ...key, ...part } : key)));
  const cell = (index: number, name: 'key' | 'name' | 'function') => (
    <input
      type="text"
      autocomplete="off"
      spellcheck={false}
      aria-label={text('uiOptionsKeyField', text(`uiField_${name}`), place(index + 1))}
      aria-invalid={isWrong(`keys[${index}].${name}`)}
      value={keys[index]?.[name] ?? ''}
      onInput={(event) => change(index, { [name]: event.currentTarget.value })}
    />
  );
  return (
    <fieldset class="keys">
      <legend>{text('uiOptionsKeys')}</legend>
      <p class="hint">{text('uiOptionsKeysHint')}</p>
      {keys.length > 0 && (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{text('uiField_key')}</th>
                <th scope="col">{text('uiField_name')}</th>
                <th scope="col">{text('uiField_function')}</th>
                <th scope="col">{text('uiField_class')}</th>
                <th scope="col">{text('uiField_confirm')}</th>
                <td />
              </tr>
            </thead>
            <tbody ref={table}>
              {keys.map((key, index) => (
                <tr key={index}>
                  <td class="chord">{cell(index, 'key')}</td>
                  <td>{cell(index, 'name')}</td>
                  <td>{cell(index, 'function')}</td>
                  <td>
                    <select
                      aria-label={text('uiOptionsKeyField', text('uiField_class'), place(index + 1))}
                      value={key.class}
                      onChange={(event) => {
                        const chosen = CLASSES.find((each) => each === event.currentTarget.value);
                        if (chosen !== undefined)
                          change(index, { class: chosen, confirm: chosen !== 'stop' && key.confirm });
                      }}
                    >
                      {CLASSES.map((each) => (
                        <option key={each} value={each}>
                          {text(CLASS_WORDS[each])}
                        </option>
                      ))}
                    </select>
                  </td>
                  <td class="centre">
                    <input
                      type="checkbox"
                      aria-label={text('uiOptionsKeyField', text('uiField_confirm'), place(index + 1))}
                      checked={key.confirm}
                      disabled={key.class === 'stop'}
                      onChange={(event) => change(index, { confirm: event.currentTarget.checked })}
                    />
                  </td>
                  <td>
                    <button
                      type="button"
                      aria-label={text('uiOptionsKeyRemove', place(index + 1), key.name)}
                      onClick={() => {
                        onChange(keys.filter((_, at) => at !== index));
                        addButton.current?.focus();
                      }}
                    >
                      ×
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <button
        type="button"
        ref={addButton}
        disabled={keys.length >= MAX_KEYS}
        onClick={() => {
          added.current = true;
          onChange([...keys, NEW_KEY]);
        }}
      >
        {text('uiOptionsKeyAdd')}
      </button>
    </fieldset>
  );
}
