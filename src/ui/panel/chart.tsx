import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { SeriesRow } from '../../model/measure/quantities/model-reading.ts';
import type { Amounts } from '../amounts.ts';
import { type ConnectionHistory, WINDOW_MS } from '../history.ts';
import { Mark } from '../mark.tsx';
import type { Messages } from '../surroundings.ts';
import { verdictTone } from '../verdict.ts';
import { verdictWord } from '../verdict-words.ts';
import { StripChart, type StripLine, type StripScale } from './strip-chart.tsx';
import { type Band, bands, stripData, TRIP_RANGE_MS } from './strip-data.ts';

const DEMAND_LINES: readonly StripLine[] = [
  { color: '--soft', widthPx: 1.25, dash: [3, 2] },
  { color: '--plot-demand', widthPx: 1.75, filled: true },
];
const SUPPLY_LINES: readonly StripLine[] = [{ color: '--plot-supply', widthPx: 1.5, filled: true }];
const TRIP_LINES: readonly StripLine[] = [
  { color: '--ink', widthPx: 1.5 },
  { color: '--soft', widthPx: 1.25, dash: [3, 2] },
  { color: '--plot-demand', widthPx: 1.25, dash: [1, 3] },
];
const SCORE_LINES: readonly StripLine[] = [
  { color: '--ink', widthPx: 1.5 },
  { color: '--soft', widthPx: 1.25, dash: [3, 2] },
];
const DEMAND_SCALE: StripScale = { type: 'linear', least: 4 };
const SUPPLY_SCALE: StripScale = { type: 'linear', least: 100_000 };
const TRIP_SCALE: StripScale = { type: 'decades', from: TRIP_RANGE_MS[0], to: TRIP_RANGE_MS[1] };
const SCORE_SCALE: StripScale = { type: 'score', from: 0.9, to: 5.1 };
/** Narrower than this share of the width a band has no room for its word, or for its mark. */
const WORD_RATIO = 0.22;
const MARK_RATIO = 0.05;

export interface ChartProps {
  readonly messages: Messages;
  readonly amounts: Amounts;
  readonly history: ConnectionHistory;
  /** The session model's newest rows. */
  readonly trail: readonly SeriesRow[];
}

/** Demand, supply, round trip and estimate as strips over one time, the states above and behind them. */
export function Chart({ messages, amounts, history, trail }: ChartProps): JSX.Element {
  const hovered = useSignal<number | null>(null);
  const hoveredScore = useSignal<number | null>(null);
  const data = stripData(history, trail);
  const stretches = bands(history);
  const window = amounts.duration(WINDOW_MS);
  const { path, demand, supply } = data.samples[hovered.value ?? data.samples.length - 1] ?? history.latest;
  const score = data.trail[hoveredScore.value ?? data.trail.length - 1];
  const perSecond = (value: number | null): string => messages('uiPerSecond', amounts.perSecond(value));
  const secondsTick = (seconds: number): string =>
    seconds === 0 ? messages('uiChartNow') : amounts.seconds(seconds * 1000);
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
          color="--soft"
          word={messages('uiChartAttempted')}
          value={perSecond(demand.attemptedPerSecond)}
        />
        <Key
          color="--plot-demand"
          word={messages('uiChartDelivered')}
          value={perSecond(demand.deliveredPerSecond)}
        />
      </Legend>
      <StripChart
        {...common}
        label={label('uiChartDemand', perSecond(demand.deliveredPerSecond))}
        lines={DEMAND_LINES}
        columns={data.demand}
        scale={DEMAND_SCALE}
        tick={(value) => messages('uiPerSecond', amounts.count(value))}
        seconds={false}
      />
      <Legend name={messages('uiChartSupply')}>
        <Key color="--plot-supply" word="" value={amounts.rate(supply.rateBitsPerSecond)} />
      </Legend>
      <StripChart
        {...common}
        label={label('uiChartSupply', amounts.rate(supply.rateBitsPerSecond))}
        lines={SUPPLY_LINES}
        columns={data.supply}
        scale={SUPPLY_SCALE}
        tick={(value) => amounts.rate(value)}
        seconds={false}
      />
      <Legend name={messages('uiChartTrip')}>
        <Key color="--ink" word={messages('uiChartEffective')} value={amounts.duration(path.effectiveMs)} />
        <Key dashed color="--soft" word={messages('uiChartBase')} value={amounts.duration(path.baseMs)} />
        <Key
          dotted
          color="--plot-demand"
          word={messages('uiChartUnanswered')}
          value={amounts.duration(path.unansweredMs)}
        />
      </Legend>
      <StripChart
        {...common}
        label={label('uiChartTrip', amounts.duration(path.effectiveMs))}
        lines={TRIP_LINES}
        columns={data.trip}
        scale={TRIP_SCALE}
        tick={(value) => (value < 1_000 ? amounts.duration(value) : amounts.seconds(value))}
        seconds={false}
      />
      <Legend name={messages('uiEstimateName')}>
        <Key color="--ink" word={messages('uiChartTight')} value={amounts.perSecond(score?.tight ?? null)} />
        <Key
          dashed
          color="--soft"
          word={messages('uiChartLoose')}
          value={amounts.perSecond(score?.loose ?? null)}
        />
      </Legend>
      <StripChart
        {...common}
        label={label('uiEstimateName', amounts.perSecond(score?.tight ?? null))}
        lines={SCORE_LINES}
        columns={data.score}
        scale={SCORE_SCALE}
        tick={(value) => amounts.count(value)}
        seconds
        onHover={(index) => {
          hoveredScore.value = index;
        }}
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
  readonly dotted?: boolean;
}): JSX.Element {
  return (
    <span class="key">
      <svg viewBox="0 0 14 4" aria-hidden="true" style={{ color: `var(${props.color})` }}>
        <path
          class="line"
          d="M1 2h12"
          stroke-dasharray={props.dashed === true ? '3 3' : props.dotted === true ? '.1 3.5' : undefined}
        />
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
          {endRatio - startRatio >= MARK_RATIO && <Mark name={episode.name} />}
          {endRatio - startRatio >= WORD_RATIO && <span>{props.messages(verdictWord(episode.name))}</span>}
        </span>
      ))}
    </div>
  );
}
