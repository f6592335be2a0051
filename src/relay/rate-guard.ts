import { RATES } from '../model/room/room-limits.ts';
import type { FromMember } from '../model/room/room-message.ts';

export type RateKind = keyof typeof RATES;

/** Refusals a member may collect: whoever goes on in spite of them is flooding. */
const REFUSALS = { perSecond: 15, burst: 30 } as const;

/** Which rate a message counts for. Room keys are as many as people come and go, so they count as content. */
export function rateKind(type: FromMember['type']): RateKind {
  switch (type) {
    case 'lock':
      return 'lock';
    case 'say':
    case 'keys':
      return 'say';
    case 'show':
      return 'show';
    case 'hello':
    case 'admit':
    case 'turn-away':
    case 'kick':
    case 'give-role':
    case 'invite':
    case 'end-room':
    case 'leave':
      return 'manage';
    default:
      return type satisfies never;
  }
}

/** The token buckets of one member. */
export class RateGuard {
  readonly #buckets: Readonly<Record<RateKind, Bucket>>;
  readonly #refusals: Bucket;

  constructor(nowMs: number) {
    this.#buckets = {
      lock: new Bucket(RATES.lock, nowMs),
      say: new Bucket(RATES.say, nowMs),
      show: new Bucket(RATES.show, nowMs),
      manage: new Bucket(RATES.manage, nowMs),
    };
    this.#refusals = new Bucket(REFUSALS, nowMs);
  }

  take(kind: RateKind, nowMs: number): 'pass' | 'refuse' | 'flood' {
    if (this.#buckets[kind].take(nowMs)) return 'pass';
    return this.#refusals.take(nowMs) ? 'refuse' : 'flood';
  }
}

class Bucket {
  readonly #rate: { readonly perSecond: number; readonly burst: number };
  #left: number;
  #atMs: number;

  constructor(rate: { readonly perSecond: number; readonly burst: number }, nowMs: number) {
    this.#rate = rate;
    this.#left = rate.burst;
    this.#atMs = nowMs;
  }

  take(nowMs: number): boolean {
    const elapsedMs = Math.max(0, nowMs - this.#atMs);
    this.#atMs = nowMs;
    this.#left = Math.min(this.#rate.burst, this.#left + (elapsedMs * this.#rate.perSecond) / 1000);
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
