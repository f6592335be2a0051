import { readFile } from 'node:fs/promises';
import { getPriority, setPriority } from 'node:os';
import type { InstrumentProfile } from '../../../src/model/policy/instrument-profile.ts';
import { type BrowserName, launch, testBuild } from '../../../test/support/browsers/launch.ts';
import type { TestBrowser } from '../../../test/support/browsers/test-browser.ts';
import { type PortalServer, startPortalServer } from '../../../test/support/portals/portal-server.ts';
import { type InstrumentProcess, startInstrumentProcess } from '../../x11/instrument-process.ts';
import type { ArmName } from '../plan.ts';
import { makeDetectedBuild } from './detected-build.ts';
import { type LiveServer, startLiveServer } from './live-server.ts';

/** What runs share: everything that is costly to start and holds nothing of a run. */
export interface LiveBench {
  readonly portals: PortalServer;
  readonly server: LiveServer;
  readonly instrument: InstrumentProcess;
  readonly profile: InstrumentProfile;
  /** The browser of an arm; started when it is first asked for. monitor and guarded share one. */
  browser(arm: ArmName): Promise<TestBrowser>;
  stop(): Promise<void>;
}

/** Browser, server and network inherit it: a run in real time is worth nothing when it waits for other work. */
const NICENESS = -10;
const PROFILE = new URL('../../../profiles/demo-instrument.json', import.meta.url);

export interface LiveBenchOptions {
  /** Chromium, as a rule. */
  readonly browser?: BrowserName;
  /** An unpacked test build; else the one of `npm run build -- --test`. */
  readonly extensionDir?: string;
  /** A stream of bytes even where packets can be emulated. */
  readonly withoutPackets?: boolean;
}

export async function startLiveBench(options: LiveBenchOptions = {}): Promise<LiveBench> {
  const { browser: name = 'chromium', extensionDir, withoutPackets = false } = options;
  const priority = getPriority();
  beNice(NICENESS);
  const profile = JSON.parse(await readFile(PROFILE, 'utf8')) as InstrumentProfile;
  const server = await startLiveServer(withoutPackets);
  const portals = await startPortalServer();
  const instrument = startInstrumentProcess();
  const stops: (() => Promise<void>)[] = [() => server.stop(), () => portals.stop(), () => instrument.stop()];
  const running = new Map<string, Promise<TestBrowser>>();

  const start = async (kind: 'plain' | 'extension' | 'detected'): Promise<TestBrowser> => {
    const build = kind === 'plain' ? undefined : (extensionDir ?? testBuild(name));
    if (kind !== 'detected' || build === undefined) {
      const browser = await launch(name, build);
      stops.push(() => browser.stop());
      return browser;
    }
    const detected = await makeDetectedBuild(build);
    stops.push(() => detected.remove());
    const browser = await launch(name, detected.path);
    stops.push(() => browser.stop());
    return browser;
  };

  return {
    portals,
    server,
    instrument,
    profile,
    browser: (arm) => {
      const kind = arm === 'plain' || arm === 'detected' ? arm : 'extension';
      const browser = running.get(kind) ?? start(kind);
      running.set(kind, browser);
      return browser;
    },
    stop: async () => {
      for (const stop of stops.reverse()) await stop();
      beNice(priority);
    },
  };
}

function beNice(niceness: number): void {
  try {
    setPriority(niceness);
  } catch {
    // Only root may take precedence.
  }
}
