import type { ModelReading } from '../measure/quantities/model-reading.ts';
import type { Quantity } from '../measure/quantities/quantity.ts';
import { QUANTITIES, type QuantityName, type QuantityUnit } from '../measure/quantities/quantity-table.ts';
import type { SessionState } from '../session/session-state.ts';
import { type EventTally, NO_EVENTS } from './event-tally.ts';
import { functionName } from './function-name.ts';
import { html, Markup } from './markup.ts';
import { phasePlot, seriesPlots } from './plots.ts';
import { quantityText } from './quantity-text.ts';
import type { Agreement, ReportFigures, ReportInput, ReportTexts } from './report-input.ts';
import { REPORT_STYLE } from './report-style.ts';

/** In the order in which they are told. */
const STATES: readonly SessionState[] = ['stable', 'idle', 'recovery', 'unstable', 'breakdown'];
const QUANTITY_NAMES = Object.keys(QUANTITIES).filter((name): name is QuantityName => name in QUANTITIES);
const EVENT_NAMES = Object.keys(NO_EVENTS).filter((name): name is keyof EventTally => name in NO_EVENTS);

/**
 * A session as one page of HTML: no script, nothing from elsewhere, all pictures inside, made for screen and A4.
 * Every value is escaped: names come from profiles and portals.
 */
export function reportPage(input: ReportInput, texts: ReportTexts, figures: ReportFigures): string {
  const { facts, reading, rows } = input;
  const context = { texts, figures };
  const title = texts('uiReportTitle');
  const page = html`<!doctype html>
<html lang="${texts('uiLanguage')}" dir="${texts('uiDirection')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title} – ${facts.instrument ?? facts.origin}, ${figures.moment(facts.startWallMs)}</title>
<style>${new Markup(REPORT_STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${about(input, texts, figures)}
${reading === null ? html`<p>${texts('uiReportNoModel')}</p>` : experience(input, reading, texts, figures)}
${reading === null ? '' : timeInState(reading, texts, figures)}
${
  rows.length < 2
    ? html`<p>${texts('uiReportNoRows')}</p>`
    : html`<section><h2>${texts('uiReportCourse')}</h2><p class="soft">${texts('uiReportCourseHint')}</p>${seriesPlots(rows, context)}</section>`
}
${
  reading === null || rows.length < 2
    ? ''
    : html`<section><h2>${texts('uiPhaseTitle')}</h2><p class="soft">${texts('uiPhaseHint')}</p>${phasePlot(rows, reading, context)}${pointsTable(reading, texts, figures)}</section>`
}
${reading === null ? '' : quantities(reading, texts, figures)}
${reading === null ? '' : functions(reading, texts, figures)}
${input.events === null ? '' : events(input.events, texts, figures)}
</main>
<footer><p>${texts('uiReportModelHint')}</p><p>${texts('uiPanelDisclaimer')}</p>
<p class="soft">${texts('uiReportMade', figures.moment(input.madeWallMs))}</p></footer>
</body>
</html>
`;
  return page.toString();
}

