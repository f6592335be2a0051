import type { DemandReading, PathReading, SupplyReading } from '../measure/readings.ts';
import type { ClientMessage, ServerEvent } from '../rfb/messages.ts';
import type { SessionFlags, SessionState } from '../session/session-state.ts';
import type { QualityPolicy } from './quality-policy.ts';
import type { QualityReading } from './quality-reading.ts';

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
  /** One request for all of the picture, whether it changed or not. */
  | { readonly type: 'refresh'; readonly bytes: Uint8Array }
  /** The reading changed in a way a person should see. */
  | { readonly type: 'announce' };

const NOTHING: readonly QualityEffect[] = [];

/** Keeps the quality of one connection's picture, by the choice of the user and what the network lets through. */
export class Quality {
  #policy: QualityPolicy;
  #isFocused = false;
  #isStopped = false;

  constructor(policy: QualityPolicy, _nowMs: number) {
    this.#policy = policy;
  }

  /** Hears what the page's client says. For set-encodings: the list to send in place of the page's; null: as it is. */
  client(_message: ClientMessage, _nowMs: number): readonly number[] | null {
    return null;
  }

  server(_event: ServerEvent, _nowMs: number): void {}

  /** Bytes of the server's stream; negative: taken back, they were a reply to us. */
  bytes(_count: number, _nowMs: number): void {}

  tick(_sight: QualitySight, _nowMs: number): readonly QualityEffect[] {
    return NOTHING;
  }

  /** Takes effect at the next tick. */
  setPolicy(policy: QualityPolicy, _nowMs: number): void {
    this.#policy = policy;
  }

  focus(isOn: boolean, _nowMs: number): void {
    this.#isFocused = isOn;
  }

  fullQuality(_nowMs: number): void {}

  /** Framing was lost, nothing is guarded, or the connection is closed: never again an effect. */
  stop(_reason: 'unread'): void {
    this.#isStopped = true;
  }

  reading(_nowMs: number): QualityReading {
    const isFixed = this.#policy.choice.type === 'fixed';
    return {
      policy: this.#policy,
      support: this.#isStopped ? 'none' : 'learning',
      reason: this.#isStopped ? 'unread' : null,
      level: null,
      pageLevel: null,
      cause: isFixed ? 'user' : 'page',
      offer: null,
      isFocused: this.#isFocused,
      isLossy: true,
      full: { state: 'off', share: 0 },
    };
  }
}
