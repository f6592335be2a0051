import type { Problem } from '../decode/decode.ts';
import type { BlockReason } from '../gate/outcome.ts';
import type { Policy } from '../policy/policy.ts';
import type { SessionState } from '../session/session-state.ts';
import type { Guarding, GuardingReason } from '../snapshot.ts';

/** What a site is set to by the user. off: no script runs there. */
export type SiteMode = 'guard' | 'measure' | 'off';

/** The truth about one frame's worst connection, as toolbar badge and popup show it. Sent on edges only. */
export interface SessionReport {
  readonly connection: string;
  readonly guarding: Guarding;
  readonly guardingReason: GuardingReason | null;
  readonly state: SessionState;
  readonly blocked: BlockReason | null;
  readonly roundTripMs: number | null;
}

/** Content script (link) to background. Answers are the resolved values. */
export type ToBackground =
  /** Asked at document_start; answered with `SiteSettings`. */
  | { readonly type: 'site-settings' }
  /** An RFB session was seen in this frame: put the overlay into it. */
  | { readonly type: 'show-overlay' }
  | { readonly type: 'report'; readonly reports: readonly SessionReport[] }
  /** From the popup: what is known about a tab. Answered with `TabStatus`. */
  | { readonly type: 'tab-status'; readonly tabId: number };

export interface SiteSettings {
  readonly policy: Policy;
  /** What was wrong with the stored policy or setting; the strict default is in force then. */
  readonly problems: readonly Problem[];
}

/** What the popup shows about the tab it was opened over. */
export interface TabStatus {
  readonly reports: readonly SessionReport[];
  /** false: scripts are registered but this document was loaded before that. */
  readonly hooked: boolean;
  readonly problems: readonly Problem[];
}
