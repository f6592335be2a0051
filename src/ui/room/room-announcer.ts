import type { RoomState } from '../../model/port/room-view.ts';
import type { ControlView } from './control-view.ts';
import type { Note } from './room-notes.ts';
import type { Line } from './room-words.ts';

/** The regions are emptied after this, so that the same words can be said again later. */
export const CLEAR_AFTER_MS = 8_000;

/** What a screen reader says now, and what it knows already. Plain values. */
export interface RoomAnnouncer {
  readonly lines: readonly Line[];
  /** assertive interrupts: only what concerns the person itself. */
  readonly region: 'polite' | 'assertive';
  readonly atMs: number;
  /** What was said of control, and which notes. null: nothing yet; the first state is said politely. */
  readonly control: string | null;
  readonly concernsSelf: boolean;
  readonly notes: ReadonlySet<string>;
}

export const SILENT_ROOM: RoomAnnouncer = {
  lines: [],
  region: 'polite',
  atMs: 0,
  control: null,
  concernsSelf: false,
  notes: new Set(),
};

/** Decides what is said of a new state: each change once, the newest instead of a queue of old ones. */
export function announceRoom(
  announcer: RoomAnnouncer,
  room: RoomState,
  view: ControlView,
  notes: readonly Note[],
  nowMs: number,
): RoomAnnouncer {
  const control = JSON.stringify([view.headline, view.countdown?.key]);
  const fresh = notes.filter(({ id }) => !announcer.notes.has(id));
  const isNewControl = control !== announcer.control;
  const known = { control, notes: new Set(notes.map(({ id }) => id)), concernsSelf: concerns(room) };
  if (!isNewControl && fresh.length === 0) {
    const over = announcer.lines.length > 0 && nowMs - announcer.atMs >= CLEAR_AFTER_MS;
    return { ...announcer, ...known, lines: over ? [] : announcer.lines };
  }
  const isFirst = announcer.control === null;
  const turn = isNewControl && (known.concernsSelf || announcer.concernsSelf);
  const urgent = fresh.some(({ id, tone }) => tone === 'danger' || id === 'denied' || id === 'ignored');
  return {
    ...known,
    lines: [
      ...(isNewControl ? [view.headline, ...(view.countdown === null ? [] : [view.countdown])] : []),
      ...fresh.flatMap(({ title, remedy }) => (remedy === null ? [title] : [title, remedy])),
    ],
    region: !isFirst && (turn || urgent) ? 'assertive' : 'polite',
    atMs: nowMs,
  };
}

/** Control is with this person, or on its way to or from it. */
function concerns({ lock: { phase }, self }: RoomState): boolean {
  switch (phase.type) {
    case 'held':
      return phase.holder === self;
    case 'draining':
      return phase.from === self || phase.to === self;
    case 'offered':
      return phase.to === self;
    default:
      return false;
  }
}
