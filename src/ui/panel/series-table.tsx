import type { JSX } from 'preact';
import type { SeriesRow } from '../../model/measure/quantities/model-reading.ts';
import type { Messages } from '../surroundings.ts';
import { verdictWord } from '../verdict-words.ts';
import type { PanelAmounts } from './panel-amounts.ts';

const STEP_MS = 10_000;
const MAX_ROWS = 9;

export interface SeriesTableProps {
  readonly messages: Messages;
  readonly amounts: PanelAmounts;
  readonly trail: readonly SeriesRow[];
}

/** The strips in numbers, every ten seconds, the newest first. */
export function SeriesTable({ messages, amounts, trail }: SeriesTableProps): JSX.Element {
  const newestMs = trail.at(-1)?.atMs ?? 0;
  const perSecond = (value: number): string => messages('uiPerSecond', amounts.perSecond(value));
  const rows: SeriesRow[] = [];
  for (const row of [...trail].reverse()) {
    const last = rows.at(-1);
    if (last === undefined || last.atMs - row.atMs >= STEP_MS) rows.push(row);
    if (rows.length === MAX_ROWS) break;
  }
  return (
    <details class="table">
      <summary>{messages('uiSeriesTable')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached by keyboard */}
      <section class="scroll" tabIndex={0} aria-label={messages('uiSeriesTable')}>
        <table class="states">
          <thead>
            <tr>
              <th scope="col">{messages('uiPhaseWhen')}</th>
              <th scope="col">{messages('uiPanelState')}</th>
              <th scope="col">{messages('uiChartDemand')}</th>
              <th scope="col">{messages('uiChartSupply')}</th>
              <th scope="col">{messages('uiChartTrip')}</th>
              <th scope="col">{messages('uiChartScore')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.atMs}>
                <th scope="row">
                  {row.atMs === newestMs
                    ? messages('uiPhaseNow')
                    : messages('uiPhaseAgo', amounts.seconds(newestMs - row.atMs))}
                </th>
                <td>{messages(verdictWord(row.state))}</td>
                <td>{perSecond(row.deliveredPerSecond)}</td>
                <td>{amounts.rate(row.supplyBitsPerSecond)}</td>
                <td>{amounts.duration(row.effectiveMs)}</td>
                <td>{amounts.perSecond(row.tight)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
