import type { OwnerRecord } from './owner-record.ts';
import type { Asking, Instant, Kept, Ownership } from './ownership.ts';
import { type OwnershipStep, only } from './ownership-event.ts';
import { OWN_LEASE_MS, OWN_MARGIN_MS, OWN_RENEW_MS } from './ownership-times.ts';

/** Puts the next question to the store, one at a time. */
export function ask(state: Ownership, now: Instant): OwnershipStep {
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
