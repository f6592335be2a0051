import { findLink } from '../../src/content/link/handoff.ts';

declare const chrome: { readonly runtime: { sendMessage(message: { type: string }): Promise<unknown> } };

// The document element is replaced by document.open() and is not there yet at document_start.
findLink()?.subscribe((snapshots) => {
  document.documentElement?.setAttribute(
    'data-sessions',
    JSON.stringify(
      snapshots.map(({ connection, guarding, guardingReason, state, blocked }) => ({
        connection,
        guarding,
        guardingReason,
        state,
        blocked,
      })),
    ),
  );
});

// The background answers in order: what the link asked for at the start is here, and a task later in the hook.
void chrome.runtime
  .sendMessage({ type: 'witness' })
  .then(() => setTimeout(() => document.documentElement.setAttribute('data-answered', ''), 0));
