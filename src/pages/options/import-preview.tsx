import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Lock, lockOn } from '../../model/policy/managed-settings.ts';
import { MAX_SITES, type Settings } from '../../model/policy/settings.ts';
import type { Text } from '../../ui/message-key.ts';
import { changeWords, lockPath } from './change-words.ts';
import { ProblemList } from './refusal-list.tsx';
import { settingsPlace } from './settings-place.ts';
import { type OpenFile, previewOf, type TransferStore } from './transfer-store.ts';

/** Shown at once; who imports more knows what is in the file. */
const MAX_SHOWN = 100;

interface ImportPreviewProps {
  readonly file: OpenFile;
  /** The user's own, as they are now. */
  readonly own: Settings;
  readonly locked: readonly Lock[];
  readonly store: TransferStore;
  readonly text: Text;
}

/** What a file would change, and everything in it that cannot be read, before anything counts. */
export function ImportPreview({ file, own, locked, store, text }: ImportPreviewProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), [file]);
  const preview = file.part === null ? null : previewOf(own, file.part);
  const changes = preview?.changes ?? [];
  const numbers = new Intl.NumberFormat(text('uiLanguage'));
  const isUsable = preview !== null && changes.length > 0 && !preview.isTooMuch;
  return (
    <section class="preview" aria-labelledby="preview-title">
      <h3 id="preview-title" ref={heading} tabIndex={-1}>
        {text('uiOptionsPreview', file.name)}
      </h3>
      {file.problems.length > 0 && (
        <div class="refusal">
          <p class="problem">
            {text(
              file.part === null ? 'uiOptionsPreviewRefused' : 'uiOptionsPreviewProblems',
              numbers.format(file.problems.length),
            )}
          </p>
          <ProblemList
            problems={file.problems.slice(0, MAX_SHOWN)}
            input={file.input}
            place={(problem) => settingsPlace(problem, text)}
            text={text}
          />
          <More count={file.problems.length - MAX_SHOWN} text={text} />
        </div>
      )}
      {preview?.isTooMuch === true && (
        <p class="problem">{text('uiOptionsPreviewFull', numbers.format(MAX_SITES))}</p>
      )}
      {preview !== null && changes.length === 0 && <p>{text('uiOptionsPreviewNothing')}</p>}
      {changes.length > 0 && (
        <>
          <p>{text('uiOptionsPreviewChanges', numbers.format(changes.length))}</p>
          <table class="changes">
            <thead>
              <tr>
                <th scope="col">{text('uiChangeWhat')}</th>
                <th scope="col">{text('uiChangeFrom')}</th>
                <th scope="col">{text('uiChangeTo')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.slice(0, MAX_SHOWN).map((change) => {
                const { what, from, to } = changeWords(change, text);
                const isLocked = lockOn(locked, lockPath(change)) !== null;
                return (
                  <tr key={what}>
                    <th scope="row">{what}</th>
                    <td>{from}</td>
                    <td>
                      {to}
                      {isLocked && <span class="hint"> {text('uiChangeLocked')}</span>}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
          <More count={changes.length - MAX_SHOWN} text={text} />
          <p class="hint">{text('uiOptionsPreviewHint')}</p>
        </>
      )}
      <div class="row">
        {isUsable && (
          <button type="button" class="main" onClick={() => void store.apply(preview.after, changes.length)}>
            {text(file.problems.length > 0 ? 'uiOptionsApplyReadable' : 'uiOptionsApply')}
          </button>
        )}
        <button type="button" onClick={() => store.close()}>
          {text('uiOptionsCancel')}
        </button>
      </div>
    </section>
  );
}

function More({ count, text }: { readonly count: number; readonly text: Text }): JSX.Element | null {
  if (count <= 0) return null;
  return <p class="hint">{text('uiOptionsMore', new Intl.NumberFormat(text('uiLanguage')).format(count))}</p>;
}
