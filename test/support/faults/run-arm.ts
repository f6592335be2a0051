import type { TestBrowser } from '../browsers/test-browser.ts';
import type { PortalServer } from '../portals/portal-server.ts';
import { pause } from '../servers/process.ts';
import { closeKinds, type SocketBridge, startSocketBridge } from '../servers/socket-bridge.ts';
import type { ServerName } from './bench-server.ts';
import { BenchSession } from './bench-session.ts';
import type { FaultCase } from './fault-case.ts';
import type { FaultResult } from './fault-result.ts';
import { workFor } from './healthy-work.ts';
import { type Fault, type Observed, resultOf } from './observed.ts';

export interface ArmPlan {
  readonly faultCase: FaultCase;
  /** With an extension this is the arm with RICE, else the one without. */
  readonly browser: TestBrowser;
  readonly portals: PortalServer;
  readonly server: ServerName;
  /** How long the cases work in which nothing goes wrong. */
  readonly healthyMs: number;
}

const SPIKES_WITHIN_MS = 20_000;
const BEFORE_MS = 2000;
const AFTER_MS = 1500;
const BETWEEN_CUTS_MS = 3000;
/** A Recovery that follows the last one within 10 s is held twice as long: another measurement. */
const CALM_BETWEEN_MS = 8000;
const HELD_KEY = 'q';
const NOT_HELD = '[faults] a key or a button did not go down at the server';

/** Lets a user work through one case in one arm and asks the server what became of it. */
export async function runArm(plan: ArmPlan): Promise<FaultResult> {
  const { faultCase, browser, portals, server } = plan;
  let bridge: SocketBridge | undefined;
  const session = await BenchSession.start({
    ...{ browser, portals, server },
    ...('profile' in faultCase ? { profile: faultCase.profile } : {}),
    // websockify gives up on a handshake that takes 3 s, as one through a dead link does.
    reconnect: faultCase.type === 'leave' || faultCase.type === 'reconnects',
    ...(faultCase.type === 'reconnects'
      ? {
          socketUrl: async ({ vnc }) => {
            bridge = await startSocketBridge(vnc);
            return bridge.url;
          },
        }
      : {}),
  });
  try {
    const fromWallMs = Date.now();
    const observed = await observe(plan, session, bridge);
    return await resultOf(plan, session, { fromWallMs, ...observed });
  } finally {
    await session.stop();
    await bridge?.stop();
  }
}

type Seen = Omit<Observed, 'fromWallMs'>;

async function observe(
  { faultCase, healthyMs }: ArmPlan,
  session: BenchSession,
  bridge: SocketBridge | undefined,
): Promise<Seen> {
  switch (faultCase.type) {
    case 'cut':
      return { faults: await cuts(session, faultCase) };
    case 'spikes':
      return { faults: await spikes(session, faultCase.spikesMs) };
    case 'pause':
      return { faults: [await paused(session, faultCase)] };
    case 'kill':
      return { faults: [await killed(session, faultCase.what)] };
    case 'leave':
      return { faults: [await left(session, faultCase)] };
    case 'reconnects':
      if (bridge === undefined) throw new Error('[faults] no bridge');
      return { faults: await reconnects(session, bridge, faultCase.count) };
    case 'healthy':
      return { faults: [], work: await workFor(session, healthyMs) };
  }
}

async function cuts(session: BenchSession, { side, cutsMs }: FaultCase & { type: 'cut' }): Promise<Fault[]> {
  const { link, user } = session;
  const faults: Fault[] = [];
  await user.clickFor(BEFORE_MS);
  for (const cutMs of cutsMs) {
    if (faults.length > 0) {
      await pause(CALM_BETWEEN_MS);
      await user.clickFor(BETWEEN_CUTS_MS);
    }
    const atWallMs = Date.now();
    link.stall(side);
    await user.clickFor(cutMs);
    const healedWallMs = Date.now();
    link.heal();
    faults.push({ atWallMs, healedWallMs, ...(await pressAgain(session, healedWallMs)) });
  }
  return faults;
}

/** After a fault the user presses on for a moment, waits until told that presses pass, and presses again. */
async function pressAgain(session: BenchSession, healedWallMs: number): Promise<Pick<Fault, 'openWallMs'>> {
  const { user, gate } = session;
  await user.clickFor(AFTER_MS);
  await session.untilQuiet();
  const openWallMs = (await gate?.untilOpen(healedWallMs)) ?? null;
  await user.clickFor(AFTER_MS);
  await session.untilQuiet();
  return { openWallMs };
}

