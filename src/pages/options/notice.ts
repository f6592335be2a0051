import type { SaveOutcome } from '../../model/port/extension-message.ts';
import type { MessageKey } from '../../ui/message-key.ts';

/** What the last click came to. */
export interface Notice {
  readonly key: MessageKey;
  readonly substitutions: readonly string[];
}

export function notice(key: MessageKey, ...substitutions: readonly string[]): Notice {
  return { key, substitutions };
}

/** What is said about a setting that was to be saved. */
export function savedNotice(outcome: SaveOutcome | undefined, saved: Notice): Notice {
  switch (outcome?.type) {
    case 'saved':
      return saved;
    case 'unreadable':
      return notice('uiOptionsSettingsLocked');
    case 'full':
      return notice('popupTooMany', String(outcome.maxSites));
    case undefined:
      return notice('popupSaveFailed');
    default:
      return outcome satisfies never;
  }
}
