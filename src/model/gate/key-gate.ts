import type { FunctionClass, InstrumentFunction } from '../policy/instrument-profile.ts';
import type { Attempt } from './admission.ts';
import type { KeyMessage } from './classify.ts';
import { encodeKey, encodeUnit, type Key } from './encode.ts';
import type { GateContext } from './gate-context.ts';
import { isLock, isModifier } from './modifier.ts';
import type { ClientOutcome } from './outcome.ts';
import type { PressBook } from './press-book.ts';
import { leftOut, passed, SEND, type Verdict } from './verdict.ts';

/** Judges the keyboard. */
export class KeyGate {
  readonly #book: PressBook;

  constructor(book: PressBook) {
    this.#book = book;
  }

  judge(message: KeyMessage, eventAgeMs: number | null, context: GateContext): Verdict {
    return message.down ? this.#down(message, eventAgeMs, context) : this.#up(message, context);
  }

  #down(message: KeyMessage, eventAgeMs: number | null, context: GateContext): Verdict {
    const { held } = this.#book;
    const aside = held.aside(message);
    // Repeats of a key that went out with its release, or goes out with the next press.
    if (aside !== null && aside !== 'refused') return leftOut('coalesced');
    const isAgain = held.isKeySent(message);
    const isCarrier = !isAgain && (isModifier(message) || isLock(message));
    const zone = context.zones.key(message.keysym, held.modifiers);
    const attempt = attemptOf(zone, isAgain ? 'rate' : isCarrier ? 'carrier' : 'press', eventAgeMs, {
      isBroken: aside === 'refused' || (!isCarrier && held.lacksModifier),
    });
    if (isCarrier && attempt.class !== 'stop') return this.#carrier(message, attempt, context);
    const isFull = context.enforce && !isAgain && held.isFull;
    const refused = this.#book.admission.refusal(attempt, context) ?? (isFull ? 'no-credit' : null);
    if (refused === null) return this.#send(message, attempt, isAgain, context);
    // A key that is down at the server only loses its repeats: its release still has to pass.
    if (refused === 'coalesced') return leftOut('coalesced', 'action');
    if (!isAgain) held.keyAside(message, 'refused');
    return this.#book.dropped(attempt, refused, 'action', !isAgain && aside === null, context.nowMs);
  }

  #send(message: KeyMessage, attempt: Attempt, isAgain: boolean, context: GateContext): Verdict {
    const { held, locks } = this.#book;
    const { nowMs } = context;
    if (isAgain) return this.#book.sent(attempt, SEND, 'action', nowMs);
    const owed = locks.take();
    // A stop that breaks through a closed gate carries what it needs, and leaves nothing down.
    if (context.unit || held.withheld.length > 0 || held.lacksModifier) {
      const bytes = keyUnit(owed, this.#book.takeModifiers(attempt), message);
      held.keyAside(message, 'spent');
      return this.#book.sent(attempt, { type: 'replace', bytes }, 'action', nowMs);
    }
    held.keySent(message);
    const outcome: ClientOutcome =
      owed.length === 0 ? SEND : { type: 'replace', bytes: encodeUnit([...owed, encodeKey(message, true)]) };
    return this.#book.sent(attempt, outcome, 'action', nowMs);
  }

  /** A modifier or a lock key, which means something only together with what follows. */
  #carrier(message: KeyMessage, attempt: Attempt, context: GateContext): Verdict {
    const { held, locks, admission, unacknowledged } = this.#book;
    const refused = admission.refusal(attempt, context);
    // noVNC sends a lock key's pair and the key it is for at once: all of it goes out, or none does.
    const mustWait =
      context.enforce && (context.unit || unacknowledged.countOf('normal') >= context.credit.normal);
    // A repeat of one that was taken back toggles nothing.
    if (
      isLock(message) &&
      context.seated &&
      !attempt.isBroken &&
      (refused !== null || mustWait || locks.owes(message))
    ) {
      locks.toggle(message);
      held.keyAside(message, 'owed');
      return leftOut('coalesced', 'action');
    }
    if (refused !== null && refused !== 'coalesced') {
      held.keyAside(message, 'refused');
      return this.#book.dropped(attempt, refused, 'action', false, context.nowMs);
    }
    if (context.unit) {
      held.keyAside(message, 'withheld');
      return leftOut('coalesced', 'action');
    }
    held.keySent(message);
    return this.#book.sent(attempt, SEND, 'action', context.nowMs);
  }

  #up(message: KeyMessage, context: GateContext): Verdict {
    const { held, unacknowledged } = this.#book;
    const aside = held.aside(message);
    held.keyUp(message);
    if (aside === null) {
      unacknowledged.acted('passive', context.nowMs);
      return passed(SEND);
    }
    return aside === 'withheld'
      ? this.#tap(message, context)
      : leftOut(aside === 'refused' ? 'held-through-block' : 'coalesced');
  }

  /** A modifier that was pressed and let go alone (the menu key of a desktop) is a press of its own. */
  #tap(message: KeyMessage, context: GateContext): Verdict {
    const attempt = attemptOf(null, 'press', null, { isBroken: this.#book.held.lacksModifier });
    if (this.#book.admission.refusal(attempt, context) !== null) return leftOut('coalesced');
    return this.#book.sent(
      attempt,
      { type: 'replace', bytes: keyUnit([], [], message) },
      'motion',
      context.nowMs,
    );
  }
}

function attemptOf(
  zone: InstrumentFunction | null,
  kind: Attempt['kind'],
  eventAgeMs: number | null,
  { isBroken }: { readonly isBroken: boolean },
): Attempt {
  const of: FunctionClass = zone?.class ?? 'normal';
  return {
    class: of,
    zone,
    kind,
    eventAgeMs,
    isBroken,
    isRetry: false,
    isEarly: false,
    isSecondClick: false,
  };
}

/** A key with its modifiers, all of them down and up again. */
function keyUnit(owed: readonly Uint8Array[], modifiers: readonly Key[], key: Key): Uint8Array {
  return encodeUnit([
    ...owed,
    ...modifiers.map((each) => encodeKey(each, true)),
    encodeKey(key, true),
    encodeKey(key, false),
    ...[...modifiers].reverse().map((each) => encodeKey(each, false)),
  ]);
}
