import { type Signal, signal, useSignal } from '@preact/signals';
import { type JSX, render } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Analysis, AnalystView } from '../analyst/analyst-view.ts';
import type { ReportFormat } from '../analyst/report-file.ts';
import { Mark } from '../mark.tsx';
import type { Overlay } from '../overlay.tsx';
import type { OverlayStore } from '../overlay-store.ts';
import type { BadgeSetting } from '../placement.ts';
import type { Messages } from '../surroundings.ts';
import { verdict } from '../verdict.ts';
import { noteWords, verdictWord } from '../verdict-words.ts';
import { BadgeSettings } from './badge-settings.tsx';
import { Chart } from './chart.tsx';
import { GuardingPart } from './guarding.tsx';
import { ModelQuantities } from './model-quantities.tsx';
import { type PanelAmounts, panelAmounts } from './panel-amounts.ts';
import { PhasePlot } from './phase-plot.tsx';
import { IDLE_WORDS, mainQuantities, quantities } from './quantities.ts';
import { ReportPart } from './report-part.tsx';
import { SeriesTable } from './series-table.tsx';
import { StateTable } from './state-table.tsx';

/** With reduced motion the panel is redrawn this seldom. */
const CALM_REDRAW_MS = 1_000;

export interface PanelOptions {
  readonly messages: Messages;
  readonly store: OverlayStore;
  readonly overlay: Pick<Overlay, 'setting' | 'setSetting'>;
  /** The session model's voice; undefined: its script has not come yet. */
  readonly analyst: () => AnalystView | undefined;
  readonly onClose: () => void;
  /** Opens the region editor. This and the next two: undefined where there is no such part. */
  readonly onMark: (() => void) | undefined;
  /** Begins to draw over the picture. */
  readonly onDraw: (() => void) | undefined;
  /** Puts the keyboard on the room's strip, or offers to begin a room. */
  readonly onRoom: (() => void) | undefined;
  /** Gives the user the report of a connection. */
  readonly onReport: (connection: string, format: ReportFormat) => void;
}

/** Draws the panel into `container` and puts the keyboard into it. Returns the way to remove it. */
export function mountPanel(container: HTMLElement, options: PanelOptions): () => void {
  const { store } = options;
  const numbers = panelAmounts(options.messages);
  const drawn = signal(0);
  const setting = signal(options.overlay.setting);
  const scheme = signal(0);
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  const dark = matchMedia('(prefers-color-scheme: dark)');
  let drawnAtMs = Number.NEGATIVE_INFINITY;

  const changed = (): void => {
    const nowMs = store.picture.snapshot?.nowMs ?? 0;
    setting.value = options.overlay.setting;
    if (calm.matches && Math.abs(nowMs - drawnAtMs) < CALM_REDRAW_MS) return;
    drawnAtMs = nowMs;
    drawn.value++;
  };
  const recolour = (): void => {
    scheme.value++;
  };
  const unwatch = store.watch(changed);
  dark.addEventListener('change', recolour);
  render(
    <PanelView
      messages={options.messages}
      amounts={numbers}
      store={store}
      drawn={drawn}
      scheme={scheme}
      setting={setting}
      onSetting={(change) => {
        options.overlay.setSetting({ ...options.overlay.setting, ...change });
        setting.value = options.overlay.setting;
      }}
      onClose={options.onClose}
      onMark={options.onMark}
      onRoom={options.onRoom}
      onDraw={options.onDraw}
      analyst={options.analyst}
      onReport={options.onReport}
    />,
    container,
  );
  container.querySelector<HTMLElement>('.panel')?.focus({ preventScroll: true });
  return () => {
    unwatch();
    dark.removeEventListener('change', recolour);
    render(null, container);
  };
}

export interface PanelViewProps {
  readonly messages: Messages;
  readonly amounts: PanelAmounts;
  readonly store: OverlayStore;
  /** Counts up with every picture. */
  readonly drawn: Signal<number>;
  /** Counts up when the colours change: canvases must be made anew. */
  readonly scheme: Signal<number>;
  readonly setting: Signal<BadgeSetting>;
  readonly onSetting: (change: Partial<BadgeSetting>) => void;
  readonly onClose: () => void;
  readonly onMark: (() => void) | undefined;
  readonly onRoom: (() => void) | undefined;
  readonly onDraw: (() => void) | undefined;
  readonly analyst: () => AnalystView | undefined;
  readonly onReport: (connection: string, format: ReportFormat) => void;
}

