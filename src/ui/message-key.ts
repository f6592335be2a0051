import type messages from '../../_locales/en/messages.json';

/** Names of the texts in _locales; the other languages have the same ones. */
export type MessageKey = keyof typeof messages;

/** Looks a text up in the user's language. */
export type Text = (key: MessageKey, ...substitutions: readonly string[]) => string;
