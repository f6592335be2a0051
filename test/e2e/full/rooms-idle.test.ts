import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IDLE_WARNING_MS } from '../../../src/model/control/lock-times.ts';
import { browserNames } from '../../support/browsers/launch.ts';
import { type PortalServer, startPortalServer } from '../../support/portals/portal-server.ts';
import { RoomTable } from '../../support/room-table.ts';
import { pause } from '../../support/servers/process.ts';

/** The least that a relay can be set to. */
const IDLE_MS = 60_000;
/** What a renewal, a view and a panel on a busy machine take together. */
const LATE_MS = 10_000;

let portals: PortalServer;
beforeAll(async () => {
  portals = await startPortalServer();
});
afterAll(async () => {
  await portals?.stop();
});

describe.each(browserNames)('a holder who does nothing, in %s', (name) => {
  let table: RoomTable;

  beforeAll(async () => {
    table = await RoomTable.lay(name, portals, ['--idle-minutes', '1']);
    await table.begin();
  }, 180_000);
  afterAll(async () => {
    await table?.stop();
  });

  test('is warned while somebody waits, and a minute later control goes on', async () => {
    const { anna, ben } = table;
    const idleSinceWallMs = table.pressesOf(anna).at(-1) ?? 0;
    // A request lasts two minutes, which is as long as all of this takes.
    await pause(IDLE_MS / 2);
    await ben.press(/^Ask for control$/);
    await ben.sees(/Your place: 1/);

    await anna.sees(/You are idle: goes on in/, IDLE_MS + LATE_MS);
    await ben.sees(/Control is offered to you/, IDLE_WARNING_MS + LATE_MS);
    expect(Date.now() - idleSinceWallMs).toBeGreaterThanOrEqual(IDLE_MS + IDLE_WARNING_MS);
    await ben.press(/^Take the controls$/);
    await ben.sees(/You have control/);
    await table.works(ben);
    await table.areHeld(anna);
  }, 300_000);
});
