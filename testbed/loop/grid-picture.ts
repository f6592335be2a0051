import type { SessionState } from '../../src/model/session/session-state.ts';
import { type CellResult, GRID } from './grid-cells.ts';

const WIDTH = 900;
const LEFT = 96;
const PANEL_WIDTH = 152;
const PANEL_GAP = 8;
const BAR_HEIGHT = 15;
const BAR_GAP = 3;
const PANEL_HEIGHT = GRID.patienceMs.length * (BAR_HEIGHT + BAR_GAP) + 4;
const ROW_GAP = 10;
const HEAD = 96;
const ARM_HEAD = 46;
const ARM_FOOT = 44;
const ARM_HEIGHT = ARM_HEAD + GRID.roundTripMs.length * (PANEL_HEIGHT + ROW_GAP) + ARM_FOOT;

/** From good to bad, which is also the order within a bar. */
const STATES: readonly { readonly state: SessionState; readonly name: string }[] = [
  { state: 'stable', name: 'Stable' },
  { state: 'idle', name: 'Idle' },
  { state: 'recovery', name: 'Recovery' },
  { state: 'unstable', name: 'Unstable' },
  { state: 'breakdown', name: 'Breakdown' },
];

const ARMS: readonly { readonly mode: CellResult['mode']; readonly name: string }[] = [
  { mode: 'measure', name: 'The guard looks on: every press goes out' },
  { mode: 'guard', name: 'The guard decides: credit, retries held back, nothing in a Breakdown' },
];

const STYLE = `
  svg { font-family: system-ui, sans-serif; font-size: 12px; }
  .paper { fill: #ffffff; } text { fill: #1f2933; } .faint { fill: #52606d; } .panel { fill: #eef1f4; }
  .title { font-size: 17px; font-weight: 600; } .arm { font-size: 14px; font-weight: 600; }
  .stable { fill: #57a773; } .idle { fill: #b3bcc6; } .recovery { fill: #4a86d8; } .unstable { fill: #f0b429; }
  .breakdown { fill: #ba2525; }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #12181f; } text { fill: #e4e7eb; } .faint { fill: #aab4bf; } .panel { fill: #232c36; }
    .stable { fill: #3f8f5c; } .idle { fill: #6b7885; } .recovery { fill: #5b9bf0; } .breakdown { fill: #e0392f; }
  }`;

/**
 * The grid as small multiples: a panel per capacity (columns) and round trip (rows), in it a bar per patience (down)
 * and gain (across), filled by the share of time in each state. A self-contained SVG.
 */
export function drawGrid(results: readonly CellResult[]): string {
  const height = HEAD + ARMS.length * ARM_HEIGHT;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Share of time in each session state under congestion">`,
    `<style>${STYLE}\n</style>`,
    rect('paper', 0, 0, WIDTH, height),
    text('title', 16, 28, 'How the closed loop spends 20 s of congestion'),
    text(
      'faint',
      16,
      48,
      'Simulated user, network and server around the real guard. A bar is all the time; its parts are the states.',
    ),
    ...legend(),
    ...ARMS.flatMap(({ mode, name }, index) =>
      drawArm(
        results.filter((each) => each.mode === mode),
        name,
        HEAD + index * ARM_HEIGHT,
      ),
    ),
    '</svg>',
  ];
  return `${parts.join('\n')}\n`;
}

function legend(): readonly string[] {
  return STATES.flatMap(({ state, name }, index) => {
    const x = 16 + index * 112;
    return [rect(state, x, 64, 14, 14), text('', x + 20, 76, name)];
  });
}

function drawArm(results: readonly CellResult[], name: string, top: number): readonly string[] {
  const parts = [text('arm', 16, top + 16, name)];
  const panelTop = (row: number) => top + ARM_HEAD + row * (PANEL_HEIGHT + ROW_GAP);
  const panelLeft = (column: number) => LEFT + column * (PANEL_WIDTH + PANEL_GAP);
  GRID.capacityBitsPerSecond.forEach((capacity, column) => {
    const left = panelLeft(column) + PANEL_WIDTH / 2;
    parts.push(text('', left, top + 38, `${capacity / 1e6} Mbit/s left`, 'middle'));
  });
  GRID.roundTripMs.forEach((roundTripMs, row) => {
    const middle = panelTop(row) + PANEL_HEIGHT / 2;
    parts.push(turned('', 16, middle, `RTT ${roundTripMs} ms`), turned('faint', 34, middle, 'patience'));
    GRID.patienceMs.forEach((patienceMs, line) => {
      const y = panelTop(row) + 4 + line * (BAR_HEIGHT + BAR_GAP) + 12;
      parts.push(text('faint', LEFT - 8, y, `${patienceMs / 1000} s`, 'end'));
    });
    GRID.capacityBitsPerSecond.forEach((capacity, column) => {
      const inPanel = results.filter(
        (each) => each.capacityBitsPerSecond === capacity && each.roundTripMs === roundTripMs,
      );
      parts.push(...drawPanel(inPanel, panelLeft(column), panelTop(row)));
    });
  });
  const foot = panelTop(GRID.roundTripMs.length) - ROW_GAP;
  GRID.capacityBitsPerSecond.forEach((_capacity, column) => {
    GRID.gainBytes.forEach((gainBytes, index) => {
      const middle = panelLeft(column) + (index + 0.5) * (PANEL_WIDTH / GRID.gainBytes.length);
      parts.push(text('faint', middle, foot + 16, `${gainBytes / 1000}`, 'middle'));
    });
  });
  const middle = LEFT + (WIDTH - LEFT) / 2 - 4;
  parts.push(text('faint', middle, foot + 33, 'gain: kB of picture that one action brings', 'middle'));
  return parts;
}

function drawPanel(results: readonly CellResult[], left: number, top: number): readonly string[] {
  const parts = [rect('panel', left, top, PANEL_WIDTH, PANEL_HEIGHT)];
  const slot = PANEL_WIDTH / GRID.gainBytes.length;
  const barWidth = slot - BAR_GAP;
  for (const { gainBytes, patienceMs, share } of results) {
    const column = GRID.gainBytes.indexOf(gainBytes);
    const line = GRID.patienceMs.indexOf(patienceMs);
    const y = top + BAR_GAP + line * (BAR_HEIGHT + BAR_GAP);
    let x = left + BAR_GAP / 2 + column * slot;
    for (const { state } of STATES) {
      const width = barWidth * share[state];
      if (width > 0) parts.push(rect(state, x, y, width, BAR_HEIGHT));
      x += width;
    }
  }
  return parts;
}

function rect(name: string, x: number, y: number, width: number, height: number): string {
  return `<rect class="${name}" x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"/>`;
}

function text(name: string, x: number, y: number, content: string, anchor = 'start'): string {
  return `<text class="${name}" x="${short(x)}" y="${short(y)}" text-anchor="${anchor}">${content}</text>`;
}

/** Reads upwards, its middle at (x, y). */
function turned(name: string, x: number, y: number, content: string): string {
  const place = `translate(${short(x + 4)} ${short(y)}) rotate(-90)`;
  return `<text class="${name}" transform="${place}" text-anchor="middle">${content}</text>`;
}

function short(value: number): string {
  return `${Number(value.toFixed(1))}`;
}
