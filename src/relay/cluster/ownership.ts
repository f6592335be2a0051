import type { OwnerRecord } from './owner-record.ts';
import {
  LOOK_MS,
  OWN_GUARD_MS,
  OWN_LEASE_MS,
  OWN_MARGIN_MS,
  OWN_RENEW_MS,
  RETRY_MS,
} from './ownership-times.ts';

/**
 * Which relay acts for a room, as one of them sees it. Nobody's time is compared with anybody else's: the owner counts
 * from when it sent its last successful write, a challenger from when it first saw that write, which is later.
 * Whoever takes over does so by compare-and-set on exactly that write.
 */
export interface Ownership {
  readonly relay: string;
  /**
   * - none: it does not ask
   * - watch: it has, or just had, members whom another relay serves; when that one dies it takes the room over, also
   *   for members who have gone to a relay that never watched
   * - serve: somebody waits to be served, or is; it begins rooms that nobody has, too
   */
  readonly interest: 'none' | 'watch' | 'serve';
  readonly isBusUp: boolean;
  readonly phase: OwnershipPhase;
  /** The one question that the store has not answered yet. */
  readonly asking: Asking | null;
  /** No question before this. */
  readonly nextSteadyMs: number;
}

export type OwnershipPhase =
  | { readonly type: 'unknown' }
  /** Nobody acts: there is no record, or it was let go, or it is this relay's own from before. */
  | { readonly type: 'free'; readonly kept: Kept | null }
  /** Another relay acts, or did; its record is the same since then. */
  | { readonly type: 'other'; readonly kept: Kept; readonly sinceSteadyMs: number }
  /** This relay acts, until its lease ends. `revision` null: unsure, to be read. */
  | {
      readonly type: 'owner';
      readonly record: OwnerRecord;
      readonly revision: string | null;
      /** When the newest write that succeeded was sent. */
      readonly sentElapsedMs: number;
      /** Number of the newest state that the room gave, and of the newest one that is kept. */
      readonly given: number;
      readonly saved: number;
    }
  /** This relay has stopped acting and says so in the record. `kept` null: unsure, to be read. */
  | { readonly type: 'leaving'; readonly kept: Kept | null; readonly isOver: boolean };

export interface Kept {
  readonly record: OwnerRecord;
  readonly revision: string;
}

type Asking =
  | { readonly type: 'read' }
  | {
      readonly type: 'write';
      readonly record: OwnerRecord;
      readonly sentElapsedMs: number;
      readonly given: number;
    }
  | { readonly type: 'remove' };

/**
 * - elapsedMs: sleep and set clocks count (model/control/elapsed.ts); an owner's, who must not be late
 * - steadyMs: the monotonic clock; a challenger's, who must not be early
 */
export interface Instant {
  readonly elapsedMs: number;
  readonly steadyMs: number;
}

export type OwnershipEvent =
  | { readonly type: 'tick' }
  /** 'none': no member is here any more, and what it owns it lets go. */
  | { readonly type: 'interest'; readonly interest: Ownership['interest'] }
  /** The room is over: its record goes. */
  | { readonly type: 'over' }
  | { readonly type: 'bus'; readonly isUp: boolean }
  /** The room gives its state to keep; numbered, growing. */
  | { readonly type: 'give'; readonly number: number; readonly state: string }
  | { readonly type: 'read'; readonly kept: Kept | null }
  | { readonly type: 'written'; readonly revision: string }
  | { readonly type: 'conflict' }
  | { readonly type: 'removed' }
  /** The question failed or took too long: what it wrote may be there, or come yet. */
  | { readonly type: 'failed' };

export type OwnershipEffect =
  | { readonly type: 'read' }
  | { readonly type: 'write'; readonly record: OwnerRecord; readonly revision: string | null }
  | { readonly type: 'remove'; readonly revision: string }
  /** Act for the room from now on, with what was kept of it. */
  | { readonly type: 'begin'; readonly term: number; readonly state: string | null }
  /** Act no more. */
  | { readonly type: 'stop' }
  /** All states up to this number are kept. */
  | { readonly type: 'saved'; readonly number: number };

export interface OwnershipStep {
  readonly state: Ownership;
  readonly effects: readonly OwnershipEffect[];
}

export const newOwnership = (relay: string): Ownership => ({
  relay,
  interest: 'none',
  isBusUp: true,
  phase: { type: 'unknown' },
  asking: null,
  nextSteadyMs: 0,
});

/** Whether this relay may act for the room now. To be asked at each message, not kept. */
export function mayAct({ phase }: Ownership, now: Instant): boolean {
  return phase.type === 'owner' && isInForce(phase.sentElapsedMs, now);
}

