import type { SaveOutcome } from '../../model/port/extension-message.ts';
import type { MessageKey } from '../../ui/message-key.ts';
import type { Notice } from '../notice-text.ts';

export function notice(key: MessageKey, ...substitutions: Notice['substitutions']): Notice {
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
      return notice('popupTooMany', outcome.maxSites);
    case undefined:
      return notice('popupSaveFailed');
    default:
      return outcome satisfies never;
  }
}
