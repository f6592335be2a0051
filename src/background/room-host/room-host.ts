import { type Problem, run } from '../../model/decode/decode.ts';
import {
  type FromPanel,
  PANEL_PORT,
  type RoomSeat,
  SESSION_PORT,
  type ToPanel,
} from '../../model/port/room-port.ts';
import { fromPanelDecoder, fromSessionDecoder } from '../../model/port/room-port-decoder.ts';
import type { RoomMode } from '../../model/port/room-view.ts';
import type { InviteLink } from '../../model/room/invite-link.ts';
import type { RoomClientApi } from '../../room/room-client-options.ts';
import type { HostPort, PortOwner } from './host-port.ts';
import { type ClientEvents, SeatedRoom } from './seated-room.ts';

export interface RoomJoin {
  readonly seat: RoomSeat;
  readonly link: InviteLink;
  readonly name: string;
  readonly mode: RoomMode;
}

export interface RoomHostOptions {
  readonly makeClient: (join: RoomJoin, events: ClientEvents) => RoomClientApi;
}

/**
 * All rooms of this browser, one a tab, with their connections, keys and chat; none of it is ever written anywhere.
 * Runs in an offscreen document (Chrome) or the event page (Firefox), and ends with it: then the gates close by
 * themselves when their leases run out.
 */
export class RoomHost {
  readonly #options: RoomHostOptions;
  readonly #rooms = new Map<number, SeatedRoom>();
  /** Pages that look at a tab, with a room or without. */
  readonly #panels = new Map<HostPort, number>();

  constructor(options: RoomHostOptions) {
    this.#options = options;
  }

  get tabs(): readonly number[] {
    return [...this.#rooms.keys()];
  }

  /** The room the tab had before is left. */
  join(join: RoomJoin): void {
    const { tabId } = join.seat;
    this.#rooms.get(tabId)?.stop();
    this.#put(tabId, new SeatedRoom(join.seat, (events) => this.#options.makeClient(join, events)));
  }

  /** The browser put another tab in this one's place: its room goes on there. */
  move(tabId: number, toTabId: number): void {
    const room = this.#rooms.get(tabId);
    if (room === undefined || tabId === toTabId) return;
    this.leave(toTabId);
    this.#rooms.delete(tabId);
    room.moveTo(toTabId);
    this.#put(toTabId, room);
  }

  /** The person leaves, or the tab is gone. */
  leave(tabId: number): void {
    this.#rooms.get(tabId)?.stop();
    this.#rooms.delete(tabId);
  }

  /** Takes a port; false: it is for somebody else, or nobody who may speak here. */
  connect(name: string, owner: PortOwner | null, port: HostPort): boolean {
    if (name === SESSION_PORT && owner?.type === 'session') this.#session(owner, port);
    else if (name === PANEL_PORT && owner?.type === 'page') this.#panel(port);
    else return false;
    return true;
  }

  stop(): void {
    for (const tabId of this.tabs) this.leave(tabId);
  }

  #put(tabId: number, room: SeatedRoom): void {
    this.#rooms.set(tabId, room);
    for (const [panel, lookedAt] of this.#panels) {
      if (lookedAt === tabId) room.addPanel(panel);
    }
  }

  #session(owner: Extract<PortOwner, { type: 'session' }>, port: HostPort): void {
    port.onMessage((input) => {
      const message = run(fromSessionDecoder, input);
      if (!message.ok) {
        complain(`tab ${owner.tabId}`, message.problems);
        return;
      }
      const room = this.#rooms.get(owner.tabId);
      if (room?.isOfFrame(owner.frameId) === true) room.hear(port, message.value);
      else if (message.value.type === 'sit') port.post({ type: 'no-room' });
    });
    port.onDisconnect(() => this.#rooms.get(owner.tabId)?.portClosed(port));
  }

  #panel(port: HostPort): void {
    port.onMessage((input) => {
      const message = run(fromPanelDecoder, input);
      if (message.ok) this.#hearPanel(port, message.value);
      else complain('a page', message.problems);
    });
    port.onDisconnect(() => this.#look(port, null));
  }

  #hearPanel(port: HostPort, message: FromPanel): void {
    const tabId = this.#panels.get(port);
    switch (message.type) {
      case 'look':
        this.#look(port, message.tabId);
        return;
      case 'act':
        if (tabId !== undefined) this.#rooms.get(tabId)?.act(message.act);
        return;
      case 'ping':
        return;
      default:
        message satisfies never;
    }
  }

  #look(port: HostPort, tabId: number | null): void {
    const before = this.#panels.get(port);
    if (before !== undefined) this.#rooms.get(before)?.removePanel(port);
    this.#panels.delete(port);
    if (tabId === null) return;
    this.#panels.set(port, tabId);
    const room = this.#rooms.get(tabId);
    if (room === undefined) port.post({ type: 'state', tabId, state: null } satisfies ToPanel);
    else room.addPanel(port);
  }
}

function complain(from: string, problems: readonly Problem[]): void {
  console.warn(`[room] from ${from}: ${JSON.stringify(problems.slice(0, 3))}`);
}
