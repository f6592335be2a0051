import type { InputEntry } from '../../instrument/input-log.ts';
import { type ControlName, controlAt, livePanel, surveyPanel } from '../../instrument/layout.ts';
import type { ScreenView } from '../../instrument/pose.ts';
import { contains } from '../../instrument/rect.ts';
import type { PortalState } from '../portal-state.ts';
import { element } from './element.ts';
import type { PressMarks } from './press-marks.ts';

/** Older rows leave the table. */
const ROWS_MAX = 60;
/** Later than this is worth a second look; later than that would surprise anyone at the instrument. */
const LATE_MS = 400;
const BAD_MS = 1000;

const controlNames: Readonly<Record<ControlName, string>> = {
  jogUp: 'Jog up',
  jogDown: 'Jog down',
  jogLeft: 'Jog left',
  jogRight: 'Jog right',
  home: 'Go to centre',
  zUp: 'Height up',
  zDown: 'Height down',
  focusDown: 'Focus −',
  focusUp: 'Focus +',
  beamDown: 'Beam −',
  beamUp: 'Beam +',
  magDown: 'Magnification −',
  magUp: 'Magnification +',
  viewToggle: 'Change the view',
  acquire: 'Acquire',
};

const keyNames: ReadonlyMap<number, string> = new Map([
  [0xff51, 'Key ←'],
  [0xff52, 'Key ↑'],
  [0xff53, 'Key →'],
  [0xff54, 'Key ↓'],
  [0xff50, 'Key Home'],
  [0xff55, 'Key Page up'],
  [0xff56, 'Key Page down'],
  [0xff1b, 'Key Esc'],
]);

/** The panel that shows what arrived at the instrument, and how late. */
export class ReceivedLog {
  readonly #marks: PressMarks;
  readonly #rows = element('rows', HTMLTableSectionElement);
  readonly #made = element('made', HTMLElement);
  readonly #received = element('received', HTMLElement);
  readonly #delay = element('delay', HTMLElement);
  readonly #roundTrip = element('round-trip', HTMLElement);
  /** Presses and keys received since the page was loaded, from whatever page. */
  #count = 0;

  constructor(marks: PressMarks) {
    this.#marks = marks;
  }

  /** Shows a report of the server; its clock is `clockOffsetMs` ahead of the page's. */
  show(state: PortalState, clockOffsetMs: number): void {
    for (const entry of state.entries) {
      const pressed =
        entry.kind === 'press' && entry.event.type === 'pointer' && (entry.event.mask & 7) !== 0;
      if (!pressed && entry.kind !== 'keyDown') continue;
      this.#count += 1;
      this.#add(entry, state.view, this.#marks.delayMs(entry, clockOffsetMs));
    }
    this.#made.textContent = String(this.#marks.made);
    this.#received.textContent = String(this.#count);
    this.#roundTrip.textContent = state.roundTripMs === null ? '–' : duration(state.roundTripMs);
  }

  #add(entry: InputEntry, view: ScreenView, delayMs: number | null): void {
    const row = document.createElement('tr');
    const cells = [
      clockTime(entry.timeMs),
      inputName(entry, view),
      delayMs === null ? 'unknown' : duration(delayMs),
    ];
    row.append(
      ...cells.map((text) => {
        const cell = document.createElement('td');
        cell.textContent = text;
        return cell;
      }),
    );
    const verdict = delayMs === null ? '' : delayMs > BAD_MS ? 'bad' : delayMs > LATE_MS ? 'late' : 'good';
    if (verdict !== '') row.lastElementChild?.classList.add(verdict);
    this.#rows.prepend(row);
    while (this.#rows.rows.length > ROWS_MAX) this.#rows.deleteRow(-1);
    if (delayMs === null) return;
    this.#delay.textContent = duration(delayMs);
    this.#delay.className = verdict;
  }
}

function inputName({ event }: InputEntry, view: ScreenView): string {
  if (event.type === 'key') return keyNames.get(event.keysym) ?? `Key ${printable(event.keysym)}`;
  const { x, y } = event;
  const control = controlAt(x, y, view);
  if (control !== null) return controlNames[control];
  if (contains(livePanel(view), x, y)) return 'Press in the picture';
  return view === 'quad' && contains(surveyPanel, x, y) ? 'Go to, on the survey' : `Press ${x}, ${y}`;
}

function printable(keysym: number): string {
  return keysym > 32 && keysym < 127 ? String.fromCharCode(keysym) : `0x${keysym.toString(16)}`;
}

function clockTime(timeMs: number): string {
  return new Date(timeMs).toLocaleTimeString('en-GB');
}

function duration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
