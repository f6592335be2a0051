import { type Decoder, number, object } from '../decode/decode.ts';
import type { RecordEvent } from '../record/record-event.ts';

/** How often what happened in a session, by its record. */
export interface EventTally {
  /** Presses that were not sent, retries not among them. */
  readonly heldBack: number;
  readonly retries: number;
  /** Times at which we let go of what was down at the server. */
  readonly releases: number;
  readonly overrides: number;
  readonly overridesRefused: number;
  /** Presses that went out in overrides. */
  readonly sentInOverrides: number;
  readonly rearms: number;
  readonly stops: number;
  readonly faults: number;
  /** Times at which nobody looked: hidden, frozen or slept. */
  readonly blind: number;
  /** Facts that were lost on their way into the record. */
  readonly lost: number;
}

export const NO_EVENTS: EventTally = {
  heldBack: 0,
  retries: 0,
  releases: 0,
  overrides: 0,
  overridesRefused: 0,
  sentInOverrides: 0,
  rearms: 0,
  stops: 0,
  faults: 0,
  blind: 0,
  lost: 0,
};

/**
 * @returns the tally with one more event
 * @example tallied(NO_EVENTS, { type: 'retry', sentAgoMs: 900 }).retries // 1
 */
export function tallied(tally: EventTally, event: RecordEvent): EventTally {
  const more = (name: keyof EventTally, count = 1): EventTally => ({ ...tally, [name]: tally[name] + count });
  switch (event.type) {
    case 'block':
      return more('heldBack', event.count);
    case 'retry':
      return more('retries');
    case 'release':
      return more('releases');
    case 'override':
      return event.phase === 'begin'
        ? more('overrides')
        : event.phase === 'refused'
          ? more('overridesRefused')
          : more('sentInOverrides', event.sent);
    case 're-arm':
      return more('rearms');
    case 'stop':
      return more('stops');
    case 'fault':
      return more('faults');
    case 'blind':
      return more('blind');
    case 'gap':
      return more('lost', event.lost);
    case 'connected':
    case 'state':
    case 'gate':
    case 'unstick':
    case 'guarding':
    case 'interfered':
    case 'detached':
    case 'control':
    case 'quality':
    case 'closed':
      return tally;
    default:
      return event satisfies never;
  }
}

const count = number(0, Number.MAX_SAFE_INTEGER);

export const eventTallyDecoder: Decoder<EventTally> = object<EventTally>({
  heldBack: count,
  retries: count,
  releases: count,
  overrides: count,
  overridesRefused: count,
  sentInOverrides: count,
  rearms: count,
  stops: count,
  faults: count,
  blind: count,
  lost: count,
});
