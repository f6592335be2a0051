import type { DemandReading, PathReading, SupplyReading } from '../measure/readings.ts';
import type { ClientMessage, ServerEvent } from '../rfb/messages.ts';
import type { SessionFlags, SessionState } from '../session/session-state.ts';
import { qualityOf, untouchable, withQuality } from './encoding-list.ts';
import { FullQuality } from './full-quality.ts';
import { fullRefresh } from './full-refresh.ts';
import { CHANGE_INTERVAL_MS } from './law-constants.ts';
import { type LawState, startLaw } from './law-state.ts';
import { LawWatch } from './law-watch.ts';
import { PictureMeter, rungOf } from './picture-meter.ts';
import { allowed, boundsOf } from './quality-bounds.ts';
import { transition } from './quality-law.ts';
import { LADDER, type QualityLevel } from './quality-level.ts';
import type { QualityPolicy } from './quality-policy.ts';
import type { QualityCause, QualityReading, QualityReason, QualitySupport } from './quality-reading.ts';
import { ScreenCover } from './screen-cover.ts';
import { ServerRules } from './server-rules.ts';
import { setEncodingsMessage } from './set-encodings.ts';

/** What the other parts of a connection know at a tick. */
export interface QualitySight {
  readonly path: PathReading;
  readonly demand: DemandReading;
  readonly supply: SupplyReading;
  readonly state: SessionState;
  readonly flags: SessionFlags;
  readonly isVisible: boolean;
  /** A button is down. */
  readonly isDragging: boolean;
}

export type QualityEffect =
  /** A whole SetEncodings message for the server. */
  | { readonly type: 'encodings'; readonly bytes: Uint8Array }
  /** One request for all of the picture, whether it changed or not. The prober has to hear of it as of the page's own. */
  | { readonly type: 'refresh'; readonly bytes: Uint8Array }
  /** The reading changed in a way a person should see. */
  | { readonly type: 'announce' };

/** A level, and what made it so. */
interface Wanted {
  readonly level: number;
  readonly cause: QualityCause;
}

const NOTHING: readonly QualityEffect[] = [];
/** An offer stands for so long after the last sign that it would help. */
const OFFER_MS = 10_000;

/**
 * Keeps the quality of one connection's picture, by the choice of the user and what the network lets through. What the
 * user does by his own hand, focus and full quality, holds whatever the choice is; nothing else is sent in "suggest".
 */
export class Quality {
  readonly #picture = new PictureMeter();
  readonly #cover = new ScreenCover();
  readonly #rules = new ServerRules();
  readonly #full = new FullQuality();
  readonly #watch: LawWatch;
  #law: LawState;
  #policy: QualityPolicy;
  #isFocused = false;
  #isStopped = false;
  /** The page's own list, null before its first. */
  #list: readonly number[] | null = null;
  #pageLevel: number | null = null;
  #untouchable: QualityReason | null = null;
  /** What the server was told last: null is the page's own. */
  #told: Wanted | null = null;
  #sentAtMs = Number.NEGATIVE_INFINITY;
  #isStarted = false;
  #updateStart: number | null = null;
  #offer: { readonly level: QualityLevel; readonly untilMs: number } | null = null;
  #shown = '';

  constructor(policy: QualityPolicy, nowMs: number) {
    this.#policy = policy;
    this.#watch = new LawWatch(this.#picture, nowMs);
    this.#law = startLaw(LADDER[0], nowMs);
  }

