import type { BlockReason } from '../../model/gate/outcome.ts';
import type { Guarding, Snapshot } from '../../model/snapshot.ts';
import { SPIKE_MS } from '../notice.ts';

/** What the safety part shows of one snapshot: what the user may decide, and what they must know for it. */
export interface SafetyOffer {
  /** choose: it may be begun; active: it runs; else why not. null: nothing is held back that one could override. */
  readonly override: 'choose' | 'active' | 'forbidden' | 'impossible' | 'spent' | null;
  /** Hazardous functions are locked, and there is a fresh picture to look at. */
  readonly rearm: boolean;
  /** Mask of buttons that may be down at the server. */
  readonly stuckButtons: number;
  /** They may be pressed and let go now. */
  readonly unstick: boolean;
  readonly confirm: string | null;
  readonly waitingMs: number | null;
}

export const NO_OFFER: SafetyOffer = {
  override: null,
  rearm: false,
  stuckButtons: 0,
  unstick: false,
  confirm: null,
  waitingMs: null,
};

/** Nothing goes out any more, nothing yet, or nothing that we could add to. */
const OUT_OF_REACH: readonly Guarding[] = ['closed', 'connecting', 'unguarded'];
/** With these the picture is fresh all the same. */
const FRESH_PICTURE: readonly (BlockReason | null)[] = [null, 'not-armed', 'hazardous', 'confirm'];

/**
 * @param detached the extension is gone: its guard keeps to the last policy, and no override is begun
 */
export function safetyOffer(snapshot: Snapshot, detached: boolean): SafetyOffer {
  const { guarding, blocked, state, flags, override } = snapshot;
  if (OUT_OF_REACH.includes(guarding)) return NO_OFFER;
  const guarded = guarding === 'guarded';
  return {
    override: overrideOffer(snapshot, detached),
    rearm:
      guarded &&
      !snapshot.armed &&
      override.state !== 'active' &&
      FRESH_PICTURE.includes(blocked) &&
      state !== 'breakdown' &&
      state !== 'recovery' &&
      !flags.noData,
    stuckButtons: snapshot.stuckButtons,
    unstick: snapshot.stuckButtons !== 0 && guarding !== 'unverified' && blocked === null,
    confirm: guarded ? snapshot.confirm : null,
    waitingMs: snapshot.waitingMs,
  };
}

function overrideOffer(snapshot: Snapshot, detached: boolean): SafetyOffer['override'] {
  const { state } = snapshot.override;
  if (state === 'active') return state;
  // Nobody overrides whose control it is.
  if (snapshot.blocked === null || snapshot.blocked === 'no-control') return null;
  if (snapshot.blockedMs < SPIKE_MS) return null;
  if (detached) return 'impossible';
  return state === 'available' ? 'choose' : state;
}

/** Nothing is to be shown. */
export function isEmpty(offer: SafetyOffer): boolean {
  return (
    offer.override === null &&
    !offer.rearm &&
    offer.stuckButtons === 0 &&
    offer.confirm === null &&
    offer.waitingMs === null
  );
}
