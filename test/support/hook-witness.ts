import { findLink } from '../../src/content/link/handoff.ts';

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
