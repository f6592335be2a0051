import type { ClientMessage } from '../rfb/messages.ts';
import type { WholeAttempt } from './admission.ts';
import type { Burst } from './burst.ts';
import type { GateContext } from './gate-context.ts';
import type { Held } from './held.ts';
import { KeyGate } from './key-gate.ts';
import { PointerGate } from './pointer-gate.ts';
import { PressBook } from './press-book.ts';
import { releases } from './releases.ts';
import type { Unacknowledged } from './unacknowledged.ts';
import { SEND, type Verdict } from './verdict.ts';

/**
 * Judges one input message after the other, and knows what that left at the server. Drops, never queues: what
 * waits would arrive late, and lateness is the hazard.
 *
 * @example
 * const { outcome } = gate.judge(message, eventAgeMs, context);
 * if (outcome.type === 'send') socket.send(bytes);
 */
export class Gate {
  readonly #book = new PressBook();
  readonly #keys = new KeyGate(this.#book);
  readonly #pointer = new PointerGate(this.#book);

  get held(): Held {
    return this.#book.held;
  }

  get unacknowledged(): Unacknowledged {
    return this.#book.unacknowledged;
  }

  get burst(): Burst {
    return this.#book.admission.burst;
  }

  /** Presses dropped since the connection began; repeats of a held key are not counted. */
  get droppedPresses(): number {
    return this.#book.droppedPresses;
  }

  /** When the press was sent whose repetition was held back and that is not answered; null: none. */
  waitingSinceMs(nowMs: number): number | null {
    return this.#pointer.waitingSinceMs(nowMs);
  }

  /** Name of the function that waits for a second press; null: none. */
  confirming(nowMs: number): string | null {
    return this.#book.admission.confirm.pending(nowMs)?.name ?? null;
  }

  /** The verdict on one message that is not protocol. */
  judge(message: ClientMessage, eventAgeMs: number | null, context: GateContext): Verdict {
    if (!context.enforce) {
      this.held.unblock();
      this.burst.clear();
    }
    if (message.type === 'key') return this.#keys.judge(message, eventAgeMs, context);
    if (message.type === 'pointer') return this.#pointer.judge(message, eventAgeMs, context);
    return this.#command(message.type === 'xvp', eventAgeMs, context);
  }

  /** Time passed: a cut may have ended, a move may be due. The bytes of that move, or null. */
  tick(context: GateContext): Uint8Array | null {
    this.#book.admission.updateBurst(context);
    return this.#pointer.tick(context);
  }

  /** Lets go of everything at the server. The page still holds it, and will need a fresh press. */
  releaseAll(nowMs: number): readonly Uint8Array[] {
    const messages = releases(this.held);
    for (const _ of messages) this.unacknowledged.acted('passive', nowMs);
    this.held.releasedByUs();
    this.#pointer.forget();
    return messages;
  }

  /** The server told which locks are on: the page compares them with its own anew. */
  locksTold(): void {
    this.#book.locks.clear();
  }

  /** Text, or a machine command: presses without a release. */
  #command(isHazardous: boolean, eventAgeMs: number | null, context: GateContext): Verdict {
    const attempt: WholeAttempt = {
      class: isHazardous ? 'hazardous' : 'normal',
      zone: null,
      kind: 'press',
      eventAgeMs,
      isBroken: this.held.lacksModifier,
      isRetry: false,
      isEarly: false,
      isSecondClick: false,
    };
    const refused = this.#book.admission.refusal(attempt, context);
    if (refused === null) return this.#book.sent(attempt, SEND, 'action', context.nowMs);
    return this.#book.dropped(attempt, refused, 'action', true, context.nowMs);
  }
}
