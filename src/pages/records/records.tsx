import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { Text } from '../../ui/message-key.ts';
import type { Messages } from '../../ui/surroundings.ts';
import { noticeText } from '../notice-text.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import { recordTexts } from './record-texts.ts';
import { RecordView } from './record-view.tsx';
import type { RecordsStore } from './records-store.ts';
import { SessionList } from './session-list.tsx';

interface RecordsProps {
  readonly store: RecordsStore;
  readonly text: Text;
  /** The same texts for components of src/ui, whose keys are put together. */
  readonly messages: Messages;
}

/** What is asked before it is deleted. */
interface Asked {
  readonly question: string;
  readonly sessions: readonly string[];
}

export function Records({ store, text, messages }: RecordsProps): JSX.Element {
  const [asked, setAsked] = useState<Asked | null>(null);
  const texts = useMemo(() => recordTexts(messages), [messages]);
  const list = store.list.value;
  const notice = store.notice.value;
  const progress = store.progress.value;
  const isList = store.opened.value === undefined;
  const answered = (isYes: boolean) => {
    setAsked(null);
    if (!isYes || asked === null) return;
    void store.remove(asked.sessions);
    if (!isList) location.hash = 'all';
  };
  const common = { store, text, messages, texts };
  return (
    <>
      <header>
        <img src="icons/rice-32.png" width="24" height="24" alt="" />
        <h1 tabIndex={-1}>{text('uiRecordsTitle')}</h1>
        {!isList && <a href="#all">{text('uiRecordsBack')}</a>}
      </header>
      <main>
        {list?.fault != null && (
          <p class="problem" role="alert">
            {text('popupRecordFault')} {text('popupBrowserSays', list.fault)}
          </p>
        )}
        <div role="status">
          {notice && <p class="notice">{noticeText(notice, text)}</p>}
          {progress !== undefined && (
            <label class="progress">
              {text('uiRecordsExporting')}
              <progress value={progress} />
            </label>
          )}
        </div>
        {isList ? (
          <SessionList {...common} onDelete={(sessions, question) => setAsked({ sessions, question })} />
        ) : (
          <RecordView {...common} onDelete={(sessions, question) => setAsked({ sessions, question })} />
        )}
      </main>
      <DeleteDialog question={asked?.question ?? null} text={text} onAnswer={answered} />
    </>
  );
}
