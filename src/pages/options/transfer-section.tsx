import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { AskDialog } from './ask-dialog.tsx';
import { ImportPreview } from './import-preview.tsx';
import { ProblemList } from './refusal-list.tsx';
import { Said } from './said.tsx';
import { SectionFrame } from './section-frame.tsx';
import { settingsPlace } from './settings-place.ts';
import type { SectionProps } from './site-section.tsx';

/** Settings out of this browser, into it, back to the beginning, and back again. */
export function TransferSection({ facts, store: { transfer }, text }: SectionProps): JSX.Element {
  const { own, locked, problems, canUndo } = facts.status;
  const chooser = useRef<HTMLInputElement>(null);
  const said = useRef<HTMLParagraphElement>(null);
  const [isAsking, setAsking] = useState(false);
  const [isOver, setOver] = useState(false);
  const file = transfer.file.value;
  const isReadable = problems.length === 0;
  const choose = (files: FileList | null | undefined) => {
    const chosen = files?.[0];
    if (chosen !== undefined && isReadable) void transfer.open(chosen);
  };
  return (
    <SectionFrame section="transfer" hint={text('uiOptionsTransferHint')} text={text}>
      {!isReadable && (
        <div class="refusal" data-find>
          <p class="problem">{text('popupSettingsUnreadable')}</p>
          <ProblemList
            problems={problems}
            input={null}
            place={(problem) => settingsPlace(problem, text)}
            text={text}
          />
        </div>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a short cut; the button does the same */}
      <div
        class={isOver ? 'drop over' : 'drop'}
        data-find
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          choose(event.dataTransfer?.files);
        }}
      >
        <div class="row">
          <button
            type="button"
            onClick={() => (isReadable ? transfer.exportSettings(own) : void transfer.exportStored())}
          >
            {text(isReadable ? 'uiOptionsExportSettings' : 'popupExport')}
          </button>
          <button type="button" disabled={!isReadable} onClick={() => chooser.current?.click()}>
            {text('uiOptionsImportSettings')}
          </button>
          <input
            ref={chooser}
            id="settings-file"
            type="file"
            accept=".json,application/json"
            hidden
            onChange={(event) => {
              choose(event.currentTarget.files);
              // The same file, once repaired, is a new choice.
              event.currentTarget.value = '';
            }}
          />
          <button type="button" onClick={() => setAsking(true)}>
            {text('uiOptionsResetAll')}
          </button>
        </div>
        {file !== undefined && (
          <ImportPreview file={file} own={own} locked={locked} store={transfer} text={text} />
        )}
      </div>
      <div class="said">
        <Said notice={transfer.notice.value} text={text} said={said} />
        {canUndo && (
          <button
            type="button"
            onClick={() => {
              said.current?.focus();
              void transfer.undo();
            }}
          >
            {text('uiOptionsUndoReplace')}
          </button>
        )}
      </div>
      <AskDialog
        isOpen={isAsking}
        question={text('uiOptionsResetQuestion')}
        hint={text(isReadable ? 'uiOptionsResetHint' : 'popupResetHint')}
        yes={text('uiOptionsResetYes')}
        text={text}
        onAnswer={(isYes) => {
          setAsking(false);
          if (isYes) void transfer.reset(isReadable);
        }}
      />
    </SectionFrame>
  );
}