/** The relay to which a member's messages go; null: nobody that is known. */
export function ownerOf({ phase, relay }: Ownership): string | null {
  if (phase.type === 'owner') return relay;
  return phase.type === 'other' ? phase.kept.record.owner : null;
}

export function transition(state: Ownership, event: OwnershipEvent, now: Instant): OwnershipStep {
  const ended = endIfDue(state, now);
  const taken = take(ended.state, event, now);
  const asked = ask(taken.state, now);
  return { state: asked.state, effects: [...ended.effects, ...taken.effects, ...asked.effects] };
}

const isInForce = (sentElapsedMs: number, now: Instant): boolean =>
  now.elapsedMs - sentElapsedMs < OWN_LEASE_MS - OWN_GUARD_MS;

const only = (state: Ownership): OwnershipStep => ({ state, effects: [] });
const stopped = (state: Ownership, phase: OwnershipPhase): OwnershipStep => ({
  state: { ...state, phase },
  effects: state.phase.type === 'owner' ? [{ type: 'stop' }] : [],
});

function endIfDue(state: Ownership, now: Instant): OwnershipStep {
  const { phase } = state;
  if (phase.type !== 'owner' || isInForce(phase.sentElapsedMs, now)) return only(state);
  return stopped(state, { type: 'unknown' });
}

function take(state: Ownership, event: OwnershipEvent, now: Instant): OwnershipStep {
  switch (event.type) {
    case 'tick':
      return only(state);
    case 'interest':
      return event.interest === 'none'
        ? leave({ ...state, interest: 'none' }, false)
        : only(interested(state, event.interest, now));
    case 'over':
      return leave({ ...state, interest: 'none' }, true);
    case 'bus':
      return only({ ...state, isBusUp: event.isUp });
    case 'give':
      return only(given(state, event.number, event.state));
    case 'read':
    case 'written':
    case 'conflict':
    case 'removed':
    case 'failed':
      return answered({ ...state, asking: null }, state.asking, event, now);
  }
}

function interested(state: Ownership, interest: Ownership['interest'], now: Instant): Ownership {
  return {
    ...state,
    interest,
    nextSteadyMs: interest === state.interest ? state.nextSteadyMs : now.steadyMs,
  };
}

function leave(state: Ownership, isOver: boolean): OwnershipStep {
  const { phase } = state;
  if (phase.type !== 'owner') return only(state);
  const kept = phase.revision === null ? null : { record: phase.record, revision: phase.revision };
  return stopped({ ...state, nextSteadyMs: 0 }, { type: 'leaving', kept, isOver });
}

function given(state: Ownership, number: number, text: string): Ownership {
  const { phase } = state;
  if (phase.type !== 'owner') return state;
  return { ...state, phase: { ...phase, record: { ...phase.record, state: text }, given: number } };
}

type Answer = Extract<OwnershipEvent, { type: 'read' | 'written' | 'conflict' | 'removed' | 'failed' }>;

function answered(state: Ownership, asking: Asking | null, event: Answer, now: Instant): OwnershipStep {
  switch (event.type) {
    case 'read':
      return seen({ ...state, nextSteadyMs: now.steadyMs + LOOK_MS }, event.kept, now);
    case 'written':
      return asking?.type === 'write' ? written(state, asking, event.revision, now) : only(state);
    case 'removed':
      return only({ ...state, phase: { type: 'free', kept: null } });
    case 'conflict':
      return only({ ...unsure(state), nextSteadyMs: now.steadyMs });
    case 'failed': {
      // A watch goes on: it is by revision.
      const isWatch = state.phase.type === 'other';
      return only({ ...(isWatch ? state : unsure(state)), nextSteadyMs: now.steadyMs + RETRY_MS });
    }
  }
}

/** What the store holds has to be read before the next write. */
function unsure(state: Ownership): Ownership {
  const { phase } = state;
  return { ...state, phase: phase.type === 'owner' ? { ...phase, revision: null } : { type: 'unknown' } };
}

