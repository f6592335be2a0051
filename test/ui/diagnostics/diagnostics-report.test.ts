import { describe, expect, it } from 'vitest';
import { STRICT_POLICY } from '../../../src/model/policy/policy.ts';
import {
  type DiagnosticsSources,
  diagnosticsText,
  MAX_EVENTS,
} from '../../../src/ui/diagnostics/diagnostics-report.ts';
import { HoldLog } from '../../../src/ui/diagnostics/hold-log.ts';
import { History } from '../../../src/ui/history.ts';
import { QUIET_DISPLAY } from '../../../src/ui/verdict.ts';
import { blockedBy, snapshotOf } from '../snapshots.ts';

const NOON = Date.UTC(2026, 2, 14, 12);

function sourcesOf(parts: Partial<DiagnosticsSources> = {}): DiagnosticsSources {
  const { snapshots = [snapshotOf()] } = parts;
  const history = new History();
  history.record(snapshots, QUIET_DISPLAY, NOON);
  return {
    madeWallMs: NOON,
    extension: '1.2.3',
    browser: 'Firefox 153',
    language: 'en',
    isSecure: true,
    isFramed: false,
    pageHost: 'portal.example:8443',
    withHosts: false,
    display: QUIET_DISPLAY,
    snapshots,
    historyOf: (connection) => history.of(connection),
    holds: { holds: [] },
    policy: STRICT_POLICY,
    settingsProblems: 0,
    lock: null,
    ...parts,
  };
}

interface Report {
  readonly page: { readonly host?: string };
  readonly policy: unknown;
  readonly connections: readonly {
    readonly instrument: { readonly host?: string };
    readonly path: unknown;
  }[];
  readonly holds: readonly unknown[];
}

const report = (parts: Partial<DiagnosticsSources> = {}): Report =>
  JSON.parse(diagnosticsText(sourcesOf(parts))) as Report;

describe('the diagnostics', () => {
  it('tell versions, what is set, states and numbers', () => {
    const made = report({ snapshots: [blockedBy('probe-overdue', { path: { unansweredMs: 812.4 } })] });
    expect(made).toMatchObject({
      format: 'rice-diagnostics',
      version: 1,
      made: '2026-03-14T12:00:00.000Z',
      extension: '1.2.3',
      browser: 'Firefox 153',
      policy: { mode: 'guard', maxInputAgeMs: 1500, override: 'allow' },
      connections: [
        {
          number: 1,
          rule: 'probe-overdue',
          held: 'all',
          state: 'unstable',
          blocked: 'probe-overdue',
          blockedMs: 2000,
          path: { unansweredMs: 812, stallAfterMs: 250, probe: 'fence' },
          normalCredit: { used: 0, limit: 8 },
          states: [{ state: 'unstable', began: '2026-03-14T12:00:00.000Z', held: true }],
        },
      ],
    });
  });

  it('tell the newest holds, of connections by their number alone', () => {
    const log = new HoldLog();
    for (let hold = 0; hold < MAX_EVENTS + 5; hold++) {
      log.record([blockedBy('no-data')], NOON + hold * 60_000);
      log.record([snapshotOf()], NOON + hold * 60_000 + 1);
    }
    log.record([blockedBy('fault', { connection: 'gone' })], NOON);
    const { holds } = report({ holds: log });
    expect(holds).toHaveLength(MAX_EVENTS);
    expect(holds.at(-2)).toMatchObject({ connection: 1, reasons: ['no-data'], lastedMs: 2000, over: true });
    expect(holds.at(-1)).toMatchObject({ connection: null, reasons: ['fault'], over: false });
  });

  it('name hosts only if the user wants them to', () => {
    const instrument = {
      match: 'none',
      name: '',
      socketHost: 'scope.example:6080',
      width: 1,
      height: 1,
    } as const;
    const snapshots = [snapshotOf({ instrument })];
    expect(diagnosticsText(sourcesOf({ snapshots }))).not.toMatch(/example/);
    const named = report({ snapshots, withHosts: true });
    expect(named.page.host).toBe('portal.example:8443');
    expect(named.connections[0]?.instrument.host).toBe('scope.example:6080');
  });

  it('hold none of what a session knows of its user and their work', () => {
    // A word of its own in every text that a snapshot, or what is given beside it, can hold.
    const canary = (name: string): string => `canary-${name}`;
    const snapshot = snapshotOf({
      connection: canary('connection'),
      desktopName: canary('desktop'),
      confirm: canary('function'),
      instrument: {
        match: 'matched',
        name: canary('instrument'),
        socketHost: canary('socket'),
        width: 640,
        height: 480,
      },
      pointer: { x: 31_337, y: 31_338, atMs: 1 },
    });
    // Nobody puts such things in; whoever copied whole objects into the report would let them through.
    const withMore = { ...snapshot, keys: canary('keys'), invite: canary('invite') };
    const policy = {
      ...STRICT_POLICY,
      portal: canary('policy'),
      quality: { ...STRICT_POLICY.quality, note: canary('q') },
    };
    const log = new HoldLog();
    log.record([withMore], NOON);
    const text = diagnosticsText(
      sourcesOf({
        snapshots: [withMore],
        policy,
        pageHost: canary('page'),
        display: { ...QUIET_DISPLAY, ...{ url: canary('url') } },
        holds: log,
      }),
    );
    expect(text).not.toMatch(/canary/);
    expect(text).not.toMatch(/3133[78]/);
    expect(text).toContain('"asksForSecondPress": true');
  });

  it('are JSON also where a number is endless or unknown', () => {
    const endless = snapshotOf({
      path: { unansweredMs: Number.POSITIVE_INFINITY, roundTripMs: null },
      demand: { sinceInputMs: Number.POSITIVE_INFINITY },
    });
    const made = report({ snapshots: [endless], policy: null, settingsProblems: null });
    expect(made.connections[0]?.path).toMatchObject({ unansweredMs: null, roundTripMs: null });
    expect(made.policy).toBeNull();
  });
});
