import type { JSX } from 'preact';
import type { SessionReport } from '../../model/port/extension-message.ts';
import type { Guarding } from '../../model/snapshot.ts';
import { amounts } from '../../ui/amounts.ts';
import { Mark } from '../../ui/mark.tsx';
import type { MessageKey, Text } from '../../ui/message-key.ts';
import { blockText, guardingText } from '../../ui/reasons.ts';
import type { Messages } from '../../ui/surroundings.ts';
import type { VerdictName } from '../../ui/verdict.ts';
import { verdictWord } from '../../ui/verdict-words.ts';
import { isHeld, verdictName } from './popup-view.ts';

interface SessionsProps {
  readonly reports: readonly SessionReport[];
  readonly text: Text;
  /** The same texts for src/ui, whose keys are put together. */
  readonly messages: Messages;
}

const GUARDING_WORDS = {
  connecting: 'popupGuardingConnecting',
  guarded: 'popupGuardingGuarded',
  measuring: 'popupGuardingMeasuring',
  unverified: 'popupGuardingUnverified',
  unguarded: 'popupGuardingUnguarded',
  closed: 'popupGuardingClosed',
} as const satisfies Record<Guarding, MessageKey>;

/** The connections of the page, in the words of the badge. */
export function Sessions({ reports, text, messages }: SessionsProps): JSX.Element | null {
  if (reports.length === 0) return null;
  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">{text('popupSessions')}</h2>
      <ul class="sessions">
        {reports.map((report, index) => (
          <li key={`${index}/${report.connection}`}>
            <Session
              report={report}
              number={index + 1}
              isOnly={reports.length === 1}
              text={text}
              messages={messages}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface SessionProps {
  readonly report: SessionReport;
  readonly number: number;
  readonly isOnly: boolean;
  readonly text: Text;
  readonly messages: Messages;
}

function Session({ report, number, isOnly, text, messages }: SessionProps): JSX.Element {
  const name = verdictName(report);
  const { guarding, guardingReason, blocked } = report;
  const held = isHeld(report);
  return (
    <article data-tone={TONES[name]}>
      {!isOnly && <h3>{text('popupSession', amounts(messages).count(number))}</h3>}
      <p class="verdict">
        <Mark name={name} />
        <strong>{messages(verdictWord(name))}</strong>
      </p>
      <dl>
        <dt>{text('popupGuarding')}</dt>
        <dd>{text(GUARDING_WORDS[guarding])}</dd>
        {guarding !== 'connecting' && guarding !== 'closed' && (
          <>
            <dt>{text('popupPresses')}</dt>
            <dd>{text(held ? 'popupPressesHeld' : 'popupPressesPass')}</dd>
            <dt>{text('popupRoundTrip')}</dt>
            <dd>{amounts(messages).duration(report.roundTripMs)}</dd>
          </>
        )}
      </dl>
      {held && blocked !== null && (
        <p>
          <strong>{messages(blockText(blocked).title)}</strong>
          <br />
          {messages(blockText(blocked).until)}
        </p>
      )}
      {report.instrument === 'unknown' && (
        <p>
          <strong>{text('uiUnknownTitle')}</strong>
          <br />
          {text('uiUnknownDoing')} {text('uiUnknownUntil')}
        </p>
      )}
      {guardingReason !== null && (
        <p>
          {messages(guardingText(guardingReason).why)}
          <br />
          {messages(guardingText(guardingReason).remedy)}
        </p>
      )}
    </article>
  );
}

/** The colour beside the word and the mark. Only a connection that is read and healthy is green. */
const TONES: Readonly<Record<VerdictName, 'good' | 'quiet' | 'caution' | 'danger'>> = {
  idle: 'good',
  stable: 'good',
  recovery: 'caution',
  unstable: 'caution',
  'no-data': 'caution',
  unverified: 'caution',
  breakdown: 'danger',
  unguarded: 'danger',
  fault: 'danger',
  connecting: 'quiet',
  closed: 'quiet',
};
