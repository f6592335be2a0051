import { Quality, type QualityEffect, type QualitySight } from '../../src/model/codec/quality.ts';
import {
  DEFAULT_QUALITY,
  type QualityChoice,
  type QualityPolicy,
} from '../../src/model/codec/quality-policy.ts';
import type { QualityReading } from '../../src/model/codec/quality-reading.ts';
import type { ServerEvent } from '../../src/model/rfb/messages.ts';
import { ENCODING } from '../../src/model/rfb/numbers.ts';
import { FENCE_REQUEST, serverInit, update } from '../../testbed/loop/server-events.ts';
import { setEncodings } from './guard-messages.ts';

/** What noVNC asks for, shortened: 6 and 2. */
export const PAGE_LIST = [ENCODING.copyRect, ENCODING.tight, -26, -254, ENCODING.fence] as const;

export const policyOf = (choice: QualityChoice, bounds: Partial<QualityPolicy> = {}): QualityPolicy => ({
  ...DEFAULT_QUALITY,
  choice,
  ...bounds,
});

export const AUTOMATIC = policyOf({ type: 'automatic', lowest: 0, highest: 9 });

/** All is well, and the user just acted. */
export function sightOf(different: Partial<QualitySight> = {}): QualitySight {
  return {
    path: {
      probe: 'fence',
      confidence: 'high',
      roundTripMs: 40,
      effectiveMs: 40,
      baseMs: 40,
      excessMs: 0,
      trendMsPerSecond: 0,
      unansweredMs: 0,
      stallAfterMs: 250,
      level: 'ok',
      quality: 1,
      probeBitsPerSecond: 0,
    },
    demand: {
      attemptedPerSecond: 1,
      deliveredPerSecond: 1,
      attemptedBitsPerSecond: 0,
      deliveredBitsPerSecond: 0,
      wireBitsPerSecond: 0,
      retryRatio: 0,
      sinceInputMs: 100,
    },
    supply: {
      rateBitsPerSecond: 1_000_000,
      updatesPerSecond: 10,
      freezes: 0,
      frozenRatio: 0,
      sinceUpdateMs: 0,
    },
    state: 'stable',
    flags: { warn: false, noData: false, degraded: false, nonIdeal: false },
    isVisible: true,
    isDragging: false,
    ...different,
  };
}

/** So bad that the level has to go down. */
export const BAD: Partial<QualitySight> = {
  path: { ...sightOf().path, excessMs: 400, effectiveMs: 440, level: 'bad' },
  state: 'unstable',
};

/** What was sent, with its time. */
export interface Sent {
  readonly atMs: number;
  readonly effect: Exclude<QualityEffect, { readonly type: 'announce' }>;
}

/** One Quality, whose connection a test plays by hand. A tick every 50 ms. */
export class QualityBench {
  readonly quality: Quality;
  readonly sent: Sent[] = [];
  announced = 0;
  /** false: the picture is as large at every level. */
  hasEffect = true;
  nowMs = 0;

  constructor(policy: QualityPolicy = DEFAULT_QUALITY) {
    this.quality = new Quality(policy, 0);
  }

  /** Up to the first update: the server shows fences, unless it is named otherwise. */
  begin(
    list: readonly number[] = PAGE_LIST,
    server: readonly ServerEvent[] = [serverInit(), FENCE_REQUEST],
  ): this {
    this.quality.client(setEncodings(list), this.nowMs);
    this.server(server);
    return this.server(update());
  }

  server(events: readonly ServerEvent[]): this {
    for (const event of events) this.quality.server(event, this.nowMs);
    return this;
  }

  /** Ticks for so long, with an update of the picture every 100 ms if `bytes` is given: so many of them at level 6. */
  pass(ms: number, different: Partial<QualitySight> = {}, bytes = 0): this {
    for (const untilMs = this.nowMs + ms; this.nowMs < untilMs; ) {
      this.nowMs += 50;
      if (bytes > 0 && this.nowMs % 100 === 0) this.#update(bytes);
      for (const effect of this.quality.tick(sightOf(different), this.nowMs)) {
        if (effect.type === 'announce') this.announced++;
        else this.sent.push({ atMs: this.nowMs, effect });
      }
    }
    return this;
  }

  #update(bytes: number): void {
    const level = this.hasEffect ? (this.reading.level ?? 6) : 6;
    this.server(update(undefined, Math.round((bytes * (1 + level)) / 7)));
  }

  get reading(): QualityReading {
    return this.quality.reading(this.nowMs);
  }

  /** The lists that were sent. */
  get lists(): readonly (readonly number[])[] {
    return this.sent.flatMap(({ effect }) => (effect.type === 'encodings' ? [listOf(effect.bytes)] : []));
  }

  get refreshes(): number {
    return this.sent.filter(({ effect }) => effect.type === 'refresh').length;
  }
}

/** The list of a SetEncodings message. */
export function listOf(bytes: Uint8Array): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Array.from({ length: view.getUint16(2) }, (_each, index) => view.getInt32(4 + 4 * index));
}
