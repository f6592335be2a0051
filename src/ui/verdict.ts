import type { Snapshot } from '../model/snapshot.ts';

/**
 * What one glance must tell. Shown as a word and a shape of its own; colour only repeats it. In the order of need
 * for attention: `closed` and `connecting` step back behind a connection that lives.
 */
const TONES = {
  closed: 'quiet',
  connecting: 'quiet',
  idle: 'good',
  stable: 'good',
  recovery: 'notice',
  'no-data': 'caution',
  unstable: 'caution',
  unverified: 'caution',
  unguarded: 'danger',
  fault: 'danger',
  breakdown: 'danger',
} as const satisfies Readonly<Record<string, Tone>>;
export type VerdictName = keyof typeof TONES;
export const VERDICTS = Object.keys(TONES).filter((each): each is VerdictName => each in TONES);

/**
 * Colour family. good is the only green one, and only a guarded, readable, healthy connection is good. watch: still
 * working, but not all is well.
 */
export type Tone = 'good' | 'quiet' | 'notice' | 'watch' | 'caution' | 'danger';

/** A few words beside the verdict, most important first. */
export const NOTES = [
  'interfered',
  'detached',
  'override',
  'unknown-instrument',
  'held',
  'measuring',
  'warn',
  'non-ideal',
  'degraded',
  'low-confidence',
] as const;
export type Note = (typeof NOTES)[number];

/** Whatever the connection is like. */
const GRAVE: readonly Note[] = ['interfered', 'override', 'unknown-instrument'];

export interface Verdict {
  readonly name: VerdictName;
  readonly tone: Tone;
  readonly notes: readonly Note[];
  /** Nothing is wrong: the badge may make itself small. */
  readonly calm: boolean;
}

/** Facts about the display itself, beside what the snapshot says. */
export interface DisplayFacts {
  /** The extension was updated or disabled under this page. */
  readonly detached: boolean;
  /** The page keeps hiding or covering the overlay. */
  readonly interfered: boolean;
  /** No snapshot came for SILENT_AFTER_MS: what is shown is old. */
  readonly silent: boolean;
}

export const QUIET_DISPLAY: DisplayFacts = { detached: false, interfered: false, silent: false };

/** The colour family of a verdict by itself, for the history. */
export function verdictTone(name: VerdictName): Tone {
  return TONES[name];
}

/**
 * Reads one snapshot as a person should.
 * @example verdict(snapshot, QUIET_DISPLAY).name // 'stable'
 */
export function verdict(snapshot: Snapshot, display: DisplayFacts): Verdict {
  const name = nameOf(snapshot, display);
  const notes = notesOf(snapshot, display, name);
  return { name, notes, tone: toneOf(name, notes), calm: isCalm(name, notes) };
}

function nameOf(snapshot: Snapshot, display: DisplayFacts): VerdictName {
  if (snapshot.guarding === 'closed') return 'closed';
  if (snapshot.guarding === 'unguarded') return 'unguarded';
  if (snapshot.blocked === 'fault' || snapshot.guardingReason === 'fault') return 'fault';
  if (snapshot.guarding === 'unverified') return 'unverified';
  if (snapshot.guarding === 'connecting') return 'connecting';
  if (display.silent) return 'no-data';
  // A breakdown says more than the lack of data that comes with it.
  if (snapshot.flags.noData && snapshot.state !== 'breakdown') return 'no-data';
  return snapshot.state;
}

function notesOf(snapshot: Snapshot, display: DisplayFacts, name: VerdictName): readonly Note[] {
  const notes: Note[] = [];
  const live = isLive(name);
  // That control is with somebody else is no fault of the connection.
  const held = snapshot.blocked !== null && snapshot.blocked !== 'no-control';
  if (display.interfered) notes.push('interfered');
  if (display.detached) notes.push('detached');
  if (live && snapshot.override.state === 'active') notes.push('override');
  if (snapshot.instrument.match === 'unknown') notes.push('unknown-instrument');
  if (live && held) notes.push('held');
  if (snapshot.guarding === 'measuring') notes.push('measuring');
  // What is held back already says more.
  if (live && snapshot.flags.warn && !held) notes.push('warn');
  if (live && snapshot.flags.nonIdeal && !held) notes.push('non-ideal');
  if (live && snapshot.flags.degraded) notes.push('degraded');
  if (live && snapshot.path.confidence === 'low') notes.push('low-confidence');
  return notes;
}

function isLive(name: VerdictName): boolean {
  return name !== 'closed' && name !== 'connecting' && name !== 'unguarded';
}

function toneOf(name: VerdictName, notes: readonly Note[]): Tone {
  const tone: Tone = TONES[name];
  if (notes.some((note) => GRAVE.includes(note))) return 'danger';
  if (tone !== 'good') return tone;
  if (notes.includes('held')) return 'caution';
  if (!isCalm(name, notes)) return 'watch';
  return notes.includes('measuring') ? 'quiet' : tone;
}

function isCalm(name: VerdictName, notes: readonly Note[]): boolean {
  return (
    (name === 'idle' || name === 'stable') &&
    notes.every((note) => note === 'measuring' || note === 'low-confidence')
  );
}

/** The snapshot that needs attention first; the first of equals. */
export function worst(snapshots: readonly Snapshot[], display: DisplayFacts): Snapshot | undefined {
  let chosen: Snapshot | undefined;
  let chosenRank = -1;
  for (const snapshot of snapshots) {
    const { name, calm } = verdict(snapshot, display);
    const rank = 2 * VERDICTS.indexOf(name) + (calm ? 0 : 1);
    if (rank > chosenRank) {
      chosen = snapshot;
      chosenRank = rank;
    }
  }
  return chosen;
}
