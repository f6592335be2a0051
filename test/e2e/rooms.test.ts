import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { browserNames } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import { untilConnected } from '../support/portals/portal-page.ts';
import { useRoomGround } from '../support/room-ground.ts';
import { RoomPerson } from '../support/room-person.ts';
import { startPicture } from '../support/servers/picture.ts';
import { pause } from '../support/servers/process.ts';
import { SharedInstrument } from '../support/shared-instrument.ts';

/** Longer than any press takes to arrive here. */
const NOT_ARRIVING_MS = 2000;
/** A gate opens at fresh proof from probes; the first clicks of somebody idle may be dropped. */
const TRIES = 10;

const ground = useRoomGround();

describe.each(browserNames)('two people at one instrument, in %s', (name) => {
  let instrument: SharedInstrument;
  let anna: RoomPerson;
  let ben: RoomPerson;

  beforeAll(async () => {
    instrument = await SharedInstrument.start([startPicture]);
    const plan = { with: name, portals: ground.portals, url: instrument.url };
    anna = await RoomPerson.arrive({ ...plan, name: 'Anna' });
    ben = await RoomPerson.arrive({ ...plan, name: 'Ben' });
  });
  afterAll(async () => {
    await anna?.stop();
    await ben?.stop();
    await instrument?.stop();
  });

  /** Each has a corner of their own, so that the server shows who pressed. */
  const corner = { Anna: { x: 100, y: 100 }, Ben: { x: 400, y: 300 } } as const;

  async function works(person: RoomPerson): Promise<void> {
    const own = person === anna ? corner.Anna : corner.Ben;
    const before = instrument.presses(own);
    for (let tries = 0; tries < TRIES && instrument.presses(own) === before; tries++) {
      await person.click(own.x, own.y);
      await pause(800);
    }
    expect(instrument.presses(own)).toBeGreaterThan(before);
  }

  async function isHeld(person: RoomPerson): Promise<void> {
    const own = person === anna ? corner.Anna : corner.Ben;
    const before = instrument.presses(own);
    for (let tries = 0; tries < 3; tries++) {
      await person.click(own.x, own.y);
      await pause(300);
    }
    await pause(NOT_ARRIVING_MS);
    expect(instrument.presses(own)).toBe(before);
  }

  test('begin a room, invite, and come in by the lobby', async () => {
    await anna.begin(ground.relay);
    await anna.letIn(ben);
    await anna.sees(/Ben/);
    await ben.sees(/Anna/);
  });

  test('neither presses without control', async () => {
    await isHeld(anna);
    await isHeld(ben);
  });

  test('who asks has it, and the other one’s presses do not arrive', async () => {
    await anna.takeControl();
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
