import type { FunctionClass, InstrumentFunction } from '../policy/instrument-profile.ts';
import { Burst } from './burst.ts';
import { Confirm } from './confirm.ts';
import { STOP_CREDIT } from './credit.ts';
import type { GateContext } from './gate-context.ts';
import type { BlockReason } from './outcome.ts';
import type { SentKind, Unacknowledged } from './unacknowledged.ts';

/** Input whose DOM event is older than this when it is handled was meant for a picture that is gone. */
export const STALE_INPUT_MS = 500;

/** A press that wants to go out. */
export interface Attempt {
  readonly class: FunctionClass;
  /** What the facility says it does; null: nobody has marked it. */
  readonly zone: InstrumentFunction | null;
  /**
   * - press: an action of its own
   * - rate: one of a stream of small steps (a held key's repeat, the wheel): thinned out when credit is short
   * - carrier: a modifier or a lock key, which does nothing by itself
   */
  readonly kind: 'press' | 'rate' | 'carrier';
  readonly eventAgeMs: number | null;
  /** It would not mean what the user means: held through a block, or without its modifier. */
  readonly isBroken: boolean;
  readonly isRetry: boolean;
  /** Repeats a press that was acknowledged, before its answer can have been seen. */
  readonly isEarly: boolean;
  readonly isSecondClick: boolean;
}

/** A press that is no step of a stream: it is never thinned out. */
export type WholeAttempt = Attempt & { readonly kind: Exclude<Attempt['kind'], 'rate'> };

/** Says of every press whether it may go out. */
export class Admission {
  readonly burst = new Burst();
  readonly confirm = new Confirm();
  readonly #unacknowledged: Unacknowledged;

  constructor(unacknowledged: Unacknowledged) {
    this.#unacknowledged = unacknowledged;
  }

  /** null: it may go out. 'coalesced': it is one step too many of a stream; nothing is lost by leaving it out. */
  refusal(attempt: WholeAttempt, context: GateContext): BlockReason | null;
  refusal(attempt: Attempt, context: GateContext): BlockReason | 'coalesced' | null;
  refusal(attempt: Attempt, context: GateContext): BlockReason | 'coalesced' | null {
    if (attempt.class === 'stop') return this.#stopRefusal(attempt, context);
    this.updateBurst(context);
    this.burst.pressed(context.nowMs);
    if (!context.enforce) return null;
    if (context.permit !== null) return context.permit;
    if (isStale(attempt.eventAgeMs)) return 'stale-input';
    if (attempt.isBroken) return 'held-through-block';
    if (context.overridden) return null;
    if (this.burst.isCut) return 'burst-cut';
    if (attempt.kind === 'carrier') return null;
    if ((attempt.isRetry || attempt.isEarly) && context.suppressRetries) return 'retry';
    return this.#hazardRefusal(attempt, context) ?? this.#creditRefusal(attempt, context);
  }

  /** Time alone may end a cut. */
  updateBurst({ permit, nowMs }: GateContext): void {
    this.burst.update(permit === null && this.#unacknowledged.oldestAtMs === null, nowMs);
  }

  /** Passes in every state, even while the link is dead: but once, not by the dozen, and only from who is in control. */
  #stopRefusal({ kind }: Attempt, { seated }: GateContext): BlockReason | 'coalesced' | null {
    if (!seated) return 'no-control';
    if (kind === 'rate') return 'coalesced';
    return this.#unacknowledged.countOf('stop') >= STOP_CREDIT ? 'no-credit' : null;
  }

  #hazardRefusal({ class: of }: Attempt, { armed, credit }: GateContext): BlockReason | null {
    if (of !== 'hazardous') return null;
    if (!armed) return 'not-armed';
    return credit.hazardous === 0 ? 'hazardous' : null;
  }

  #creditRefusal(attempt: Attempt, context: GateContext): BlockReason | 'coalesced' | null {
    const kind = sentKind(attempt);
    const limit = kind === 'hazardous' ? context.credit.hazardous : context.credit.normal;
    if (kind !== 'second' && this.#unacknowledged.countOf(kind) >= limit) {
      return attempt.kind === 'rate' ? 'coalesced' : 'no-credit';
    }
    return attempt.kind === 'press' && this.confirm.asks(attempt.zone, context.nowMs) ? 'confirm' : null;
  }
}

/** What a press counts as once it is sent. */
export function sentKind({ class: of, kind, isSecondClick }: Attempt): SentKind {
  if (kind === 'carrier') return 'passive';
  if (isSecondClick) return 'second';
  return of === 'view' ? 'normal' : of;
}

export function isStale(eventAgeMs: number | null): boolean {
  return eventAgeMs !== null && eventAgeMs > STALE_INPUT_MS;
}
