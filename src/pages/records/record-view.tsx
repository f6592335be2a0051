import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Chain } from '../../model/record/chain.ts';
import { isIntact } from '../../model/record/chain.ts';
import { amounts } from '../../ui/amounts.ts';
import type { Text } from '../../ui/message-key.ts';
import { keyOf } from '../../ui/verdict-words.ts';
import { EntryTable } from './entry-table.tsx';
import { ENTRY_KINDS, type EntryKind, entryKind } from './entry-words.ts';
import { ReportView } from './report-view.tsx';
import { type ViewProps, Worst } from './session-list.tsx';

/** Entries shown at once: a session may have twenty thousand. */
export const PAGE_SIZE = 200;

/** One record: what it is of, whether it is intact, and its entries in words. */
export function RecordView({ store, text, messages, texts, onDelete }: ViewProps): JSX.Element {
  const [kind, setKind] = useState<EntryKind | 'all'>('all');
  const [page, setPage] = useState(0);
  const open = store.open.value;
  if (open === undefined) return <p>{text('uiRecordsLoading')}</p>;
  if (open === null) return <p class="problem">{text('uiRecordsGone')}</p>;
  const { session, entries, chain } = open;
  const wanted = kind === 'all' ? entries : entries.filter(({ event }) => entryKind(event) === kind);
  const from = page * PAGE_SIZE;
  const shown = wanted.slice(from, from + PAGE_SIZE);
  const start = texts.moment(session.wallMs);
  return (
    <section>
      <dl>
        <dt>{text('uiRecordsStart')}</dt>
        <dd>{start}</dd>
        <dt>{text('uiRecordsPortal')}</dt>
        <dd>{session.origin}</dd>
        <dt>{text('uiRecordsInstrument')}</dt>
        <dd>{session.instrument ?? text('uiNone')}</dd>
        <dt>{text('uiRecordsDuration')}</dt>
        <dd>
          {texts.span(session.lastWallMs - session.wallMs)}
          {!session.closed && ` (${text('uiRecordsOpen')})`}
        </dd>
        <dt>{text('uiRecordsWorst')}</dt>
        <dd>
          <Worst session={session} messages={messages} />
        </dd>
        <dt>{text('uiRecordsSoftware')}</dt>
        <dd>
          RICE {session.extension}, {session.browser}
        </dd>
        {session.omitted > 0 && (
          <>
            <dt>{text('uiRecordsEntries')}</dt>
            <dd>{text('uiRecordsOmitted', amounts(messages).count(session.omitted))}</dd>
          </>
        )}
      </dl>
      <Integrity chain={chain} text={text} texts={texts} />
      <div class="row">
        <button type="button" class="main" onClick={() => void store.exportRecord(session)}>
          {text('uiRecordsExport')}
        </button>
        {store.traced.value.includes(session.session) && (
          <button type="button" onClick={() => void store.exportTrace(session)}>
            {text('uiRecordsTrace')}
          </button>
        )}
        <button type="button" onClick={() => onDelete([session.session], text('uiRecordsConfirmOne', start))}>
          {text('uiRecordsDelete')}
        </button>
      </div>
      <ReportView reports={store.reports} session={session.session} text={text} messages={messages} />
      <div class="above">
        <label>
          {text('uiRecordsFilter')}
          <select
            value={kind}
            onChange={({ currentTarget }) => {
              setKind(ENTRY_KINDS.find((each) => each === currentTarget.value) ?? 'all');
              setPage(0);
            }}
          >
            {(['all', ...ENTRY_KINDS] as const).map((each) => (
              <option key={each} value={each}>
                {messages(keyOf('uiRecordsFilter', each))}
              </option>
            ))}
          </select>
        </label>
        <nav class="row" aria-label={text('uiRecordsEntries')}>
          <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
            {text('uiRecordsPrevious')}
          </button>
          <button
            type="button"
            disabled={from + PAGE_SIZE >= wanted.length}
            onClick={() => setPage(page + 1)}
          >
            {text('uiRecordsNext')}
          </button>
          <span role="status">
            {wanted.length === 0
              ? text('uiRecordsNothing')
              : text(
                  'uiRecordsShown',
                  texts.count(from + 1),
                  texts.count(from + shown.length),
                  texts.count(wanted.length),
                )}
          </span>
        </nav>
      </div>
      {shown.length > 0 && <EntryTable entries={shown} text={text} messages={messages} texts={texts} />}
    </section>
  );
}

interface IntegrityProps extends Pick<ViewProps, 'texts'> {
  readonly chain: Chain | null;
  readonly text: Text;
}

/** Whether the stored lines are the ones that were written. */
function Integrity({ chain, text, texts }: IntegrityProps): JSX.Element {
  if (chain === null) return <p role="status">{text('uiRecordsChecking')}</p>;
  const stored = texts.count(chain.lines - 1);
  const [first] = chain.problems;
  const line = first !== undefined && 'line' in first ? first.line : chain.lines;
  return (
    <div role="status">
      {isIntact(chain) ? (
        <p class="verified" data-tone="good">
          {text('uiRecordsIntact', stored)}
        </p>
      ) : (
        <p class="problem">{text('uiRecordsBroken', stored, texts.count(line))}</p>
      )}
      <p class="hint">
        {text('uiRecordsHead')}: <code>{chain.end?.head ?? chain.prev}</code>
        <br />
        {text('uiRecordsHeadHint')}
      </p>
    </div>
  );
}
