import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserNames } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import { OwnRelay } from '../support/own-relay.ts';
import { untilConnected } from '../support/portals/portal-page.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import { RoomPerson } from '../support/room-person.ts';
import { type InputWitness, startInputWitness } from '../support/servers/input-witness.ts';
import { startPicture } from '../support/servers/picture.ts';
import { pause, type ServerProcess, stopAll } from '../support/servers/process.ts';
import { startWebsockify } from '../support/servers/websockify.ts';
import { startXvnc } from '../support/servers/xvnc.ts';

/** Longer than any press takes to arrive here. */
const NOT_ARRIVING_MS = 2000;
/** A gate opens at fresh proof from probes; the first clicks of somebody idle may be dropped. */
const TRIES = 10;

let portals: PortalServer;
let relay: OwnRelay;
beforeAll(async () => {
  portals = await startPortalServer();
  relay = await OwnRelay.start();
});
afterAll(async () => {
  await relay?.stop();
  await portals?.stop();
});

describe.each(browserNames)('two people at one instrument, in %s', (name) => {
  let processes: readonly ServerProcess[] = [];
  let witness: InputWitness;
  let anna: RoomPerson;
  let ben: RoomPerson;

  beforeAll(async () => {
    const server = await startXvnc();
    const picture = await startPicture(server.display);
    witness = await startInputWitness(server.display);
    const websockify = await startWebsockify(server);
    processes = [websockify, witness, picture, server];
    const plan = { with: name, portals, url: websockify.url };
    anna = await RoomPerson.arrive({ ...plan, name: 'Anna' });
    ben = await RoomPerson.arrive({ ...plan, name: 'Ben' });
  });
  afterAll(async () => {
    await anna?.stop();
    await ben?.stop();
    await stopAll([...processes]);
  });

  const presses = (x: number, y: number): number =>
    witness.events().filter((event) => event.type === 'press' && event.x === x && event.y === y).length;

  /** Each has a corner of their own, so that the server shows who pressed. */
  const corner = { Anna: { x: 100, y: 100 }, Ben: { x: 400, y: 300 } } as const;

  async function works(person: RoomPerson): Promise<void> {
    const { x, y } = person === anna ? corner.Anna : corner.Ben;
    const before = presses(x, y);
    for (let tries = 0; tries < TRIES && presses(x, y) === before; tries++) {
      await person.click(x, y);
      await pause(800);
    }
    expect(presses(x, y)).toBeGreaterThan(before);
  }

  async function isHeld(person: RoomPerson): Promise<void> {
    const { x, y } = person === anna ? corner.Anna : corner.Ben;
    const before = presses(x, y);
    for (let tries = 0; tries < 3; tries++) {
      await person.click(x, y);
      await pause(300);
    }
    await pause(NOT_ARRIVING_MS);
    expect(presses(x, y)).toBe(before);
  }

  test('begin a room, invite, and come in by the lobby', async () => {
    await anna.enter(relay.startLink);
    await anna.sees(/People here: 1/);
    await ben.enter(await anna.invite());
    await ben.sees(/somebody has to let you in/);
    await anna.press(/^Let in$/);
    await ben.sees(/People here: 2/);
    await anna.sees(/Ben/);
    await ben.sees(/Anna/);
  });

  test('neither presses without control', async () => {
    await isHeld(anna);
    await isHeld(ben);
  });

  test('who asks has it, and the other one’s presses do not arrive', async () => {
    await anna.press(/^Ask for control$/);
    await anna.sees(/You have control/);
    await ben.sees(/Anna has control/);
    await works(anna);
    await isHeld(ben);
  });

  test('it is passed on to who waits', async () => {
    await ben.press(/^Ask for control$/);
    await ben.sees(/Your place: 1/);
    await anna.press(/^Pass to …$/);
    await anna.press(/^Ben \(waits\)$/);
    await ben.press(/^Take the controls$/);
    await ben.sees(/You have control/);
    await works(ben);
    await isHeld(anna);
  });

  test('the owner takes it back', async () => {
    await anna.press(/^Take control$/);
    await anna.sees(/You have control/);
    await works(anna);
    await isHeld(ben);
  });

  test('a page that is loaded again is in its room, without control, and shows who has it', async () => {
    await ben.page.reload();
    await untilConnected(ben.page);
    await isHeld(ben);
    await poll(
      async () => /Anna/.test(await ben.overlay()) && /has control/.test(await ben.overlay()),
      20_000,
    );
    await works(anna);
  });

  test('who leaves works alone again', async () => {
    await ben.press(/^Leave …$/);
    await ben.press(/^Leave$/);
    await ben.sees(/several people at one instrument/);
    await works(ben);
  });
});
