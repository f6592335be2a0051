import { afterAll, beforeAll } from 'vitest';
import { OwnRelay } from './own-relay.ts';
import { type PortalServer, startPortalServer } from './portals/portal-server.ts';

/** What all tests of rooms in a file stand on. */
export interface RoomGround {
  readonly portals: PortalServer;
  readonly relay: OwnRelay;
}

/** Portals and a relay from before the first test of a file to after its last. */
export function useRoomGround(): RoomGround {
  let portals: PortalServer | undefined;
  let relay: OwnRelay | undefined;
  beforeAll(async () => {
    portals = await startPortalServer();
    relay = await OwnRelay.start();
  });
  afterAll(async () => {
    await relay?.stop();
    await portals?.stop();
  });
  const here = <T>(part: T | undefined): T => {
    if (part === undefined) throw new Error('[room] asked for before the tests began');
    return part;
  };
  return {
    get portals() {
      return here(portals);
    },
    get relay() {
      return here(relay);
    },
  };
}
