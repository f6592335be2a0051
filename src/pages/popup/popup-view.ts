import type { SiteMode } from '../../model/policy/settings.ts';
import type { SessionReport, TabStatus } from '../../model/port/extension-message.ts';
import type { VerdictName } from '../../ui/verdict.ts';
import type { PopupTab } from './popup-port.ts';
import type { Site } from './site.ts';

/** What was found out when the popup was opened, and each second since. */
export interface PopupFacts {
  readonly tab: PopupTab | undefined;
  readonly granted: boolean;
  /** Connections that cannot be guarded are watched for on this site. */
  readonly watchesUnseen: boolean;
  /** undefined: the background does not answer. */
  readonly status: TabStatus | undefined;
}

/** What the popup says about the page below it. */
export type PopupView =
  | { readonly type: 'loading' }
  | { readonly type: 'not-a-site' }
  | { readonly type: 'no-answer' }
  | { readonly type: 'not-enabled'; readonly site: Site }
  /** The user had allowed the site, and the permission went: in the browser's settings, or by a policy. */
  | { readonly type: 'withdrawn'; readonly site: Site; readonly reports: readonly SessionReport[] }
  | { readonly type: 'must-reload'; readonly site: Site; readonly mode: SiteMode }
  | { readonly type: 'off'; readonly site: Site; readonly stillRuns: boolean }
  | {
      readonly type: 'no-session';
      readonly site: Site;
      readonly mode: SiteMode;
      /** The portal guards its sessions itself. */
      readonly builtIn: boolean;
    }
  | {
      readonly type: 'sessions';
      readonly site: Site;
      readonly mode: SiteMode;
      readonly reports: readonly SessionReport[];
      /** The page was not told of the chosen mode, or did not listen. */
      readonly mustReload: boolean;
    };

export function popupView(facts: PopupFacts | undefined): PopupView {
  if (facts === undefined) return { type: 'loading' };
  const { tab, granted, status } = facts;
  const site = tab?.site;
  if (site === undefined) return { type: 'not-a-site' };
  if (status === undefined) return granted ? { type: 'no-answer' } : { type: 'not-enabled', site };
  const { mode, hooked, reports, builtIn } = status;
  if (!granted) {
    const isMissed = status.withdrawnHosts.includes(site.host) || hooked;
    return isMissed ? { type: 'withdrawn', site, reports } : { type: 'not-enabled', site };
  }
  if (mode === 'off') return { type: 'off', site, stillRuns: hooked };
  if (!hooked) return { type: 'must-reload', site, mode };
  if (reports.length === 0) return { type: 'no-session', site, mode, builtIn };
  const other = mode === 'guard' ? 'measuring' : 'guarded';
  return {
    type: 'sessions',
    site,
    mode,
    reports,
    mustReload: reports.some(({ guarding }) => guarding === other),
  };
}

/** The one word for a connection, the same as on the badge in the page. */
export function verdictName(report: SessionReport): VerdictName {
  if (report.guarding === 'closed' || report.guarding === 'unguarded') return report.guarding;
  if (report.blocked === 'fault' || report.guardingReason === 'fault') return 'fault';
  if (report.guarding === 'unverified' || report.guarding === 'connecting') return report.guarding;
  return report.blocked === 'no-data' && report.state !== 'breakdown' ? 'no-data' : report.state;
}

/** Presses are held back right now. Where nothing is ever held back, a reason to do so is not acted on. */
export function isHeld(report: SessionReport): boolean {
  return report.blocked !== null && (report.guarding === 'guarded' || report.guarding === 'unverified');
}
