import type { JSX } from 'preact';
import type { LockReason } from '../../model/policy/managed-settings.ts';
import type { Text } from '../../ui/message-key.ts';

interface LockNoteProps {
  readonly reason: LockReason | null;
  /** For `aria-describedby` of what is locked. */
  readonly id?: string;
  readonly text: Text;
}

/** Why something cannot be set here, or not beyond something; nothing where the facility leaves it to the user. */
export function LockNote({ reason, id, text }: LockNoteProps): JSX.Element | null {
  if (reason === null) return null;
  return (
    <p class="locked" {...(id === undefined ? {} : { id })}>
      <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
        <path d="M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 0 0-4 0z" fill="currentColor" />
      </svg>
      <span>{lockWords(reason, text)}</span>
    </p>
  );
}

function lockWords(reason: LockReason, text: Text): string {
  switch (reason.type) {
    case 'fixed':
      return text('uiLockFixed');
    case 'at-most':
      return text('uiLockAtMost', number(reason.to, text));
    case 'at-least':
      return text('uiLockAtLeast', number(reason.to, text));
    case 'only':
      return reason.to.length === 0
        ? text('uiLockNone')
        : text('uiLockOnly', new Intl.ListFormat(text('uiLanguage')).format(reason.to));
    case 'off':
      return text('uiLockOff');
    default:
      return reason satisfies never;
  }
}

function number(value: number, text: Text): string {
  return new Intl.NumberFormat(text('uiLanguage')).format(value);
}