/** Somebody at work, who looks at the picture between two clicks. Who never pauses keeps a burst cut that was cut. */
const WORKING_CLICK_MS = 850;

async function spikes(session: BenchSession, spikesMs: readonly number[]): Promise<Fault[]> {
  const { link, user } = session;
  const faults: Fault[] = [];
  const calmMs = SPIKES_WITHIN_MS - spikesMs.reduce((sum, each) => sum + each, 0);
  const clicking = user.clickFor(SPIKES_WITHIN_MS, WORKING_CLICK_MS);
  for (const spikeMs of spikesMs) {
    await pause(calmMs / (spikesMs.length + 1));
    const atWallMs = Date.now();
    link.stall('both');
    await pause(spikeMs);
    link.heal('held');
    faults.push({ atWallMs, healedWallMs: Date.now(), openWallMs: null });
  }
  await clicking;
  await session.untilQuiet();
  return faults;
}

async function paused(
  session: BenchSession,
  { what, pauseMs }: FaultCase & { type: 'pause' },
): Promise<Fault> {
  const { server, user } = session;
  const signal = (name: 'SIGSTOP' | 'SIGCONT') =>
    what === 'renderer' ? session.signalPage(name) : Promise.resolve(server.vnc.signal(name));
  await user.clickFor(BEFORE_MS);
  await signal('SIGSTOP');
  const atWallMs = Date.now();
  // A user does not wait for the page.
  const taken = await user.clickBlindly(pauseMs);
  await signal('SIGCONT');
  const healedWallMs = Date.now();
  await taken();
  return { atWallMs, healedWallMs, ...(await pressAgain(session, healedWallMs)) };
}

async function killed(session: BenchSession, what: 'server' | 'websockify'): Promise<Fault> {
  const { server, websockify, user } = session;
  await user.clickFor(BEFORE_MS);
  const atWallMs = Date.now();
  if (what === 'server') server.vnc.signal('SIGKILL');
  // With its children, which carry the connections.
  else process.kill(-websockify.pid, 'SIGKILL');
  await user.clickFor(BETWEEN_CUTS_MS);
  await session.untilQuiet();
  return { atWallMs, healedWallMs: Date.now(), openWallMs: null };
}

async function left(session: BenchSession, { how, cut }: FaultCase & { type: 'leave' }): Promise<Fault> {
  const { link, user } = session;
  await user.clickFor(BEFORE_MS);
  await session.untilQuiet();
  await session.gate?.untilOpen(Date.now());
  if (!(await hold(session))) console.error(NOT_HELD);
  const atWallMs = Date.now();
  if (cut) link.stall('both');
  const leaving = how === 'reload' ? session.reload() : session.reopen();
  if (cut) await pause(BETWEEN_CUTS_MS);
  const healedWallMs = Date.now();
  link.heal();
  await leaving;
  await session.untilConnected();
  if (how === 'reload') await user.letGo(HELD_KEY);
  return { atWallMs, healedWallMs, ...(await pressAgain(session, healedWallMs)) };
}

async function reconnects(session: BenchSession, bridge: SocketBridge, count: number): Promise<Fault[]> {
  const { user, gate } = session;
  const faults: Fault[] = [];
  let notHeld = 0;
  for (let index = 0; index < count; index++) {
    // What a server keeps down from the connection before cannot go down again.
    if (!(await hold(session))) notHeld += 1;
    const atWallMs = Date.now();
    await bridge.end(closeKinds[index % closeKinds.length] ?? 1000);
    await session.untilConnected(index + 2);
    const healedWallMs = Date.now();
    await user.letGo(HELD_KEY);
    const openWallMs = (await gate?.untilOpen(healedWallMs)) ?? null;
    faults.push({ atWallMs, healedWallMs, openWallMs });
  }
  if (notHeld > 0) console.error(`${NOT_HELD}, ${notHeld} times of ${count}`);
  await session.untilQuiet();
  return faults;
}

/** A key and a button down; true once the server has executed both. */
async function hold({ user, server }: BenchSession): Promise<boolean> {
  const before = server.events().length;
  await user.hold(HELD_KEY);
  const downs = () =>
    server
      .events()
      .slice(before)
      .filter(({ type }) => type === 'press' || type === 'key-press').length;
  for (let tries = 0; tries < 40 && downs() < 2; tries++) await pause(25);
  return downs() === 2;
}
