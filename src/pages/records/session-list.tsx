import type { JSX } from 'preact';
import type { RecordedSession } from '../../model/record/recorded-session.ts';
import { Mark } from '../../ui/mark.tsx';
import type { Text } from '../../ui/message-key.ts';
import type { Messages } from '../../ui/surroundings.ts';
import { verdictWord } from '../../ui/verdict-words.ts';
import { STATE_TONES } from './entry-words.ts';
import type { RecordTexts } from './record-texts.ts';
import type { RecordsStore } from './records-store.ts';

/** What both views of the page get. */
export interface ViewProps {
  readonly store: RecordsStore;
  readonly text: Text;
  readonly messages: Messages;
  readonly texts: RecordTexts;
  readonly onDelete: (sessions: readonly string[], question: string) => void;
}

/** All records, the newest first. */
export function SessionList(props: ViewProps): JSX.Element {
  const { store, text, texts, onDelete } = props;
  const list = store.list.value;
  if (list === undefined) return <p>{text('uiRecordsLoading')}</p>;
  if (list === null) return <p class="problem">{text('uiRecordsNoAnswer')}</p>;
  const { sessions } = list;
  if (sessions.length === 0) {
    return (
      <section class="empty">
        <p>
          <strong>{text('uiRecordsEmpty')}</strong>
        </p>
        <p>{text('uiRecordsEmptyHint')}</p>
      </section>
    );
  }
  const all = sessions.map(({ session }) => session);
  return (
    <section>
      <div class="above">
        <p class="hint">{text('uiRecordsIntro')}</p>
        <button
          type="button"
          onClick={() => onDelete(all, text('uiRecordsConfirmAll', texts.count(sessions.length)))}
        >
          {text('uiRecordsDeleteAll')}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached by keyboard */}
      <section class="table" aria-label={text('uiRecordsTitle')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{text('uiRecordsStart')}</th>
              <th scope="col">{text('uiRecordsInstrument')}</th>
              <th scope="col" class="number">
                {text('uiRecordsDuration')}
              </th>
              <th scope="col">{text('uiRecordsWorst')}</th>
              <th scope="col" class="number">
                {text('uiRecordsHeld')}
              </th>
              <th scope="col" class="number">
                {text('uiRecordsOverrides')}
              </th>
              <th scope="col" class="number">
                {text('uiRecordsEntries')}
              </th>
              <th scope="col">{text('uiRecordsActions')}</th>
            </tr>
          </thead>
          <tbody>
            {sessions.map((session) => (
              <Row key={session.session} session={session} {...props} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Row({
  session,
  store,
  text,
  messages,
  texts,
  onDelete,
}: ViewProps & { readonly session: RecordedSession }): JSX.Element {
  const start = texts.moment(session.wallMs);
  const named = (action: string) => text('uiRecordsOf', action, start);
  return (
    <tr>
      <th scope="row">
        <a href={`#${session.session}`}>{start}</a>
      </th>
      <td>
        {session.instrument}
        <small>{hostOf(session.origin)}</small>
      </td>
      <td class="number">
        {texts.span(session.lastWallMs - session.wallMs)}
        {!session.closed && <small>{text('uiRecordsOpen')}</small>}
      </td>
      <td>
        <Worst session={session} messages={messages} />
      </td>
      <td class="number">{session.heldBack}</td>
      <td class="number">{session.overrides}</td>
      <td class="number">{session.count}</td>
      <td class="actions">
        <button
          type="button"
          aria-label={named(text('uiRecordsExport'))}
          onClick={() => void store.exportRecord(session)}
        >
          {text('uiRecordsExport')}
        </button>
        <button
          type="button"
          aria-label={named(text('uiRecordsDelete'))}
          onClick={() => onDelete([session.session], text('uiRecordsConfirmOne', start))}
        >
          {text('uiRecordsDelete')}
        </button>
      </td>
    </tr>
  );
}

/** The scheme is told where one session is shown. */
function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : origin;
}

/** The worst state of a session: its mark, its word, its colour. */
export function Worst({
  session,
  messages,
}: {
  readonly session: RecordedSession;
  readonly messages: Messages;
}): JSX.Element {
  return (
    <span class="state" data-tone={STATE_TONES[session.worst]}>
      <Mark name={session.worst} />
      {messages(verdictWord(session.worst))}
    </span>
  );
}
