import type { JSX } from 'preact';
import type { SeriesRow } from '../../model/measure/quantities/model-reading.ts';
import { type Place, phaseGeometry } from '../../model/report/phase-geometry.ts';
import type { SessionState } from '../../model/session/session-state.ts';
import type { Analysis } from '../analyst/analyst-view.ts';
import { Mark } from '../mark.tsx';
import type { Messages } from '../surroundings.ts';
import { verdictTone } from '../verdict.ts';
import { verdictWord } from '../verdict-words.ts';
import type { PanelAmounts } from './panel-amounts.ts';

const WIDTH = 440;
const HEIGHT = 230;
const FRAME = { left: 62, top: 8, right: WIDTH - 12, bottom: HEIGHT - 36 };
/** The oldest piece of the way is still to be seen. */
const FAINTEST = 0.15;
const LEGEND: readonly SessionState[] = ['idle', 'stable', 'recovery', 'unstable', 'breakdown'];
/** Rows of the table, and how far apart: the newest five minutes in ten lines. */
const TABLE_STEP_MS = 30_000;
const MAX_TABLE_ROWS = 10;

export interface PhasePlotProps {
  readonly messages: Messages;
  readonly amounts: PanelAmounts;
  readonly analysis: Analysis;
}

/** The demand-supply plane (the paper's Fig. 5): where the session is, where it was, and where it bends. */
export function PhasePlot({ messages, amounts, analysis }: PhasePlotProps): JSX.Element {
  const { reading, trail } = analysis;
  const plane = phaseGeometry(trail, reading, FRAME);
  const newest = trail.at(-1);
  const { left, top, right, bottom } = FRAME;
  const trailMs = newest === undefined ? 0 : newest.atMs - (trail[0]?.atMs ?? newest.atMs);
  const label = messages(
    'uiPhaseLabel',
    amounts.seconds(trailMs),
    messages('uiPerSecond', amounts.perSecond(newest?.demandPerSecond ?? null)),
    amounts.rate(newest?.supplyBitsPerSecond ?? null),
  );
  return (
    <section class="phase">
      <h3>{messages('uiPhaseTitle')}</h3>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
        {plane.supplyTicks.map(({ at, value }) => (
          <g key={value}>
            <path class="grid" d={`M${left} ${at}H${right}`} />
            <text x={left - 6} y={at + 4} text-anchor="end">
              {amounts.rate(value)}
            </text>
          </g>
        ))}
        {plane.demandTicks.map(({ at, value }) => (
          <g key={value}>
            <path class="grid" d={`M${at} ${top}V${bottom}`} />
            <text x={at} y={bottom + 14} text-anchor="middle">
              {amounts.perSecond(value)}
            </text>
          </g>
        ))}
        <text x={(left + right) / 2} y={HEIGHT - 5} text-anchor="middle">
          {messages('uiPhaseDemand')}
        </text>
        {plane.trail.map(({ from, to, state, ageRatio }) => (
          <path
            key={`${from.x} ${from.y} ${ageRatio}`}
            class="trail"
            data-state={state}
            d={`M${from.x} ${from.y}L${to.x} ${to.y}`}
            opacity={1 - (1 - FAINTEST) * ageRatio}
          />
        ))}
        {plane.threshold !== null && <Point at={plane.threshold} shape="M0-6 6 0 0 6-6 0Z" name="s₀, d₀" />}
        {plane.recovery !== null && <Point at={plane.recovery} shape="M-5-5h10v10h-10Z" name="s₀′, d₀′" />}
        {plane.now !== null && (
          <g class="now" data-state={plane.now.state} transform={`translate(${plane.now.x} ${plane.now.y})`}>
            <circle r="10" class="halo" />
            <circle r="5.5" />
          </g>
        )}
      </svg>
      <p class="phase-legend" aria-hidden="true">
        {LEGEND.map((state) => (
          <span key={state} class="key" data-tone={verdictTone(state)}>
            <svg viewBox="0 0 18 4" aria-hidden="true">
              <path class="trail" data-state={state} d="M1 2h16" />
            </svg>
            {messages(verdictWord(state))}
          </span>
        ))}
      </p>
      <p class="small">{messages('uiPhaseHint')}</p>
      <details class="table">
        <summary>{messages('uiPhaseTable')}</summary>
        <PhaseTable messages={messages} amounts={amounts} analysis={analysis} />
      </details>
    </section>
  );
}

function Point(props: { readonly at: Place; readonly shape: string; readonly name: string }): JSX.Element {
  const isLow = props.at.y < FRAME.top + 18;
  const isRight = props.at.x > FRAME.right - 60;
  return (
    <g class="point" transform={`translate(${props.at.x} ${props.at.y})`}>
      <path d={props.shape} />
      <text x={isRight ? -10 : 10} y={isLow ? 14 : -6} text-anchor={isRight ? 'end' : 'start'}>
        ({props.name})
      </text>
    </g>
  );
}

/** The same in numbers: the two points, now, and the way back. */
function PhaseTable({ messages, amounts, analysis }: PhasePlotProps): JSX.Element {
  const { reading, trail } = analysis;
  const { threshold, recovery } = reading;
  const newest = trail.at(-1);
  const row = (name: string, demand: number | null, supply: number | null, state?: SessionState) => (
    <tr key={name}>
      <th scope="row">{name}</th>
      <td>
        {demand === null ? amounts.perSecond(null) : messages('uiPerSecond', amounts.perSecond(demand))}
      </td>
      <td>{amounts.rate(supply)}</td>
      <td data-tone={state === undefined ? undefined : verdictTone(state)}>
        {state !== undefined && <Mark name={state} />}
        {state === undefined ? messages('uiNone') : messages(verdictWord(state))}
      </td>
    </tr>
  );
  return (
    <table class="states">
      <thead>
        <tr>
          <th scope="col">{messages('uiPhaseWhen')}</th>
          <th scope="col">{messages('uiChartDemand')}</th>
          <th scope="col">{messages('uiChartSupply')}</th>
          <th scope="col">{messages('uiPanelState')}</th>
        </tr>
      </thead>
      <tbody>
        {row(messages('uiPhaseThreshold'), threshold.demand.value, threshold.supply.value)}
        {row(
          messages('uiPhaseRecovery'),
          recovery?.demandPerSecond ?? null,
          recovery?.supplyBitsPerSecond ?? null,
        )}
        {wayBack(trail).map((each) =>
          row(
            each === newest
              ? messages('uiPhaseNow')
              : messages('uiPhaseAgo', amounts.seconds((newest?.atMs ?? each.atMs) - each.atMs)),
            each.demandPerSecond,
            each.supplyBitsPerSecond,
            each.state,
          ),
        )}
      </tbody>
    </table>
  );
}

/** Now, and every half a minute before. */
function wayBack(trail: readonly SeriesRow[]): readonly SeriesRow[] {
  const found: SeriesRow[] = [];
  for (const row of [...trail].reverse()) {
    const last = found.at(-1);
    if (last === undefined || last.atMs - row.atMs >= TABLE_STEP_MS) found.push(row);
    if (found.length === MAX_TABLE_ROWS) break;
  }
  return found;
}
