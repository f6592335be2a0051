import type { RecordEvent } from '../../model/record/record-event.ts';
import type { Amounts } from '../../ui/amounts.ts';
import { blockText, guardingText } from '../../ui/reasons.ts';
import type { Messages } from '../../ui/surroundings.ts';
import { keyOf, verdictWord } from '../../ui/verdict-words.ts';

/** One entry as a person reads it. */
export interface EntryWords {
  readonly what: string;
  readonly details: string;
  readonly tone: 'good' | 'quiet' | 'caution' | 'danger';
}

/** What an entry is of, for the filter. */
export type EntryKind = 'states' | 'held' | 'commands' | 'trouble';
export const ENTRY_KINDS: readonly EntryKind[] = ['states', 'held', 'commands', 'trouble'];

export function entryKind(event: RecordEvent): EntryKind {
  switch (event.type) {
    case 'connected':
    case 'state':
    case 'gate':
    case 'closed':
      return 'states';
    case 'block':
    case 'retry':
    case 'release':
      return 'held';
    case 'override':
    case 're-arm':
    case 'unstick':
    case 'stop':
    case 'control':
    case 'quality':
      return 'commands';
    case 'fault':
    case 'guarding':
    case 'blind':
    case 'interfered':
    case 'detached':
    case 'gap':
      return 'trouble';
    default:
      return event satisfies never;
  }
}

/** @param figures made once for many entries: number formats are slow to make */
export function entryWords(event: RecordEvent, messages: Messages, figures: Amounts): EntryWords {
  const { duration, count } = figures;
  const words = (what: string, details = '', tone: EntryWords['tone'] = 'quiet'): EntryWords => ({
    what,
    details,
    tone,
  });
  switch (event.type) {
    case 'connected':
      return words(
        messages('uiEntryConnected'),
        event.instrument === null
          ? messages('uiEntryNoProfile')
          : messages('uiEntryProfile', event.instrument),
      );
    case 'state':
      return words(
        messages('uiEntryState', messages(verdictWord(event.from)), messages(verdictWord(event.to))),
        messages(
          'uiEntryWith',
          messages(keyOf('uiEntryCause', event.cause)),
          numbersText(event, messages, figures),
        ),
        STATE_TONES[event.to],
      );
    case 'gate':
      return event.blocked === null
        ? words(messages('uiEntryGateOpen'), numbersText(event, messages, figures), 'good')
        : words(
            messages('uiEntryGateShut'),
            messages(
              'uiEntryWith',
              messages(blockText(event.blocked).title),
              numbersText(event, messages, figures),
            ),
            'danger',
          );
    case 'block': {
      const inputClass = messages(keyOf('uiEntryClass', event.inputClass));
      const kind = event.function === null ? inputClass : `${inputClass} (${event.function})`;
      return words(
        messages('uiEntryBlock', count(event.count), kind),
        messages(blockText(event.reason).title),
        'caution',
      );
    }
    case 'retry':
      return words(
        messages('uiEntryRetry'),
        messages('uiEntryRetrySince', duration(event.sentAgoMs)),
        'caution',
      );
    case 'release':
      return words(
        messages('uiEntryRelease', count(event.keys), count(event.buttons)),
        messages(keyOf('uiEntryRelease', event.cause)),
      );
    case 'override':
      return words(
        messages(keyOf('uiEntryOverride', event.phase)),
        overrideDetails(event, messages, figures),
        event.phase === 'begin' ? 'danger' : 'caution',
      );
    case 're-arm':
      return words(messages('uiEntryRearm'));
    case 'unstick':
      return words(messages('uiEntryUnstick', count(event.buttons)));
    case 'stop':
      return words(messages('uiEntryStop', event.function), '', 'caution');
    case 'fault':
      return words(
        messages('uiEntryFault'),
        messages(event.latched ? 'uiEntryFaultLatched' : 'uiEntryFaultOnce'),
        'danger',
      );
    case 'guarding':
      return words(
        messages(keyOf('uiEntryGuarding', event.to)),
        event.reason === null ? '' : messages(guardingText(event.reason).why),
        event.to === 'guarded' ? 'good' : event.to === 'unguarded' ? 'danger' : 'caution',
      );
    case 'blind':
      return words(
        messages('uiEntryBlind', duration(event.gapMs)),
        messages(keyOf('uiEntryBlind', event.cause)),
        'caution',
      );
    case 'interfered':
      return event.interfered
        ? words(messages('uiEntryInterfered'), '', 'caution')
        : words(messages('uiEntryInterferedOver'));
    case 'detached':
      return words(messages('uiEntryDetached'), '', 'caution');
    case 'control':
      return words(
        messages(keyOf('uiEntryControl', event.to)),
        messages(
          'uiEntryControlDetails',
          messages(keyOf('uiEntryControlCause', event.cause)),
          count(event.epoch),
        ),
        event.to === 'open' ? 'good' : 'quiet',
      );
    case 'quality':
      return words(
        messages(
          'uiEntryQuality',
          levelText(event.from, messages, figures),
          levelText(event.to, messages, figures),
        ),
        messages(keyOf('uiEntryQualityCause', event.cause)),
        event.cause === 'network' || event.cause === 'retries' ? 'caution' : 'quiet',
      );
    case 'closed':
      return words(
        messages('uiEntryClosed'),
        event.unacknowledged > 0 ? messages('uiEntryClosedWith', count(event.unacknowledged)) : '',
      );
    case 'gap':
      return words(messages('uiEntryGap', count(event.lost)), '', 'danger');
    default:
      return event satisfies never;
  }
}

/** A level as noVNC counts them. */
function levelText(level: number | null, messages: Messages, { count }: Amounts): string {
  return level === null ? messages('uiEntryQualityNone') : count(level);
}

function numbersText(
  event: Extract<RecordEvent, { readonly type: 'state' | 'gate' }>,
  messages: Messages,
  { duration, count }: Amounts,
): string {
  return messages(
    'uiEntryNumbers',
    duration(event.roundTripMs),
    duration(event.excessMs),
    duration(event.unansweredMs),
    count(event.unacknowledged),
  );
}

function overrideDetails(
  event: Extract<RecordEvent, { readonly type: 'override' }>,
  messages: Messages,
  { count }: Amounts,
): string {
  switch (event.phase) {
    case 'begin':
      return messages(keyOf('uiReason', event.reason));
    case 'end':
      return messages('uiEntryEndSent', messages(keyOf('uiEntryEnd', event.reason)), count(event.sent));
    case 'refused':
      return messages(keyOf('uiEntryRefused', event.reason));
    default:
      return event satisfies never;
  }
}

export const STATE_TONES = {
  idle: 'good',
  stable: 'good',
  recovery: 'caution',
  unstable: 'caution',
  breakdown: 'danger',
} as const satisfies Record<Extract<RecordEvent, { readonly type: 'state' }>['to'], EntryWords['tone']>;