  /** Hears what the page's client says. For set-encodings: the list to send in place of the page's; null: as it is. */
  client(message: ClientMessage, nowMs: number): readonly number[] | null {
    const isPress =
      message.type === 'pointer' ? message.buttonMask !== 0 : message.type === 'key' && message.down;
    if (isPress) this.#full.acted(nowMs);
    if (message.type !== 'set-encodings' || this.#isStopped) return null;
    const hadLevel = this.#pageLevel;
    this.#list = message.encodings;
    this.#pageLevel = qualityOf(message.encodings);
    this.#untouchable = untouchable(message.encodings);
    // A level that the page changes by itself is where the law begins anew.
    if (hadLevel !== this.#pageLevel) this.#law = startLaw(LADDER[rungOf(this.#pageLevel ?? 0)] ?? 0, nowMs);
    if (this.#told === null || this.#reason !== null) {
      this.#told = null;
      this.#watch.changed(nowMs);
      return null;
    }
    return withQuality(message.encodings, this.#told.level, this.#rules.lowestCompress);
  }

  server(event: ServerEvent, nowMs: number): void {
    this.#rules.server(event);
    this.#cover.server(event, this.#pageLevel !== null);
    if (event.type === 'update-start') {
      // What was written at another level says nothing about this one.
      this.#updateStart = this.#watch.isSettled ? event.startByte : null;
    } else if (event.type === 'update-end') {
      const startByte = this.#updateStart;
      this.#updateStart = null;
      this.#isStarted ||= this.#list !== null;
      if (startByte !== null) this.#picture.update(event.endByte - startByte, this.#cover.pixels, nowMs);
    }
  }

  /** Bytes of the server's stream; negative: taken back, they were a reply to us. */
  bytes(count: number, nowMs: number): void {
    this.#watch.bytes(count, nowMs);
  }

  tick(sight: QualitySight, nowMs: number): readonly QualityEffect[] {
    if (this.#isStopped) return NOTHING;
    const list = this.#list;
    if (list === null || !this.#isStarted || this.#reason !== null) return this.#announced(NOTHING, nowMs);
    const isBlind = !sight.isVisible || sight.flags.noData;
    if (!isBlind && this.#watch.tick(sight, nowMs)) this.#picture.changed(this.#level ?? 0, nowMs);
    // A refresh at full quality fills the link by the user's will: that says nothing about the level of the law.
    if (isBlind || this.#full.phase !== 'off') this.#blind(isBlind, nowMs);
    else this.#steer(sight, nowMs);
    const canSend = !isBlind && sight.path.level !== 'stall';
    const effects: QualityEffect[] = [];
    const wanted = this.#wanted(nowMs);
    const isTold = wanted?.level === this.#told?.level;
    if (isTold) {
      this.#told = wanted;
    } else if (canSend && nowMs - this.#sentAtMs >= CHANGE_INTERVAL_MS) {
      this.#told = wanted;
      this.#sentAtMs = nowMs;
      this.#watch.changed(nowMs);
      const told = wanted === null ? list : withQuality(list, wanted.level, this.#rules.lowestCompress);
      effects.push({ type: 'encodings', bytes: setEncodingsMessage(told) });
    }
    const isReady = canSend && isTold && this.#watch.isSettled;
    if (this.#full.tick(isReady, this.#cover.share, nowMs)) {
      this.#cover.restart();
      effects.push({ type: 'refresh', bytes: fullRefresh(this.#cover.width, this.#cover.height) });
    }
    return this.#announced(effects, nowMs);
  }

  /** Takes effect at the next tick. */
  setPolicy(policy: QualityPolicy, nowMs: number): void {
    if (policy.choice.type !== this.#policy.choice.type) {
      this.#law = startLaw(LADDER[rungOf(this.#pageLevel ?? 0)] ?? 0, nowMs);
      this.#picture.forget();
      this.#offer = null;
    }
    this.#policy = policy;
  }

  focus(isOn: boolean, _nowMs: number): void {
    this.#isFocused = isOn;
  }

  fullQuality(nowMs: number): void {
    if (this.#reason === null) this.#full.ask(nowMs);
  }

  /** Framing was lost, nothing is guarded, or the connection is closed: never again an effect. */
  stop(_reason: 'unread'): void {
    this.#isStopped = true;
    this.#full.end();
    this.#offer = null;
  }

  reading(nowMs: number): QualityReading {
    const { phase } = this.#full;
    const isComing = phase === 'asked' || phase === 'coming';
    return {
      policy: this.#policy,
      support: this.#support(nowMs),
      reason: this.#reason,
      level: this.#level,
      pageLevel: this.#pageLevel,
      cause: this.#told?.cause ?? 'page',
      offer: this.#offer?.level ?? null,
      isFocused: this.#isFocused,
      isLossy: this.#cover.isLossy,
      full: {
        state: isComing ? 'coming' : phase,
        share: phase === 'complete' ? 1 : phase === 'coming' ? this.#cover.share : 0,
      },
    };
  }

  #blind(isBlind: boolean, nowMs: number): void {
    if (isBlind) this.#watch.blind(nowMs);
    this.#law = transition(this.#law, { type: 'blind', nowMs }).state;
  }

  /** Has the law decide; in "suggest" what it says is an offer. */
  #steer(sight: QualitySight, nowMs: number): void {
    const pageLevel = this.#pageLevel ?? 0;
    const bounds = boundsOf(this.#policy, pageLevel, this.#isFocused);
    const { level } = this.#law;
    const seen = this.#watch.sight(sight, { bounds, level, isFocused: this.#isFocused }, nowMs);
    const { state, effects } = transition(this.#law, { type: 'tick', nowMs, sight: seen });
    if (this.#offer !== null && nowMs >= this.#offer.untilMs) this.#offer = null;
    if (this.#policy.choice.type === 'automatic' && this.#isSteerable(nowMs)) {
      this.#law = state;
      return;
    }
    // Nothing was tried, so there is nothing to be judged.
    this.#law = { ...state, level: bounds.home, former: null, trial: null };
    const less = effects.find((each) => each.level < bounds.home);
    if (less !== undefined && this.#policy.choice.type === 'suggest' && this.#isSteerable(nowMs)) {
      this.#offer = { level: less.level, untilMs: nowMs + OFFER_MS };
    }
  }

  /** Whether another level does something, and nobody objects to trying it unasked. */
  #isSteerable(nowMs: number): boolean {
    return this.#rules.family !== 'qemu' && this.#support(nowMs) !== 'no-effect';
  }

  /** What the server should be told; null: the page's own list. */
  #wanted(nowMs: number): Wanted | null {
    const pageLevel = this.#pageLevel ?? 0;
    const wanted = this.#chosen(pageLevel, nowMs);
    if (wanted.level === pageLevel) return null;
    return { level: wanted.level, cause: wanted.cause === 'page' ? 'user' : wanted.cause };
  }

  #chosen(pageLevel: number, nowMs: number): Wanted {
    const policy = this.#policy;
    const { choice } = policy;
    const { lowest, home, highest } = boundsOf(policy, pageLevel, this.#isFocused);
    if (this.#full.phase !== 'off') return { level: policy.highest, cause: 'full' };
    if (choice.type === 'fixed') {
      return { level: Math.max(allowed(choice.level, policy), lowest), cause: 'user' };
    }
    if (choice.type === 'automatic' && this.#isSteerable(nowMs)) {
      // The page's own may lie between two rungs.
      const isOwn = this.#law.level === home && pageLevel >= lowest && pageLevel <= highest;
      return isOwn ? { level: pageLevel, cause: 'page' } : this.#law;
    }
    const isTooLow = this.#isFocused && pageLevel < lowest;
    return { level: isTooLow ? lowest : pageLevel, cause: 'user' };
  }

  /** In force at the server. */
  get #level(): number | null {
    return this.#told?.level ?? this.#pageLevel;
  }

  get #reason(): QualityReason | null {
    if (this.#isStopped) return 'unread';
    return this.#rules.family === 'foreign' ? 'server' : this.#untouchable;
  }

  #support(nowMs: number): QualitySupport {
    if (this.#reason !== null) return 'none';
    if (this.#cover.hasJpeg) return 'works';
    const seen = this.#picture.seen(nowMs);
    if (seen !== 'unknown') return seen === 'none' ? 'no-effect' : 'works';
    return this.#rules.family === 'fences' ? 'works' : 'learning';
  }

  #announced(effects: readonly QualityEffect[], nowMs: number): readonly QualityEffect[] {
    const { full, ...rest } = this.reading(nowMs);
    const shown = JSON.stringify([rest, full.state]);
    if (shown === this.#shown) return effects;
    this.#shown = shown;
    return [...effects, { type: 'announce' }];
  }
}
