import { isRelayAllowed, type ManagedPolicy } from '../model/policy/managed-policy.ts';
import type { RememberedRooms } from '../model/port/options-message.ts';
import type {
  ReadyRelays,
  RoomEntry,
  RoomOutcome,
  RoomPageOpened,
  RoomSeat,
  RoomSession,
} from '../model/port/room-port.ts';
import type { RoomMode } from '../model/port/room-view.ts';
import { readInviteLink, relayHost } from '../model/room/invite-link-text.ts';
import { relayPattern } from '../model/room/relay-permission.ts';
import type { ExtensionApi } from './extension-api.ts';
import type { SendingDocument } from './message-sender.ts';
import type { RoomDoor } from './room-door.ts';
import { RoomSeats } from './room-seats.ts';
import { RoomStore, type StoredRooms } from './room-store.ts';
import type { TabRecord } from './tab-record.ts';
import type { TabRecords } from './tab-records.ts';

/** Sessions of all tabs that are offered; who has more has the right one in front. */
const MAX_ROOM_SESSIONS = 64;

export interface RoomKeeperOptions {
  readonly api: Pick<ExtensionApi, 'permissions' | 'sidePanel' | 'sidebarAction' | 'storage' | 'tabs'>;
  readonly records: TabRecords;
  readonly door: RoomDoor;
  /** What the facility has set. */
  readonly managed: () => Promise<ManagedPolicy>;
}

interface Joining {
  readonly seat: RoomSeat;
  /** As it was pasted. */
  readonly link: string;
  readonly name: string;
  readonly mode: RoomMode;
}

/** Begins, joins and leaves rooms for sessions of tabs. The rooms themselves are the host's. */
export class RoomKeeper {
  readonly #options: RoomKeeperOptions;
  readonly #store: RoomStore;
  readonly #seats: RoomSeats;

  constructor(options: RoomKeeperOptions) {
    this.#options = options;
    this.#store = new RoomStore(options.api.storage.local);
    this.#seats = new RoomSeats(options.api.storage.session);
  }

  /** What is kept of rooms beyond their end. */
  async remembered(): Promise<RememberedRooms> {
    const { name, relays } = await this.#known();
    return {
      name,
      relays: relays.map(({ origin, startLink }) => ({ origin, canStart: startLink !== null })),
    };
  }

