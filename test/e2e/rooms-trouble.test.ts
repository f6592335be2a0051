import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LEASE_MS } from '../../src/model/control/lock-times.ts';
import { CREDIT } from '../../src/model/gate/credit.ts';
import { browserNames } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import { unreleased } from '../support/guarded-session.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import { NOT_ARRIVING_MS, RoomTable } from '../support/room-table.ts';
import { pause } from '../support/servers/process.ts';

const WITHIN_MS = 30_000;
/** A machine that sleeps for a moment; longer than a lease and its drain. */
const MACHINE_PAUSE_MS = 20_000;
/** What control takes to reach whoever waits, once the lease is over. */
const TAKE_OVER_MS = LEASE_MS + 3000;
/** A busy machine shows it so much later. */
const SHOWN_MS = 1000;
/** Waits in vain only where nothing is shown. */
const SOME_SHOWN_MS = 5000;
/** So many actions may be unacknowledged on a good path (docs/gate.md). */
const W = CREDIT.stable.normal;
/** Where Ben presses while his path is dead. */
const STALE_Y = 200;
/** Names are isolated, so that their direction changes nothing around them. */
const MAY_STILL = /(\d+) actions? of \u2068?Ben\u2069? may still execute/;

let portals: PortalServer;
beforeAll(async () => {
  portals = await startPortalServer();
});
afterAll(async () => {
  await portals?.stop();
});

