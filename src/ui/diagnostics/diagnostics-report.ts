import type { LockPhase } from '../../model/control/lock-view.ts';
import type { Policy } from '../../model/policy/policy.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { ConnectionHistory } from '../history.ts';
import type { DisplayFacts } from '../verdict.ts';
import type { Hold, HoldLog } from './hold-log.ts';
import { why } from './why.ts';

/** The newest holds and states that go into a report. */
export const MAX_EVENTS = 20;

/** What a report is made of. */
export interface DiagnosticsSources {
  readonly madeWallMs: number;
  readonly extension: string;
  /** Name and main version. */
  readonly browser: string;
  readonly language: string;
  /** Whether the page was loaded over HTTPS or from this machine. */
  readonly isSecure: boolean;
  /** The page is in a frame of another one. */
  readonly isFramed: boolean;
  readonly pageHost: string;
  /** The user wants the names of the hosts in it. */
  readonly withHosts: boolean;
  readonly display: DisplayFacts;
  readonly snapshots: readonly Snapshot[];
  readonly historyOf: (connection: string) => ConnectionHistory | undefined;
  readonly holds: Pick<HoldLog, 'holds'>;
  readonly policy: Policy | null;
  /** How many problems the stored settings have; null: not known. */
  readonly settingsProblems: number | null;
  readonly lock: LockPhase['type'] | 'lost' | null;
}

/** A value that JSON has. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * What helps somebody else to see why input was held back, as JSON text. Each value is named here one by one, and so is
 * all that may be in it: states, numbers and versions. No keys, no text, no clipboard, no names of desktops, people,
 * regions or instruments, no invitations, no addresses but the hosts, and those only if wanted.
 */
export function diagnosticsText(sources: DiagnosticsSources): string {
  const { display, policy, snapshots, withHosts } = sources;
  const report: Json = {
    format: 'rice-diagnostics',
    version: 1,
    made: new Date(sources.madeWallMs).toISOString(),
    extension: sources.extension,
    browser: sources.browser,
    language: sources.language,
    page: {
      secure: sources.isSecure,
      framed: sources.isFramed,
      ...(withHosts ? { host: sources.pageHost } : {}),
    },
    display: { detached: display.detached, interfered: display.interfered, silent: display.silent },
    policy: policy === null ? null : policyPart(policy),
    settingsProblems: sources.settingsProblems,
    room: sources.lock,
    connections: snapshots.map((snapshot, index) => ({
      number: index + 1,
      ...connectionPart(snapshot, sources),
    })),
    holds: sources.holds.holds.slice(-MAX_EVENTS).map((hold) => holdPart(hold, snapshots)),
  };
  return JSON.stringify(report, null, 2);
}

function policyPart(policy: Policy): Json {
  const { mode, whenUnverified, whenUnguarded, maxInputAgeMs, override, quality } = policy;
  return {
    ...{ mode, whenUnverified, whenUnguarded, maxInputAgeMs, override },
    quality: { choice: quality.choice.type, lowest: quality.lowest, highest: quality.highest },
  };
}

function connectionPart(snapshot: Snapshot, sources: DiagnosticsSources): { readonly [name: string]: Json } {
  const { display, policy, lock, withHosts, historyOf } = sources;
  const { flags, path, demand, supply, quality, seat, instrument, cutBurst, normalCredit, hazardousCredit } =
    snapshot;
  const answer = why({ snapshot, display, policy, lock });
  return {
    rule: answer.rule,
    held: answer.held,
    guarding: snapshot.guarding,
    guardingReason: snapshot.guardingReason,
    state: snapshot.state,
    inStateMs: whole(snapshot.nowMs - snapshot.stateSinceMs),
    flags: {
      ...{ warn: flags.warn, noData: flags.noData, degraded: flags.degraded, nonIdeal: flags.nonIdeal },
    },
    idleLabel: snapshot.idleLabel,
    blocked: snapshot.blocked,
    blockedMs: whole(snapshot.blockedMs),
    unacknowledged: snapshot.unacknowledged,
    droppedPresses: snapshot.droppedPresses,
    cutBurst: cutBurst === null ? null : { sent: cutBurst.sent, dropped: cutBurst.dropped },
    normalCredit: { used: normalCredit.used, limit: normalCredit.limit },
    hazardousCredit: { used: hazardousCredit.used, limit: hazardousCredit.limit },
    waitingMs: whole(snapshot.waitingMs),
    armed: snapshot.armed,
    override: { state: snapshot.override.state, remainingMs: whole(snapshot.override.remainingMs) },
    seat: { state: seat.state, leftMs: whole(seat.leftMs) },
    // Not the name of the function that waits.
    asksForSecondPress: snapshot.confirm !== null,
    stuckButtons: snapshot.stuckButtons,
    instrument: {
      match: instrument.match,
      width: instrument.width,
      height: instrument.height,
      ...(withHosts ? { host: instrument.socketHost } : {}),
    },
    path: {
      probe: path.probe,
      confidence: path.confidence,
      level: path.level,
      roundTripMs: whole(path.roundTripMs),
      baseMs: whole(path.baseMs),
      excessMs: whole(path.excessMs),
      trendMsPerSecond: whole(path.trendMsPerSecond),
      unansweredMs: whole(path.unansweredMs),
      stallAfterMs: whole(path.stallAfterMs),
      quality: hundredths(path.quality),
    },
    demand: {
      attemptedPerSecond: hundredths(demand.attemptedPerSecond),
      deliveredPerSecond: hundredths(demand.deliveredPerSecond),
      retryRatio: hundredths(demand.retryRatio),
      sinceInputMs: whole(demand.sinceInputMs),
    },
    supply: {
      rateBitsPerSecond: whole(supply.rateBitsPerSecond),
      updatesPerSecond: hundredths(supply.updatesPerSecond),
      freezes: supply.freezes,
      sinceUpdateMs: whole(supply.sinceUpdateMs),
    },
    picture: {
      ...{ support: quality.support, reason: quality.reason, level: quality.level, cause: quality.cause },
      ...{ lossy: quality.isLossy, focused: quality.isFocused },
    },
    states: (historyOf(snapshot.connection)?.episodes ?? []).slice(-MAX_EVENTS).map((episode) => ({
      state: episode.name,
      began: new Date(episode.startEpochMs).toISOString(),
      lastedMs: whole(episode.endMs - episode.startMs),
      held: episode.held,
    })),
  };
}

function holdPart(hold: Hold, snapshots: readonly Snapshot[]): Json {
  const index = snapshots.findIndex(({ connection }) => connection === hold.connection);
  return {
    // null: that connection is gone.
    connection: index < 0 ? null : index + 1,
    began: new Date(hold.startEpochMs).toISOString(),
    reasons: hold.reasons,
    lastedMs: whole(hold.lastedMs),
    dropped: hold.dropped,
    over: hold.isOver,
  };
}

/** Infinity is no number for JSON. */
function whole(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? Math.round(value) : null;
}

function hundredths(value: number): number | null {
  return Number.isFinite(value) ? Math.round(value * 100) / 100 : null;
}