function seen(state: Ownership, kept: Kept | null, now: Instant): OwnershipStep {
  const { phase } = state;
  if (
    phase.type === 'owner' &&
    kept?.record.owner === state.relay &&
    kept.record.term === phase.record.term
  ) {
    // Its own, perhaps by a write whose answer was lost. That one does not count: the next one does.
    return only({ ...state, phase: { ...phase, revision: kept.revision }, nextSteadyMs: now.steadyMs });
  }
  if (phase.type === 'leaving' && kept?.record.owner === state.relay) {
    return only({ ...state, phase: { ...phase, kept }, nextSteadyMs: now.steadyMs });
  }
  if (kept === null || kept.record.owner === null || kept.record.owner === state.relay) {
    const nextSteadyMs = state.interest === 'watch' ? now.steadyMs + LOOK_MS : now.steadyMs;
    return stopped({ ...state, nextSteadyMs }, { type: 'free', kept });
  }
  const isSame = phase.type === 'other' && phase.kept.revision === kept.revision;
  const sinceSteadyMs = isSame ? phase.sinceSteadyMs : now.steadyMs;
  const watchedSteadyMs = sinceSteadyMs + OWN_LEASE_MS + OWN_MARGIN_MS;
  const nextSteadyMs = Math.min(now.steadyMs + LOOK_MS, Math.max(now.steadyMs, watchedSteadyMs));
  return stopped({ ...state, nextSteadyMs }, { type: 'other', kept, sinceSteadyMs });
}

function written(
  state: Ownership,
  { record, sentElapsedMs, given: number }: Extract<Asking, { type: 'write' }>,
  revision: string,
  now: Instant,
): OwnershipStep {
  const { phase } = state;
  if (phase.type === 'owner') {
    const next = { ...phase, revision, sentElapsedMs, saved: number };
    return {
      state: { ...state, phase: next },
      effects: number > phase.saved ? [{ type: 'saved', number }] : [],
    };
  }
  const kept = { record, revision };
  // A renewal that was on its way when this relay let go.
  if (phase.type === 'leaving' && record.owner !== null) return only({ ...state, phase: { ...phase, kept } });
  if (record.owner === null) return only({ ...state, phase: { type: 'free', kept } });
  // A claim that succeeded too late, or is not wanted any more, is let go.
  if (state.interest === 'none') return only({ ...state, phase: { type: 'leaving', kept, isOver: false } });
  if (!state.isBusUp || phase.type === 'unknown' || !isInForce(sentElapsedMs, now)) {
    return only({ ...state, phase: { type: 'free', kept } });
  }
  return {
    state: { ...state, phase: { type: 'owner', record, revision, sentElapsedMs, given: 0, saved: 0 } },
    effects: [{ type: 'begin', term: record.term, state: record.state }],
  };
}

/** Puts the next question to the store, one at a time. */
function ask(state: Ownership, now: Instant): OwnershipStep {
  if (state.asking !== null || now.steadyMs < state.nextSteadyMs) return only(state);
  const { phase, relay } = state;
  switch (phase.type) {
    case 'unknown':
      return state.interest === 'none' ? only(state) : read(state);
    case 'free':
      if (state.interest === 'watch') return read(state);
      if (state.interest === 'none' || !state.isBusUp) return only(state);
      return write(state, claim(relay, phase.kept), phase.kept?.revision ?? null, now);
    case 'other': {
      if (state.interest === 'none') return only(state);
      const isOver = now.steadyMs - phase.sinceSteadyMs >= OWN_LEASE_MS + OWN_MARGIN_MS;
      if (!isOver || !state.isBusUp) return read(state);
      return write(state, claim(relay, phase.kept), phase.kept.revision, now);
    }
    case 'owner': {
      if (phase.revision === null) return read(state);
      // Without the bus it could not serve the members elsewhere: it lets the lease run out.
      if (!state.isBusUp) return only(state);
      const isDue = now.elapsedMs - phase.sentElapsedMs >= OWN_RENEW_MS || phase.given > phase.saved;
      return isDue ? write(state, phase.record, phase.revision, now) : only(state);
    }
    case 'leaving': {
      const { kept } = phase;
      if (kept === null) return read(state);
      if (!phase.isOver) return write(state, { ...kept.record, owner: null }, kept.revision, now);
      return {
        state: { ...state, asking: { type: 'remove' } },
        effects: [{ type: 'remove', revision: kept.revision }],
      };
    }
  }
}

const claim = (relay: string, kept: Kept | null): OwnerRecord => ({
  version: 1,
  owner: relay,
  term: (kept?.record.term ?? 0) + 1,
  state: kept?.record.state ?? null,
});

const read = (state: Ownership): OwnershipStep => ({
  state: { ...state, asking: { type: 'read' } },
  effects: [{ type: 'read' }],
});

function write(state: Ownership, record: OwnerRecord, revision: string | null, now: Instant): OwnershipStep {
  const { phase } = state;
  const number = phase.type === 'owner' ? phase.given : 0;
  const asking: Asking = { type: 'write', record, sentElapsedMs: now.elapsedMs, given: number };
  return { state: { ...state, asking }, effects: [{ type: 'write', record, revision }] };
}
