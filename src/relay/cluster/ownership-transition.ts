import {
  type Asking,
  type Instant,
  isInForce,
  type Kept,
  type Ownership,
  type OwnershipPhase,
} from './ownership.ts';
import { type OwnershipEvent, type OwnershipStep, only } from './ownership-event.ts';
import { LOOK_MS, OWN_LEASE_MS, OWN_MARGIN_MS, RETRY_MS } from './ownership-times.ts';
import { ask } from './store-question.ts';

/** What follows from an event: the next state, what has to be done, and the next question to the store. */
export function transition(state: Ownership, event: OwnershipEvent, now: Instant): OwnershipStep {
  const ended = endIfDue(state, now);
  const taken = take(ended.state, event, now);
  const asked = ask(taken.state, now);
  return { state: asked.state, effects: [...ended.effects, ...taken.effects, ...asked.effects] };
}

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
