import type { JSX } from 'preact';
import type { Problem } from '../../model/decode/decode.ts';
import type { TabStatus } from '../../model/port/extension-message.ts';
import type { Text } from '../../ui/message-key.ts';
import { problemWords } from '../../ui/problem-words.ts';
import type { PopupStore } from './popup-store.ts';

/** Problems listed one by one; the count of the rest would help nobody repair them. */
const MAX_SHOWN = 8;

interface ProblemsProps {
  readonly status: TabStatus | undefined;
  /** The page's own host: its withdrawn permission is told with the page. */
  readonly host: string | undefined;
  readonly store: PopupStore;
  readonly text: Text;
}

/** What is wrong beyond the page's network, each with its remedy. */
export function Problems({ status, host, store, text }: ProblemsProps): JSX.Element | null {
  if (status === undefined) return null;
  const elsewhere = status.withdrawnHosts.filter((each) => each !== host);
  const isQuiet =
    status.problems.length === 0 &&
    status.managed.problems.length === 0 &&
    status.pageProblems.length === 0 &&
    status.unseenHosts.length === 0 &&
    status.registrationFault === null &&
    status.recordFault === null &&
    elsewhere.length === 0;
  if (isQuiet) return null;
  return (
    <section aria-labelledby="problems" class="problems">
      <h2 id="problems">{text('popupProblems')}</h2>
      {status.problems.length > 0 && (
        <div>
          <p class="problem">{text('popupSettingsUnreadable')}</p>
          <div class="row">
            <button type="button" onClick={() => void store.exportStored()}>
              {text('popupExport')}
            </button>
            <button type="button" onClick={() => void store.reset()}>
              {text('popupReset')}
            </button>
          </div>
          <p class="hint">{text('popupResetHint')}</p>
          <Details problems={status.problems} text={text} />
        </div>
      )}
      {status.managed.problems.length > 0 && (
        <div>
          <p class="problem">{text('popupManagedProblems')}</p>
          <Details problems={status.managed.problems} text={text} />
        </div>
      )}
      {status.unseenHosts.map((each) => (
        <div key={each}>
          <p class="problem">{text('popupUnseen', each)}</p>
          <p class="hint">{text('popupUnseenHint')}</p>
        </div>
      ))}
      {status.registrationFault !== null && (
        <div>
          <p class="problem">{text('popupRegistrationFault')}</p>
          <p class="hint">{text('popupBrowserSays', status.registrationFault)}</p>
        </div>
      )}
      {status.recordFault !== null && (
        <div>
          <p class="problem">{text('popupRecordFault')}</p>
          <p class="hint">{text('popupBrowserSays', status.recordFault)}</p>
        </div>
      )}
      {status.pageProblems.length > 0 && (
        <div>
          <p class="problem">{text('popupPageFault')}</p>
          <Details problems={status.pageProblems} text={text} />
        </div>
      )}
      {elsewhere.map((each) => (
        <div key={each}>
          <p class="problem">{text('popupWithdrawn', each)}</p>
          <div class="row">
            <button type="button" onClick={() => void store.allowAgain(each)}>
              {text('popupAllowAgain')}
            </button>
            <button type="button" onClick={() => void store.forget(each)}>
              {text('popupForget')}
            </button>
          </div>
        </div>
      ))}
    </section>
  );
}

function Details({
  problems,
  text,
}: {
  readonly problems: readonly Problem[];
  readonly text: Text;
}): JSX.Element {
  return (
    <details>
      <summary>{text('popupDetails')}</summary>
      <ul>
        {problems.slice(0, MAX_SHOWN).map((problem) => (
          <li key={`${problem.path}/${problem.code}`}>
            {text('popupProblemAt', problem.path || text('popupProblemWhole'), problemWords(problem, text))}
          </li>
        ))}
      </ul>
    </details>
  );
}
