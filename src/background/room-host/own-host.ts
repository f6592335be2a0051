import type { Runtime } from 'webextension-polyfill';
import { RoomClient } from '../../room/room-client.ts';
import { type BrowserPort, hostPort, ownerOf } from './host-port.ts';
import { hostSurroundings } from './host-surroundings.ts';
import { RoomHost } from './room-host.ts';

/** What a host uses of the browser: an offscreen document has no more. */
export interface HostRuntime {
  readonly id: string;
  readonly getURL: (path: string) => string;
  readonly onConnect: { addListener(listener: (port: Runtime.Port) => void): void };
}

/** Rooms in this document. Must be called in its first turn: a port wakes an event page only for listeners it finds. */
export function ownHost(runtime: HostRuntime): RoomHost {
  const host = new RoomHost({
    makeClient: ({ link, name, mode }, events) =>
      new RoomClient({ ...hostSurroundings(), ...events, link, name, mode }),
  });
  runtime.onConnect.addListener((port: BrowserPort & { readonly name: string }) => {
    host.connect(port.name, ownerOf(port, runtime), hostPort(port));
  });
  return host;
}
