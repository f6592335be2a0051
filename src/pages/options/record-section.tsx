import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { lockOn } from '../../model/policy/managed-settings.ts';
import { MAX_RECORDED_SESSIONS } from '../../model/record/recorded-session.ts';
import type { Text } from '../../ui/message-key.ts';
import { AskDialog } from './ask-dialog.tsx';
import { LockNote } from './lock-note.tsx';
import { Said } from './said.tsx';
import { SectionFrame } from './section-frame.tsx';
import type { SectionProps } from './site-section.tsx';

/** What is kept of sessions, how much, and the ways to take it out and to clear it. */
export function RecordSection({ facts, store: { records }, text }: SectionProps): JSX.Element {
  const [isAsking, setAsking] = useState(false);
  const space = records.space.value;
  const progress = records.progress.value;
  const sessions = space?.list.sessions ?? [];
  const isEmpty = sessions.length === 0;
  return (
    <SectionFrame section="records" hint={text('uiRecordsIntro')} text={text}>
      <LockNote reason={lockOn(facts.status.locked, 'records')} text={text} />
      {space === null && <p class="problem">{text('popupNoAnswer')}</p>}
      {space?.list.fault != null && (
        <p class="problem">
          {text('popupRecordFault')} {text('popupBrowserSays', space.list.fault)}
        </p>
      )}
      {space != null && (
        <div data-find class="stack">
          {isEmpty && (
            <p class="empty">
              {text('uiRecordsEmpty')} {text('uiRecordsEmptyHint')}
            </p>
          )}
          {!isEmpty && (
            <dl>
              <dt>{text('uiOptionsRecordsSessions')}</dt>
              <dd>
                {text('uiOptionsRecordsOf', count(sessions.length, text), count(MAX_RECORDED_SESSIONS, text))}
              </dd>
              <dt>{text('uiRecordsEntries')}</dt>
              <dd>
                {count(
                  sessions.reduce((sum, each) => sum + each.count, 0),
                  text,
                )}
              </dd>
              <dt>{text('uiOptionsRecordsOldest')}</dt>
              <dd>{day(Math.min(...sessions.map(({ wallMs }) => wallMs)), text)}</dd>
              {space.storedBytes !== null && (
                <>
                  <dt>{text('uiOptionsRecordsSpace')}</dt>
                  <dd>{megabytes(space.storedBytes, text)}</dd>
                </>
              )}
            </dl>
          )}
          <p class="hint">{text('uiOptionsRecordsLimits', count(MAX_RECORDED_SESSIONS, text))}</p>
          <div class="row">
            <a class="button" href="records.html">
              {text('uiOptionsRecordsOpen')}
            </a>
            <button
              type="button"
              disabled={isEmpty || progress !== undefined}
              onClick={() => void records.exportAll()}
            >
              {text('uiOptionsRecordsExport')}
            </button>
            <button type="button" disabled={isEmpty} onClick={() => setAsking(true)}>
              {text('uiRecordsDeleteAll')}
            </button>
          </div>
          {progress !== undefined && (
            <label class="row">
              {text('uiRecordsExporting')}
              <progress value={progress} />
            </label>
          )}
        </div>
      )}
      <Said notice={records.notice.value} text={text} />
      <AskDialog
        isOpen={isAsking}
        question={text('uiRecordsConfirmAll', count(sessions.length, text))}
        hint={text('uiRecordsConfirmHint')}
        yes={text('uiRecordsDelete')}
        text={text}
        onAnswer={(isYes) => {
          setAsking(false);
          if (isYes) void records.clear();
        }}
      />
    </SectionFrame>
  );
}

function count(value: number, text: Text): string {
  return new Intl.NumberFormat(text('uiLanguage')).format(value);
}

function day(wallMs: number, text: Text): string {
  return new Intl.DateTimeFormat(text('uiLanguage'), { dateStyle: 'long' }).format(wallMs);
}

function megabytes(bytes: number, text: Text): string {
  const format = { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(text('uiLanguage'), format).format(bytes / 1e6);
}
