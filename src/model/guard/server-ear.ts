import type { GuardEffect } from '../gate/outcome.ts';
import type { Prober } from '../measure/prober.ts';
import type { ServerEvent } from '../rfb/messages.ts';
import { ENCODING } from '../rfb/numbers.ts';
import type { Instrument } from './instrument.ts';
import type { Keeper } from './keeper.ts';
import type { Leftover } from './leftover.ts';

const NOTHING: readonly GuardEffect[] = [];

/** What has to hear what the server says. */
export interface ServerEarParts {
  readonly keeper: Keeper;
  readonly prober: Prober;
  readonly instrument: Instrument;
  readonly leftover: Leftover;
}

/** Listens to what the server says about itself, and does at once what follows. */
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

  hear(event: ServerEvent, nowMs: number): readonly GuardEffect[] {
    const { keeper, prober, instrument, leftover } = this.#parts;
    instrument.server(event);
    leftover.server(event);
    switch (event.type) {
      case 'desync':
        keeper.standing.serverLost(event.reason);
        keeper.endOverride('fault', nowMs);
        prober.stop();
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
        return NOTHING;
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