function about({ facts }: ReportInput, texts: ReportTexts, figures: ReportFigures): Markup {
  const length = figures.span(facts.lastWallMs - facts.startWallMs);
  const rows: readonly (readonly [string, string])[] = [
    [texts('uiRecordsInstrument'), facts.instrument ?? texts('uiNone')],
    [texts('uiRecordsPortal'), facts.origin],
    [texts('uiRecordsStart'), figures.moment(facts.startWallMs)],
    [texts('uiRecordsDuration'), facts.closed ? length : texts('uiReportSoFar', length)],
    [texts('uiRecordsSoftware'), `RICE ${facts.extension}, ${facts.browser}`],
    [texts('uiReportSession'), facts.session],
  ];
  return html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

function experience(
  { rating, agreement }: ReportInput,
  { experience: { sessionTight, sessionLoose } }: ModelReading,
  texts: ReportTexts,
  figures: ReportFigures,
): Markup {
  const score = (name: string, value: string | null): Markup =>
    html`<p><span class="score">${value ?? texts('uiNone')}</span>${name}</p>`;
  return html`<section><h2>${texts('uiReportExperience')}</h2><div class="scores">${[
    score(texts('uiEstimateTight'), sessionTight === null ? null : figures.perSecond(sessionTight)),
    score(texts('uiEstimateLoose'), sessionLoose === null ? null : figures.perSecond(sessionLoose)),
    score(texts('uiRatingGiven'), rating === null ? null : figures.count(rating.value)),
  ]}</div><p class="soft">${texts('uiEstimateName')}. ${texts('uiEstimateHint')}</p>${
    agreement === null ? '' : html`<p>${agreementText(agreement, texts, figures)}</p>`
  }</section>`;
}

/** How well the estimate and the ratings agree, or that there are too few to say. */
export function agreementText(
  { count, needed, rmse, fittedRmse }: Agreement,
  texts: ReportTexts,
  figures: Pick<ReportFigures, 'count' | 'ratio'>,
): string {
  if (rmse === null) return texts('uiAgreementFew', figures.count(count), figures.count(needed));
  const known = texts('uiAgreement', figures.count(count), figures.ratio(rmse));
  return fittedRmse === null ? known : `${known} ${texts('uiAgreementFitted', figures.ratio(fittedRmse))}`;
}

function timeInState(reading: ModelReading, texts: ReportTexts, figures: ReportFigures): Markup {
  const total = Math.max(
    1,
    reading.unseenMs + STATES.reduce((sum, each) => sum + reading.timeInState[each], 0),
  );
  const row = (name: string, colour: string, ms: number): Markup =>
    html`<tr><th scope="row"><span class="swatch" style="background: ${colour}"></span>${name}</th><td class="number">${figures.span(ms)}</td><td class="number">${figures.percent(ms / total)}</td><td style="width: 45%; color: ${colour}"><span class="bar" style="width: ${(100 * ms) / total}%"></span></td></tr>`;
  return html`<section><h2>${texts('uiReportStates')}</h2><table><thead><tr><th scope="col">${texts('uiPanelState')}</th><th scope="col" class="number">${texts('uiReportTime')}</th><th scope="col" class="number">${texts('uiReportShare')}</th><td></td></tr></thead><tbody>${[
    ...STATES.map((state) => row(texts(stateKey(state)), `var(--${state})`, reading.timeInState[state])),
    ...(reading.unseenMs > 0 ? [row(texts('uiReportUnseen'), 'var(--soft)', reading.unseenMs)] : []),
  ]}</tbody></table></section>`;
}

function pointsTable(reading: ModelReading, texts: ReportTexts, figures: ReportFigures): Markup {
  const { threshold, recovery } = reading;
  const perSecond = (value: number): string => texts('uiPerSecond', figures.perSecond(value));
  const demand = quantityText(threshold.demand, 'actions/s', texts, figures);
  const supply = quantityText(threshold.supply, 'bit/s', texts, figures);
  const none = texts('uiNone');
  const row = (name: string, symbol: string, first: string, second: string, trust: string): Markup =>
    html`<tr><th scope="row">${name} ${symbol}</th><td class="number">${first}</td><td class="number">${second}</td><td>${trust}</td></tr>`;
  return html`<table><thead><tr><th scope="col">${texts('uiPhasePoint')}</th><th scope="col" class="number">${texts('uiChartDemand')}</th><th scope="col" class="number">${texts('uiChartSupply')}</th><th scope="col">${texts('uiReportTrust')}</th></tr></thead><tbody>${[
    row(texts('uiPhaseThreshold'), '(s₀, d₀)', demand.value, supply.value, supply.confidence),
    row(
      texts('uiPhaseRecovery'),
      '(s₀′, d₀′)',
      recovery === null ? none : perSecond(recovery.demandPerSecond),
      recovery === null ? none : figures.rate(recovery.supplyBitsPerSecond),
      recovery === null ? texts('uiPhaseNever') : '',
    ),
  ]}</tbody></table>`;
}

function quantities(reading: ModelReading, texts: ReportTexts, figures: ReportFigures): Markup {
  const row = (
    name: string,
    symbol: string,
    unit: QuantityUnit,
    source: string,
    quantity: Quantity,
  ): Markup => {
    const { value, interval, confidence } = quantityText(quantity, unit, texts, figures);
    return html`<tr><th scope="row">${name}</th><td>${symbol}</td><td class="number">${value}</td><td>${interval}</td><td>${confidence}</td><td>${source}</td></tr>`;
  };
  const { think, abort, idle } = reading.idle;
  return html`<section><h2>${texts('uiReportQuantities')}</h2><div class="scroll"><table><thead><tr><th scope="col">${texts('uiReportQuantity')}</th><th scope="col">${texts('uiReportSymbol')}</th><th scope="col" class="number">${texts('uiReportValue')}</th><th scope="col">${texts('uiReportInterval')}</th><th scope="col">${texts('uiReportTrust')}</th><th scope="col">${texts('uiReportSource')}</th></tr></thead><tbody>${[
    ...QUANTITY_NAMES.map((name) => {
      const { symbol, unit, source } = QUANTITIES[name];
      return row(texts(`uiModel_${name}`), symbol, unit, source, reading[name]);
    }),
    row(texts('uiModel_think'), 'p_think', 'ratio', 'eq. 7', think),
    row(texts('uiModel_abort'), 'p_abort', 'ratio', 'eq. 7', abort),
    row(texts('uiModel_idle'), 'p_idle', 'ratio', 'eq. 7', idle),
  ]}</tbody></table></div></section>`;
}

function functions(reading: ModelReading, texts: ReportTexts, figures: ReportFigures): Markup {
  if (reading.functions.length === 0) return html``;
  return html`<section><h2>${texts('uiFunctions')}</h2><div class="scroll"><table><thead><tr><th scope="col">${texts('uiFunction')}</th><th scope="col" class="number">${texts('uiFunctionActions')}</th><th scope="col" class="number">${texts('uiFunctionDelivered')}</th><th scope="col" class="number">${texts('uiFunctionActivity')}</th><th scope="col" class="number">${texts('uiFunctionGain')}</th><th scope="col">${texts('uiReportTrust')}</th></tr></thead><tbody>${reading.functions.map(
    (each) => {
      const gain = quantityText(each.gain, 'bit/bit', texts, figures);
      return html`<tr><th scope="row">${functionName(each.function, texts)}</th><td class="number">${figures.count(each.actions)}</td><td class="number">${figures.count(each.delivered)}</td><td class="number">${quantityText(each.activity, 'bit/s', texts, figures).value}</td><td class="number">${gain.value}</td><td>${gain.confidence}</td></tr>`;
    },
  )}</tbody></table></div></section>`;
}

function events(tally: EventTally, texts: ReportTexts, figures: ReportFigures): Markup {
  return html`<section><h2>${texts('uiReportEvents')}</h2><table><tbody>${EVENT_NAMES.map(
    (name) =>
      html`<tr><th scope="row">${texts(`uiTally_${name}`)}</th><td class="number">${figures.count(tally[name])}</td></tr>`,
  )}</tbody></table></section>`;
}

function stateKey(state: SessionState): string {
  return `uiState_${state}`;
}