  async entry(tabId: number): Promise<RoomEntry> {
    const { name, relays } = await this.remembered();
    const tabs = await this.#options.records.all();
    const own = sessionsOf(tabId, tabs.get(tabId));
    return {
      name,
      relays,
      sessions:
        own.length > 0
          ? own
          : [...tabs].flatMap(([id, tab]) => sessionsOf(id, tab)).slice(0, MAX_ROOM_SESSIONS),
      room: (await this.#seats.of(tabId))?.relay ?? null,
    };
  }

  /** The permission for the relay was asked for in the click: here it is only looked at. */
  async join({ seat, link: pasted, name, mode }: Joining): Promise<RoomOutcome> {
    const { api, door } = this.#options;
    const { tabId, frameId } = seat;
    const read = readInviteLink(pasted);
    if (!read.ok) return { type: 'bad-link' };
    const { relay } = read.link;
    if (!isRelayAllowed(await this.#options.managed(), relay)) return { type: 'forbidden', relay };
    if (!(await this.#hasSession(seat))) return { type: 'no-session' };
    if (!(await this.#isAllowed(relay))) return { type: 'not-allowed', relay };
    // A private window leaves nothing behind.
    if (!(await api.tabs.get(tabId)).incognito) await this.#store.remember(read.link, name);
    const before = await this.#seats.of(tabId);
    await this.#seats.take({ tabId, frameId, relay });
    try {
      await door.join({ type: 'host-join', seat, link: pasted, name, mode });
    } catch (error) {
      if (before === undefined) await this.#seats.free(tabId);
      else await this.leave(tabId).catch(() => undefined);
      return { type: 'failed', fault: error instanceof Error ? error.message : String(error) };
    }
    // The host has left the room that the tab had. Its link lets go of it first: it may be in another frame, and a
    // link that hears of the same relay again would not sit down in the new room, so that no order came to its gate.
    if (before !== undefined) await this.#tellLink(tabId, before.frameId, null);
    await this.#tellLink(tabId, frameId, relayHost(relay));
    return { type: 'joining' };
  }

  /** Begins a room on a relay whose start link is remembered. */
  async start(seat: RoomSeat, relay: string, name: string): Promise<RoomOutcome> {
    const link = await this.#store.startLink(relay);
    if (link === null) return { type: 'no-relay' };
    return this.join({ seat, link, name, mode: 'operate' });
  }

  /** The session goes on alone. */
  async leave(tabId: number): Promise<void> {
    const seat = await this.#seats.free(tabId);
    try {
      await this.#options.door.leave(tabId);
    } finally {
      // Also when no host can be asked: a seat that is free has nobody who could open its gate again.
      if (seat !== undefined) await this.#tellLink(tabId, seat.frameId, null);
    }
  }

  /** The facility has set something else: what it does not allow any more ends. */
  async leaveForbidden(): Promise<void> {
    const managed = await this.#options.managed();
    for (const { tabId, relay } of await this.#seats.all()) {
      if (!isRelayAllowed(managed, relay)) await this.leave(tabId);
    }
  }

  async tabClosed(tabId: number): Promise<void> {
    if ((await this.#seats.free(tabId)) !== undefined) await this.#options.door.leave(tabId);
  }

  /**
   * Chromium gives a tab that it discards another number, and says so once. The room goes on there: what is loaded in
   * it must have no control before its room has spoken, or it would work alone beside it.
   */
  async tabReplaced(tabId: number, byTabId: number): Promise<void> {
    const seat = await this.#seats.move(tabId, byTabId);
    if (seat === undefined) return;
    await this.#options.door.move(tabId, byTabId);
    // As a rule nothing is loaded there, and the document asks when it is.
    await this.#tellLink(byTabId, seat.frameId, relayHost(seat.relay));
  }

  setName(name: string): Promise<void> {
    return this.#store.setName(name);
  }

  forgetRelay(origin: string): Promise<void> {
    return this.#store.forget(origin);
  }

  /** Relays a room can be begun on without asking for anything, a name included. */
  async ready(): Promise<ReadyRelays> {
    const { name, relays } = await this.#known();
    if (name === '') return { relays: [] };
    const ready: string[] = [];
    for (const { origin, startLink } of relays) {
      if (startLink !== null && (await this.#isAllowed(origin))) ready.push(relayHost(origin));
    }
    return { relays: ready };
  }

  /** One click on the picture, on one of the relays that are ready. */
  async startHere(
    { tabId, frameId }: SendingDocument,
    connection: string,
    host: string,
  ): Promise<RoomOutcome> {
    const { name, relays } = await this.#store.read();
    const relay = relays.find(({ origin }) => relayHost(origin) === host);
    if (relay === undefined || name === '') return { type: 'no-relay' };
    return this.start({ tabId, frameId, connection }, relay.origin, name);
  }

  /** The relay on which a session of this frame has a room; null: none. */
  async relayHostOf({ tabId, frameId }: Pick<SendingDocument, 'frameId' | 'tabId'>): Promise<string | null> {
    const seat = await this.#seats.of(tabId);
    return seat?.frameId === frameId ? relayHost(seat.relay) : null;
  }

  /** The same for a whole tab. */
  async relayHostOfTab(tabId: number): Promise<string | null> {
    const seat = await this.#seats.of(tabId);
    return seat === undefined ? null : relayHost(seat.relay);
  }

  /**
   * Opens the side panel. Chrome lets a click in a page count if this is called before anything is waited for; Firefox
   * does not.
   */
  openPage({ tabId }: Pick<SendingDocument, 'tabId'>): Promise<RoomPageOpened> {
    const { sidePanel } = this.#options.api;
    if (sidePanel === undefined) return Promise.resolve({ how: 'by-hand' });
    return sidePanel.open({ tabId }).then(
      () => ({ how: 'opened' }),
      () => ({ how: 'by-hand' }),
    );
  }

  /** The shortcut. In Firefox it shuts the sidebar as well. */
  async openByShortcut(windowId: number | undefined): Promise<void> {
    const { sidePanel, sidebarAction } = this.#options.api;
    if (sidebarAction !== undefined) await sidebarAction.toggle();
    else if (sidePanel !== undefined && windowId !== undefined) await sidePanel.open({ windowId });
  }

  /** What is remembered, without the relays that the facility does not allow. */
  async #known(): Promise<StoredRooms> {
    const [managed, { name, relays }] = await Promise.all([this.#options.managed(), this.#store.read()]);
    return { name, relays: relays.filter(({ origin }) => isRelayAllowed(managed, origin)) };
  }

  async #hasSession({ tabId, frameId, connection }: RoomSeat): Promise<boolean> {
    const sessions = sessionsOf(tabId, await this.#options.records.get(tabId));
    return sessions.some((each) => each.frameId === frameId && each.connection === connection);
  }

  async #isAllowed(relay: string): Promise<boolean> {
    const pattern = relayPattern(relay);
    return pattern === null || this.#options.api.permissions.contains({ origins: [pattern] });
  }

  async #tellLink(tabId: number, frameId: number, host: string | null): Promise<void> {
    // The document may be gone by now; the next one asks.
    await this.#options.api.tabs
      .sendMessage(tabId, { type: 'room', relayHost: host }, { frameId })
      .catch(() => undefined);
  }
}

function sessionsOf(tabId: number, tab: TabRecord | undefined): readonly RoomSession[] {
  return (tab?.frames ?? []).flatMap(({ frameId, host, reports }) =>
    reports
      .filter(({ guarding }) => guarding !== 'closed')
      .map(({ connection }) => ({ tabId, frameId, connection, host })),
  );
}
