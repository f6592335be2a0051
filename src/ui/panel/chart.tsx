import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Amounts } from '../amounts.ts';
import { type ConnectionHistory, WINDOW_MS } from '../history.ts';
import type { Messages } from '../surroundings.ts';
import { verdictTone } from '../verdict.ts';
import { verdictWord } from '../verdict-words.ts';
import { StripChart, type StripLine } from './strip-chart.tsx';
import { type Band, bands, type Columns, stripData } from './strip-data.ts';

const DEMAND_LINES: readonly StripLine[] = [
  { color: '--quiet', widthPx: 1.25, dash: [3, 2] },
  { color: '--plot-demand', widthPx: 1.75, filled: true },
];
const SUPPLY_LINES: readonly StripLine[] = [{ color: '--plot-supply', widthPx: 1.5, filled: true }];
const TRIP_LINES: readonly StripLine[] = [
  { color: '--ink', widthPx: 1.5 },
  { color: '--quiet', widthPx: 1.25, dash: [3, 2] },
];
/** Narrower than this share of the width a band has no room for its word. */
const WORD_RATIO = 0.16;

export interface ChartProps {
  readonly messages: Messages;
  readonly amounts: Amounts;
  readonly history: ConnectionHistory;
}

/** Demand, supply and round trip as three strips over one time, the states above and behind them. */
export function Chart({ messages, amounts, history }: ChartProps): JSX.Element {
  const hovered = useSignal<number | null>(null);
  const data = stripData(history);
  const stretches = bands(history);
  const window = amounts.duration(WINDOW_MS);
  const at = (columns: Columns, series: number): number | null => {
    const column = columns[series] ?? [];
    const index = hovered.value;
    return (index === null ? column.at(-1) : column[index]) ?? null;
  };
  const perSecond = (value: number | null): string => messages('uiPerSecond', amounts.perSecond(value));
  const secondsTick = (seconds: number): string => amounts.seconds(seconds * 1000);
  const hover = (index: number | null): void => {
    hovered.value = index;
  };
  const label = (key: string, value: string): string =>
    messages('uiChartLabel', messages(key), window, value);
  const common = { bands: stretches, secondsTick, onHover: hover };

  return (
    <div class="chart">
      <Bands messages={messages} stretches={stretches} />
      <Legend name={messages('uiChartDemand')}>
        <Key
          dashed
          color="--quiet"
          word={messages('uiChartAttempted')}
          value={perSecond(at(data.demand, 1))}
        />
        <Key
          color="--plot-demand"
          word={messages('uiChartDelivered')}
          value={perSecond(at(data.demand, 2))}
        />
      </Legend>
      <StripChart
        {...common}
        label={label('uiChartDemand', perSecond(at(data.demand, 2)))}
        lines={DEMAND_LINES}
        columns={data.demand}
        least={4}
        tick={(value) => messages('uiPerSecond', amounts.count(value))}
        seconds={false}
      />
      <Legend name={messages('uiChartSupply')}>
        <Key color="--plot-supply" word="" value={amounts.rate(at(data.supply, 1))} />
      </Legend>
      <StripChart
        {...common}
        label={label('uiChartSupply', amounts.rate(at(data.supply, 1)))}
        lines={SUPPLY_LINES}
        columns={data.supply}
        least={100_000}
        tick={(value) => amounts.rate(value)}
        seconds={false}
      />
      <Legend name={messages('uiChartTrip')}>
        <Key color="--ink" word={messages('uiChartEffective')} value={amounts.duration(at(data.trip, 1))} />
        <Key
          dashed
          color="--quiet"
          word={messages('uiChartBase')}
          value={amounts.duration(at(data.trip, 2))}
        />
      </Legend>
      <StripChart
        {...common}
        label={label('uiChartTrip', amounts.duration(at(data.trip, 1)))}
        lines={TRIP_LINES}
        columns={data.trip}
        least={100}
        tick={(value) => amounts.duration(value)}
        seconds
      />
    </div>
  );
}

function Legend(props: { readonly name: string; readonly children: preact.ComponentChildren }): JSX.Element {
  return (
    <div class="legend" aria-hidden="true">
      <span class="name">{props.name}</span>
      {props.children}
    </div>
  );
}

function Key(props: {
  readonly color: string;
  readonly word: string;
  readonly value: string;
  readonly dashed?: boolean;
}): JSX.Element {
  return (
    <span class="key">
      <svg viewBox="0 0 14 4" aria-hidden="true" style={{ color: `var(${props.color})` }}>
        <path class="line" d="M1 2h12" stroke-dasharray={props.dashed === true ? '3 3' : undefined} />
      </svg>
      {props.word !== '' && <span class="word">{props.word}</span>}
      <span class="value">{props.value}</span>
    </span>
  );
}

/** The states as a strip of words; the table says the same to those who cannot see it. */
function Bands(props: { readonly messages: Messages; readonly stretches: readonly Band[] }): JSX.Element {
  return (
    <div class="bands" aria-hidden="true">
      {props.stretches.map(({ episode, startRatio, endRatio }) => (
        <span
          key={episode.startMs}
          class="band"
          data-tone={verdictTone(episode.name)}
          style={{
            insetInlineStart: `${startRatio * 100}%`,
            inlineSize: `${(endRatio - startRatio) * 100}%`,
          }}
        >
          {endRatio - startRatio >= WORD_RATIO ? props.messages(verdictWord(episode.name)) : ''}
        </span>
      ))}
    </div>
  );
}
