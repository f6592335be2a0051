import { run } from '../model/decode/decode.ts';
import type { HostRooms, ToRoomHost } from '../model/port/room-port.ts';
import { hostRoomsDecoder } from '../model/port/room-port-decoder.ts';
import { readInviteLink } from '../model/room/invite-link-text.ts';
import type { RoomHost } from './room-host/room-host.ts';
import { TaskQueue } from './task-queue.ts';

/** The way to the room host, wherever it runs. */
export interface RoomDoor {
  /** Rejects with the browser's words if no host can run. */
  join(message: Extract<ToRoomHost, { type: 'host-join' }>): Promise<void>;
  leave(tabId: number): Promise<void>;
  /** What the one tab has, the other has from now on. */
  move(tabId: number, toTabId: number): Promise<void>;
}

/** Does what the background asks of a host. */
export function answerRoomHost(host: RoomHost, message: ToRoomHost): HostRooms {
  switch (message.type) {
    case 'host-join': {
      const { seat, name, mode } = message;
      const invite = readInviteLink(message.link);
      if (invite.ok) host.join({ seat, link: invite.link, name, mode });
      break;
    }
    case 'host-leave':
      host.leave(message.tabId);
      break;
    case 'host-move':
      host.move(message.tabId, message.toTabId);
      break;
    default:
      message satisfies never;
  }
  return { tabs: host.tabs };
}

/** Firefox: the event page itself is the host. */
export function localDoor(host: RoomHost): RoomDoor {
  return {
    join: async (message) => void answerRoomHost(host, message),
    leave: async (tabId) => host.leave(tabId),
    move: async (tabId, toTabId) => host.move(tabId, toTabId),
  };
}

/** What is used of chrome.offscreen, which the polyfill's types do not know. */
export interface Offscreen {
  createDocument(options: {
    readonly url: string;
    readonly reasons: readonly string[];
    readonly justification: string;
  }): Promise<void>;
  closeDocument(): Promise<void>;
  hasDocument(): Promise<boolean>;
}

/**
 * Chrome: a document that nobody sees, made when the first room is joined and closed with the last. A worker would do
 * for the socket, but not for voice, and the browser may end it at any time.
 */
export class OffscreenDoor implements RoomDoor {
  readonly #offscreen: Offscreen;
  readonly #send: (message: ToRoomHost) => Promise<unknown>;
  readonly #queue = new TaskQueue();

  constructor(offscreen: Offscreen, send: (message: ToRoomHost) => Promise<unknown>) {
    this.#offscreen = offscreen;
    this.#send = send;
  }

  join(message: Extract<ToRoomHost, { type: 'host-join' }>): Promise<void> {
    return this.#queue.run(async () => {
      if (!(await this.#offscreen.hasDocument())) {
        await this.#offscreen.createDocument({
          url: 'offscreen.html',
          reasons: ['WEB_RTC'],
          justification: 'Holds the connection of a room, from when it is joined until it is left.',
        });
      }
      await this.#send(message);
    });
  }

  leave(tabId: number): Promise<void> {
    return this.#queue.run(async () => {
      if (!(await this.#offscreen.hasDocument())) return;
      const left = run(hostRoomsDecoder, await this.#send({ type: 'host-leave', tabId }));
      if (left.ok && left.value.tabs.length === 0) await this.#offscreen.closeDocument();
    });
  }

  move(tabId: number, toTabId: number): Promise<void> {
    return this.#queue.run(async () => {
      if (await this.#offscreen.hasDocument()) await this.#send({ type: 'host-move', tabId, toTabId });
    });
  }
}