export function PanelView(props: PanelViewProps): JSX.Element {
  const { messages, amounts, store } = props;
  const chosen = useSignal<string | null>(null);
  // Read for its side effect: this component follows every picture.
  props.drawn.value;
  const snapshot =
    store.snapshots.find((each) => each.connection === chosen.value) ?? store.picture.snapshot ?? undefined;
  const history = snapshot === undefined ? undefined : store.history.of(snapshot.connection);
  const analyst = props.analyst();
  const analysis = (snapshot && analyst?.analysis(snapshot.connection)) ?? null;
  // Both are drawn anew once a second, when there is a new analysis, and not with every picture.
  const phase = useMemo(
    () => analysis !== null && <PhasePlot messages={messages} amounts={amounts} analysis={analysis} />,
    [analysis],
  );
  const seriesTable = useMemo(
    () => analysis !== null && <SeriesTable messages={messages} amounts={amounts} trail={analysis.trail} />,
    [analysis],
  );
  const { place } = props.setting.value;
  const judged = snapshot === undefined ? null : verdict(snapshot, store.picture.display);

  return (
    <div
      class="panel-view"
      lang={messages('uiLanguage')}
      dir={messages('uiDirection') === 'rtl' ? 'rtl' : 'ltr'}
    >
      <div
        class="panel"
        role="dialog"
        aria-label={messages('uiPanelTitle')}
        tabIndex={-1}
        data-edge={place.edge}
        data-half={place.alongRatio < 0.5 ? 'start' : 'end'}
        style={{ '--along': String(place.alongRatio) }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          props.onClose();
        }}
      >
        <header data-tone={judged?.tone}>
          {judged !== null && snapshot !== undefined && (
            <>
              <Mark name={judged.name} dashed={judged.notes.includes('low-confidence')} />
              <h2>
                {messages(verdictWord(judged.name))}
                <span class="since">
                  {messages('uiPanelSince', amounts.seconds(snapshot.nowMs - snapshot.stateSinceMs))}
                </span>
              </h2>
            </>
          )}
          <button type="button" class="dismiss" aria-label={messages('uiPanelClose')} onClick={props.onClose}>
            <Mark name="closed" />
          </button>
        </header>
        <div class="body">
          {/* The safety part comes here while the panel is open: from here it is reached by keyboard. */}
          <div class="safety-home" />
          {/* Why input is held back comes here, from a script of its own. */}
          <div class="why-home" data-connection={snapshot?.connection} />
          {store.snapshots.length > 1 && (
            <label class="choice">
              <span>{messages('uiPanelConnection')}</span>
              <select
                value={snapshot?.connection}
                onChange={(event) => {
                  chosen.value = event.currentTarget.value;
                }}
              >
                {store.snapshots.map((each, index) => (
                  <option key={each.connection} value={each.connection}>
                    {each.desktopName || messages('uiPanelUnnamed', amounts.count(index + 1))}
                  </option>
                ))}
              </select>
            </label>
          )}
          {judged !== null && judged.notes.length > 0 && (
            <ul class="notes" data-tone={judged.tone}>
              {judged.notes.map((note) => (
                <li key={note}>{messages(noteWords(note))}</li>
              ))}
            </ul>
          )}
          {snapshot !== undefined && <Readings {...props} snapshot={snapshot} />}
          {history !== undefined && (
            <Chart
              key={`${history.connection} ${props.scheme.value}`}
              messages={messages}
              amounts={amounts}
              history={history}
              trail={analysis?.trail ?? []}
            />
          )}
          {/* The part about the picture's quality comes here. */}
          <div class="quality-home" data-connection={snapshot?.connection} />
          {seriesTable}
          {phase}
          {snapshot !== undefined && (
            <GuardingPart messages={messages} amounts={amounts} snapshot={snapshot} />
          )}
          {snapshot !== undefined && <AllQuantities {...props} snapshot={snapshot} analysis={analysis} />}
          {history !== undefined && (
            <section>
              <h3>{messages('uiPanelHistory')}</h3>
              <StateTable messages={messages} amounts={amounts} episodes={history.episodes} />
            </section>
          )}
          {snapshot !== undefined && (
            <ReportPart
              key={snapshot.connection}
              messages={messages}
              analysis={analysis}
              onReport={(format) => props.onReport(snapshot.connection, format)}
              onRate={(value) => analyst?.rate(snapshot.connection, value)}
            />
          )}
          <p>
            {action('room', messages('uiRoomOpen'), props.onRoom)}{' '}
            {action('draw', messages('uiPanelDraw'), props.onDraw)}{' '}
            {action('editor', messages('uiEditorOpen'), props.onMark)}
          </p>
          <BadgeSettings messages={messages} setting={props.setting.value} onChange={props.onSetting} />
          <p class="small">{messages('uiPanelDisclaimer')}</p>
        </div>
      </div>
    </div>
  );
}

/** @param part that it opens, by which its button is found where a facility has switched the part off */
function action(
  part: 'draw' | 'editor' | 'room',
  text: string,
  onClick: (() => void) | undefined,
): JSX.Element | undefined {
  return (
    onClick && (
      <button type="button" class="action" data-part={part} onClick={onClick}>
        {text}
      </button>
    )
  );
}

type SnapshotProps = PanelViewProps & { readonly snapshot: NonNullable<OverlayStore['picture']['snapshot']> };

/** The numbers one looks for first, large. */
function Readings({ messages, amounts, snapshot }: SnapshotProps): JSX.Element {
  return (
    <dl class="readings">
      {mainQuantities(snapshot, messages, amounts).map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function AllQuantities({
  messages,
  amounts,
  snapshot,
  analysis,
}: SnapshotProps & { readonly analysis: Analysis | null }): JSX.Element {
  const { idleLabel } = snapshot;
  return (
    <details class="all">
      <summary>{messages('uiPanelMore')}</summary>
      <dl>
        {quantities(snapshot, messages, amounts).map(({ name, value, definition }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class="value">{value}</dd>
            <dd class="definition">{definition}</dd>
          </div>
        ))}
        {idleLabel !== null && (
          <div>
            <dt>{messages(verdictWord('idle'))}</dt>
            <dd class="value">{messages(IDLE_WORDS[idleLabel])}</dd>
          </div>
        )}
      </dl>
      {analysis !== null && (
        <ModelQuantities messages={messages} amounts={amounts} reading={analysis.reading} />
      )}
    </details>
  );
}
