import type { GuardEffect, ServerOutcome } from '../gate/outcome.ts';
import type { Prober } from '../measure/prober.ts';
import type { ServerEvent } from '../rfb/messages.ts';
import { ENCODING } from '../rfb/numbers.ts';
import type { Instrument } from './instrument.ts';
import type { Keeper } from './keeper.ts';
import type { Leftover } from './leftover.ts';
import type { Measures } from './measures.ts';
import type { QualityKeeper } from './quality-keeper.ts';

/** The answer to one event of the server's stream: whether the page gets it, and what to do beside it. */
export interface ServerStep {
  readonly outcome: ServerOutcome;
  readonly effects: readonly GuardEffect[];
}

const NOTHING: readonly GuardEffect[] = [];
const OUTSIDER: readonly GuardEffect[] = [{ type: 'outsider' }];
const DELIVERED: ServerStep = { outcome: 'deliver', effects: NOTHING };
const STRIPPED: ServerStep = { outcome: 'strip', effects: NOTHING };

/** What has to hear what the server says. */
export interface ServerEarParts {
  readonly keeper: Keeper;
  readonly prober: Prober;
  readonly measures: Measures;
  readonly quality: QualityKeeper;
  readonly instrument: Instrument;
  readonly leftover: Leftover;
}

/** Listens to what the server says: replies to our own probes, and what it says about itself. */
export class ServerEar {
  readonly #parts: ServerEarParts;
  #desktopName = '';
  /** The server has answered the page's first request: the connection works. */
  #hasPicture = false;

  constructor(parts: ServerEarParts) {
    this.#parts = parts;
  }

  get desktopName(): string {
    return this.#desktopName;
  }

  hear(event: ServerEvent, nowMs: number): ServerStep {
    const { keeper, prober, measures, quality } = this.#parts;
    quality.server(event, nowMs);
    // What fills the picture says nothing beside its bytes, and it is most of what a server says.
    if (event.type === 'update-start' || (event.type === 'rect' && !isSign(event.encoding))) {
      measures.server(event, nowMs);
      return DELIVERED;
    }
    measures.server(event, nowMs);
    const effects = keeper.out(this.#told(event, nowMs), nowMs);
    const { watch, isVisible } = keeper;
    const before = prober.acknowledgedSequence;
    const outcome = prober.server(event, nowMs);
    const acknowledged = prober.acknowledgedSequence;
    if (acknowledged > before && isVisible) {
      const path = prober.reading(nowMs);
      watch.answered(path, acknowledged, nowMs);
      measures.answered(path);
    }
    if (outcome === 'deliver') return effects.length === 0 ? DELIVERED : { outcome, effects };
    // The chunk was counted before its messages were known.
    if ('endByte' in event) {
      measures.bytes(event.startByte - event.endByte, nowMs);
      quality.bytes(event.startByte - event.endByte, nowMs);
    }
    return effects.length === 0 ? STRIPPED : { outcome, effects };
  }

  #told(event: ServerEvent, nowMs: number): readonly GuardEffect[] {
    const { keeper, prober, instrument, leftover, quality } = this.#parts;
    instrument.server(event);
    leftover.server(event);
    switch (event.type) {
      case 'desync':
        keeper.standing.serverLost(event.reason);
        keeper.endOverride('fault', nowMs);
        prober.stop();
        quality.stop(nowMs);
        return keeper.review(nowMs);
      case 'server-init': {
        keeper.standing.started();
        this.#desktopName = event.name;
        const { match, name } = instrument.reading;
        keeper.log.note({ type: 'connected', instrument: match === 'matched' ? name : null }, nowMs);
        return NOTHING;
      }
      case 'rect':
        if (event.encoding === ENCODING.qemuLedState || event.encoding === ENCODING.vmwareLedState) {
          keeper.gate.locksTold();
        }
        // While control is here nobody else of the room can be it.
        return keeper.outsider.shows(event, keeper.seat.isHeld(nowMs), nowMs) ? OUTSIDER : NOTHING;
      case 'update-end':
        this.#hasPicture = true;
        return this.pay(nowMs);
      default:
        return NOTHING;
    }
  }

  /** Presses and releases what this server may have kept down; nothing while presses are held back. */
  unstick(nowMs: number): readonly GuardEffect[] {
    const { keeper, leftover } = this.#parts;
    const { gate, log } = keeper;
    if (keeper.blocked(keeper.look(nowMs), nowMs) !== null || gate.held.sentMask !== 0) return NOTHING;
    const freed = leftover.unstick();
    if (freed === null) return NOTHING;
    gate.unacknowledged.acted('normal', nowMs);
    log.note(freed.fact, nowMs);
    return [{ type: 'send', bytes: freed.bytes, purpose: 'release' }];
  }

  /**
   * What other connections left down is let go of, once this one is known to work and holds nothing itself: the same
   * key may be down again by the user's will.
   */
  pay(nowMs: number): readonly GuardEffect[] {
    const { keeper, leftover } = this.#parts;
    const { held, unacknowledged } = keeper.gate;
    if (!leftover.isOwed || !this.#hasPicture || held.isDown || !keeper.enforces(nowMs)) return NOTHING;
    const paid = leftover.release(held, nowMs);
    if (paid === null) return NOTHING;
    for (const _ of paid.effects) unacknowledged.acted('passive', nowMs);
    keeper.log.note(paid.fact, nowMs);
    keeper.paid();
    return paid.effects;
  }
}

/** Whether a rectangle tells about the server, beside or instead of pixels. */
function isSign(encoding: number): boolean {
  // Those of VMware are the only signs that are counted upwards.
  return encoding < 0 || encoding === ENCODING.h264 || encoding >= ENCODING.vmwareCursor;
}
