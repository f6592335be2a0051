import { type Policy, STRICT_POLICY } from '../../src/model/policy/policy.ts';
import { readSetEncodings } from '../../test/recordings/client-messages.ts';
import { startLiveNetwork } from '../../testbed/experiment/live/live-network.ts';
import { webSocketCarrier } from '../../testbed/loop/live/carrier.ts';
import { startGuardedClient } from '../../testbed/loop/live/guarded-client.ts';
import { MachineControl, watchMachine } from '../../testbed/loop/live/machine-control.ts';
import { startScriptedHand } from '../../testbed/loop/live/scripted-hand.ts';
import { ARM_SETTINGS, novncEncodings, type QualityArm } from './arms.ts';
import { LevelHistory } from './level-history.ts';
import type { QualityLink } from './links.ts';
import { type QualityServerName, startMicroscopeServer } from './microscope-server.ts';
import { type RoundTrip, roundTripPercentile } from './round-trips.ts';

/** What a session was like, in the stretch of its link that is measured. */
export interface QualityLine {
  readonly link: string;
  readonly server: QualityServerName;
  readonly arm: QualityArm;
  readonly rttP50Ms: number | null;
  readonly rttP95Ms: number | null;
  readonly updatesPerSecond: number;
  readonly bytes: number;
  /** By time, of the levels that the server was asked for. */
  readonly meanQuality: number;
  /** From the link's change, or the session's begin where there is none, to the last change of quality until it is well again. */
  readonly settleMs: number;
  /** Of the quality: on a link that changes in the whole session, else in what is measured. */
  readonly changes: number;
  readonly lowestQuality: number;
  /** From the moment in which the link is well again until the quality is 6 or better; null: not within 30 s, or no such moment. */
  readonly returnMs: number | null;
  readonly measuredSeconds: number;
  /** Whether packets were emulated, or a stream of bytes was delayed. */
  readonly form: 'packets' | 'stream';
  /** The longest that the machine itself kept a byte or a timer waiting. */
  readonly worstLateMs: number;
}

/** Until the base round trip is known, and what the first picture left in the queue is gone. */
const LEARNING_MS = 15_000;
/** For answers to what was asked last. */
const DRAIN_MS = 2500;
const NOVNC_QUALITY = 6;

/** One session with noVNC's own list of encodings, a picture that moves, and a hand that works all the time. */
export async function runQualityTrial(plan: {
  readonly link: QualityLink;
  readonly server: QualityServerName;
  readonly arm: QualityArm;
  readonly seed: number;
}): Promise<QualityLine> {
  const { link, server: serverName, arm, seed } = plan;
  const stops: (() => unknown)[] = [];
  try {
    const server = await startMicroscopeServer(serverName);
    stops.push(() => server.stop());
    const network = await startLiveNetwork({
      ...{ network: link.network, congestionControl: 'cubic', seed, server },
    });
    stops.push(() => network.stop());
    const control = new MachineControl();
    stops.push(watchMachine(control));

    const levels = new LevelHistory();
    const fences = new Map<number, RoundTrip>();
    const refreshes: RoundTrip[] = [];
    const arrivals: { readonly atMs: number; readonly bytes: number; readonly updates: number }[] = [];
    let isOver = false;
    const policy: Policy = { ...STRICT_POLICY, quality: ARM_SETTINGS[arm].policy };
    const client = await startGuardedClient({
      port: webSocketCarrier(`ws://${network.socketHost}/websockify`),
      policy,
      encodings: novncEncodings(ARM_SETTINGS[arm]),
      onSent: (bytes) => {
        const list = readSetEncodings(bytes);
        if (list !== undefined) levels.encodings(list, performance.now());
      },
      onReceived: (bytes, events) => {
        const updates = events.filter(({ type }) => type === 'update-end').length;
        arrivals.push({ atMs: performance.now(), bytes, updates });
      },
      onProbe: ({ type, id, atMs }) => {
        const sentAtMs = fences.get(id)?.sentAtMs ?? atMs;
        fences.set(id, {
          sentAtMs,
          roundTripMs: type === 'sent' ? Number.POSITIVE_INFINITY : atMs - sentAtMs,
        });
      },
      onBin: ({ probe, roundTripMs, atMs }) => {
        if (probe === 'refresh' && roundTripMs !== null)
          refreshes.push({ sentAtMs: atMs - roundTripMs, roundTripMs });
      },
      onClosed: () => {
        isOver = true;
      },
    });
    const connectedMs = performance.now();
    stops.push(() => client.stop());
    stops.push(startScriptedHand(client, seed, false));
    await pause(LEARNING_MS);
    control.takeWorstMs();
    const beganMs = performance.now();
    network.begin();
    await pause(link.lastsMs);
    const worstLateMs = Math.round(control.takeWorstMs());
    await pause(DRAIN_MS);
    if (isOver) throw new Error('[quality] the connection ended');

    const endedMs = performance.now();
    // Not answered yet: it took at least so long.
    const fenceTrips = [...fences.values()].map(({ sentAtMs, roundTripMs }) => ({
      sentAtMs,
      roundTripMs: Math.min(roundTripMs, endedMs - sentAtMs),
    }));
    const trips = fenceTrips.length > 0 ? fenceTrips : refreshes;
    const fromMs = beganMs + link.measured.fromMs;
    const untilMs = beganMs + link.measured.untilMs;
    const measuredSeconds = (untilMs - fromMs) / 1000;
    const arrived = arrivals.filter(({ atMs }) => fromMs <= atMs && atMs < untilMs);
    const sum = (of: 'bytes' | 'updates') => arrived.reduce((total, each) => total + each[of], 0);

    const lastsUntilMs = beganMs + link.lastsMs;
    const changedMs = link.changesAtMs === null ? connectedMs : beganMs + link.changesAtMs;
    const settling = levels.changes(changedMs, beganMs + (link.healsAtMs ?? link.lastsMs));
    const returnMs =
      link.healsAtMs === null
        ? null
        : levels.untilAtLeast(NOVNC_QUALITY, beganMs + link.healsAtMs, lastsUntilMs);
    return {
      ...{ link: link.name, server: serverName, arm },
      rttP50Ms: rounded(roundTripPercentile(trips, 50, fromMs, untilMs)),
      rttP95Ms: rounded(roundTripPercentile(trips, 95, fromMs, untilMs)),
      updatesPerSecond: Number((sum('updates') / measuredSeconds).toFixed(1)),
      bytes: sum('bytes'),
      meanQuality: Number(levels.mean(fromMs, untilMs).toFixed(2)),
      settleMs: Math.round((settling.at(-1)?.atMs ?? changedMs) - changedMs),
      changes: levels.changes(beganMs, lastsUntilMs).length,
      lowestQuality: levels.lowest(fromMs, untilMs),
      returnMs: rounded(returnMs),
      ...{ measuredSeconds: Math.round(measuredSeconds), form: network.form, worstLateMs },
    };
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value);
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
