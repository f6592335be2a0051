import type { JSX } from 'preact';
import type { Episode } from '../history.ts';
import { Mark } from '../mark.tsx';
import type { Messages } from '../surroundings.ts';
import { verdictTone } from '../verdict.ts';
import { verdictWord } from '../verdict-words.ts';
import type { PanelAmounts } from './panel-amounts.ts';

/** The newest episodes that are listed; older ones are remembered no further than history.ts says. */
const MAX_ROWS = 30;

export interface StateTableProps {
  readonly messages: Messages;
  readonly amounts: PanelAmounts;
  readonly episodes: readonly Episode[];
}

/** The history of states, newest first. */
export function StateTable({ messages, amounts, episodes }: StateTableProps): JSX.Element {
  return (
    <table class="states">
      <thead>
        <tr>
          <th scope="col">{messages('uiPanelState')}</th>
          <th scope="col">{messages('uiPanelWhen')}</th>
          <th scope="col">{messages('uiPanelLasted')}</th>
          <th scope="col">{messages('uiPanelInput')}</th>
        </tr>
      </thead>
      <tbody>
        {episodes
          .slice(-MAX_ROWS)
          .reverse()
          .map((episode) => (
            <tr key={episode.startMs}>
              <th scope="row" data-tone={verdictTone(episode.name)}>
                <Mark name={episode.name} />
                {messages(verdictWord(episode.name))}
              </th>
              <td>{amounts.clock(episode.startEpochMs)}</td>
              <td>{amounts.duration(episode.endMs - episode.startMs)}</td>
              <td>{messages(episode.held ? 'uiPanelHeldYes' : 'uiPanelHeldNo')}</td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}
