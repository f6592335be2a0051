import type { Policy } from '../policy/policy.ts';
import type { Guarding, GuardingReason } from '../snapshot.ts';

/** How far a connection can be guarded at all. It only ever gets worse: doubt about framing is final. */
export class Standing {
  #stage: 'connecting' | 'reading' | 'unverified' | 'unguarded' | 'closed' = 'connecting';
  #reason: GuardingReason | null = null;

  get reason(): GuardingReason | null {
    return this.#reason;
  }

  get isClosed(): boolean {
    return this.#stage === 'closed';
  }

  get isUnverified(): boolean {
    return this.#stage === 'unverified';
  }

  /** Input cannot be read, or there is nobody to send it to. */
  get isUnguarded(): boolean {
    return this.#stage === 'unguarded';
  }

  /** Both directions are read, so that something of our own may be put between the page's messages. */
  get isReading(): boolean {
    return this.#stage === 'reading';
  }

  started(): void {
    if (this.#stage === 'connecting') this.#stage = 'reading';
  }

  serverLost(reason: GuardingReason): void {
    if (this.#stage !== 'connecting' && this.#stage !== 'reading') return;
    this.#stage = 'unverified';
    this.#reason = reason;
  }

  clientLost(reason: GuardingReason): void {
    if (this.#stage === 'closed') return;
    this.#stage = 'unguarded';
    this.#reason = reason;
  }

  closed(): void {
    this.#stage = 'closed';
  }

  /** Whether input is held back at all. */
  enforces(policy: Policy, faulty: boolean): boolean {
    if (policy.mode === 'measure' || this.#stage === 'unguarded') return false;
    return this.#stage !== 'unverified' || policy.whenUnverified === 'block' || faulty;
  }

  guarding(policy: Policy): Guarding {
    if (this.#stage !== 'reading') return this.#stage;
    return policy.mode === 'measure' ? 'measuring' : 'guarded';
  }
}