// One table for all of them, because browsers start slowly: each test leaves Anna with control, or says who has it.
describe.each(browserNames)('a room in trouble, in %s', (name) => {
  let table: RoomTable;

  beforeAll(async () => {
    table = await RoomTable.lay(name, portals);
    await table.begin();
  }, 180_000);
  afterAll(async () => {
    await table?.stop();
  });

  /** What the relay has granted so far, as it keeps it on disk. */
  const grants = async (): Promise<readonly string[]> =>
    (await table.relay.grants()).filter((line) => line.includes('"from":null'));

  test('who is sent back is told why, and presses nothing', async () => {
    const { anna, ben } = table;
    await ben.press(/^Ask for control$/);
    await ben.sees(/Your place: 1/);
    await anna.press(/^Send back …$/);
    await anna.press(/^An image is being taken$/);
    await ben.sees(/Anna sent your request back:.*An image is being taken/);
    await table.areHeld(ben);
    await table.works(anna);
  });

  test('without the relay control ends by itself, and goes on with the relay; who works alone sees nothing of it', async () => {
    const { anna, cleo, relay } = table;
    await table.works(cleo);
    await table.works(anna);
    const before = await grants();
    const killedWallMs = Date.now();
    await relay.kill();
    while (Date.now() < killedWallMs + LEASE_MS + 2000) {
      await table.tap(anna);
      await pause(150);
    }
    await pause(NOT_ARRIVING_MS);
    expect(table.countSince(anna, killedWallMs)).toBeGreaterThan(0);
    expect(table.countSince(anna, killedWallMs + LEASE_MS)).toBe(0);
    await table.works(cleo);

    await relay.startAgain();
    await table.works(anna);
    await anna.sees(/You have control/);
    expect(before.length).toBeGreaterThan(0);
    expect(await grants()).toEqual(before);
  });

  test('three wait for their turn, and the presses of exactly one arrive', async () => {
    const { anna, ben, cleo } = table;
    await cleo.enter(await anna.invite());
    await anna.press(/^Let in$/);
    await cleo.sees(/People here: 3/);
    await ben.press(/^Ask for control$/);
    await ben.sees(/Your place: 1/);
    await cleo.press(/^Ask for control$/);
    await cleo.sees(/Your place: 2/);
    await table.works(anna);
    await table.areHeld(ben, cleo);

    await anna.press(/^Pass to …$/);
    await anna.press(/^Cleo \(waits\)$/);
    await cleo.press(/^Take the controls$/);
    await cleo.sees(/You have control/);
    await ben.sees(/Your place: 1/);
    await table.works(cleo);
    await table.areHeld(anna, ben);

    await cleo.press(/^Give up control$/);
    await ben.press(/^Take the controls$/);
    await ben.sees(/You have control/);
    await table.works(ben);
    await table.areHeld(anna, cleo);
  });

  test('who takes control from somebody whose path is dead is told what may still execute, and no more does', async () => {
    const { anna, ben, link, witness } = table;
    await table.works(ben);
    // Each at a place of its own: the second press of a double click is no action of its own.
    const stale = () => witness.events().filter(({ type, y }) => type === 'press' && y === STALE_Y).length;
    // A busy machine may take so long over the first press that Ben's gate has closed: nothing is on its way then.
    const pressOnDeadPath = async (): Promise<boolean> => {
      link.stall('both');
      for (let presses = 0; presses < 2 * W; presses++) await ben.tap(40 + 30 * presses, STALE_Y);
      return poll(async () => /may still execute/.test(await ben.overlay()), SOME_SHOWN_MS).then(
        () => true,
        () => false,
      );
    };
    let told = 0;
    try {
      while (!(await pressOnDeadPath())) {
        link.heal();
        await table.works(ben);
      }
      expect(stale()).toBe(0);
      await anna.press(/^Take control$/);
      await anna.sees(/You have control/);
      await table.works(anna);
      await poll(async () => {
        told = Number(MAY_STILL.exec(await anna.overlay())?.[1] ?? 0);
        return told > 0;
      }, WITHIN_MS);
      expect(stale()).toBe(0);
    } finally {
      link.heal();
    }
    await witness.until(() => stale() > 0, WITHIN_MS);
    await pause(NOT_ARRIVING_MS);
    expect(stale()).toBeLessThanOrEqual(W);
    // Releases are among what it is told.
    expect(told).toBeGreaterThanOrEqual(stale());
    expect(told).toBeLessThanOrEqual(2 * W);
    await table.areHeld(ben);
    await table.works(anna);
  });

  test('a machine that stood still for 20 s presses nothing when it goes on', async () => {
    const { anna, ben } = table;
    await table.passToBen();
    await anna.press(/^Ask for control$/);
    await anna.sees(/Your place: 1/);
    await ben.page.bringToFront();
    const queued = [table.tap(ben)];
    await ben.signal('SIGSTOP');
    const goesOnAtMs = Date.now() + MACHINE_PAUSE_MS;
    try {
      queued.push(table.tap(ben));
      await anna.press(/^Take the controls$/);
      await anna.sees(/You have control/);
      await table.works(anna);
      queued.push(table.tap(ben));
      await pause(goesOnAtMs - Date.now());
    } finally {
      await ben.signal('SIGCONT');
    }
    const grantedWallMs = table.pressesOf(anna).at(-1) ?? 0;
    await Promise.all(queued);
    await table.areHeld(ben);
    expect(table.countSince(ben, grantedWallMs)).toBe(0);
    await ben.sees(/Anna has control/);
    await table.works(anna);
  });

  test('a holder whose browser dies is followed within its lease, and lets go of what it had down', async () => {
    const { anna, ben, witness } = table;
    await table.passToBen();
    await anna.press(/^Ask for control$/);
    await anna.sees(/Your place: 1/);
    const before = table.pressesOf(ben).length;
    await table.hold(ben);
    await witness.until(() => table.pressesOf(ben).length > before, WITHIN_MS);
    await ben.signal('SIGKILL');
    const killedWallMs = Date.now();
    await anna.sees(/Control is offered to you/);
    const offeredWallMs = Date.now();
    expect(offeredWallMs - killedWallMs).toBeLessThanOrEqual(TAKE_OVER_MS + SHOWN_MS);
    await anna.press(/^Take the controls$/);
    await anna.sees(/You have control/);
    await table.works(anna);
    await witness.until((events) => unreleased(events).length === 0, WITHIN_MS);
    expect(table.countSince(ben, offeredWallMs)).toBe(0);
  });
});
