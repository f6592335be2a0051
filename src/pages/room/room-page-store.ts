import { type ReadonlySignal, signal } from '@preact/signals';
import type { RoomPanelAct } from '../../model/port/room-command.ts';
import {
  PING_MS,
  type RoomEntry,
  type RoomOutcome,
  type RoomSeat,
  type RoomSession,
  type ToPanel,
} from '../../model/port/room-port.ts';
import type { RoomPanelState } from '../../model/port/room-view.ts';
import { readInviteLink, relayHost } from '../../model/room/invite-link-text.ts';
import type { ChatFormat, PanelPicture, RoomWish } from '../../ui/room/panel-tools.ts';
import { EMPTY_MEMORY, formerHolder, hear, type RoomMemory } from '../../ui/room/room-memory.ts';
import { chatFileName, chatJson, chatText } from './chat-file.ts';
import type { HostLine, RoomPagePort } from './room-page-port.ts';

const NOTHING: PanelPicture = {
  state: null,
  heardAtMs: 0,
  former: null,
  entry: null,
  invite: null,
  outcome: null,
};

/** What the side panel knows, and what its buttons do. It follows the tab in front. */
export class RoomPageStore {
  readonly #port: RoomPagePort;
  readonly #picture = signal<PanelPicture>(NOTHING);
  #tabId: number | null = null;
  /** Of the room of that tab. */
  #memory: RoomMemory = EMPTY_MEMORY;
  #line: HostLine | null = null;
  /** Several looks may be under way: only the newest one's answer counts. */
  #looks = 0;

  constructor(port: RoomPagePort) {
    this.#port = port;
  }

  get picture(): ReadonlySignal<PanelPicture> {
    return this.#picture;
  }

  /** Returns the way to stop. */
  start(): () => void {
    const look = (): void => void this.look();
    look();
    const unlisten = this.#port.onChange(look);
    const stopPing = this.#port.every(PING_MS, () => this.#line?.send({ type: 'ping' }));
    return () => {
      unlisten();
      stopPing();
      this.#close();
    };
  }

  /** Which tab is in front, and whether it has a room. */
  async look(): Promise<void> {
    this.#looks++;
    const turn = this.#looks;
    const tab = await this.#port.frontTab();
    const entry = tab === undefined ? undefined : await this.#port.entry(tab.id);
    if (turn !== this.#looks || tab === undefined || entry === undefined) return;
    const isOther = tab.id !== this.#tabId;
    this.#tabId = tab.id;
    this.#set({ entry, invite: tab.invite, ...(isOther ? { state: null, outcome: null } : {}) });
    if (entry.room === null) {
      this.#close();
      this.#set({ state: null });
    } else if (this.#line === null) this.#open(entry);
    else if (isOther) this.#line.send({ type: 'look', tabId: tab.id });
  }

  act(act: RoomPanelAct): void {
    // The background forgets the seat as well: a host that died has nothing left to be told.
    if (act.type === 'leave') void this.#leave();
    else this.#line?.send({ type: 'act', act });
    if (act.type === 'rename') void this.#port.setName(act.name);
  }

  /** Called first thing in a click. */
  join(wish: RoomWish & { readonly link: string }): void {
    const { session, name, mode, link } = wish;
    const read = readInviteLink(link);
    if (!read.ok) {
      this.#set({ outcome: { type: 'bad-link' } });
      return;
    }
    void this.#asked(read.link.relay, wish, () => this.#port.join(seatOf(session), link, name, mode));
  }

  /** Called first thing in a click. */
  begin(wish: RoomWish & { readonly relay: string }): void {
    void this.#asked(wish.relay, wish, () => this.#port.start(seatOf(wish.session), wish.relay, wish.name));
  }

  async forgetRelay(relay: string): Promise<void> {
    await this.#port.forgetRelay(relay);
    await this.look();
  }

  exportChat(format: ChatFormat): void {
    const { chat, droppedChat } = this.#picture.value.state ?? { chat: [], droppedChat: 0 };
    const { save, wallMs } = this.#port;
    const madeWallMs = wallMs();
    const name = chatFileName(madeWallMs, format);
    if (format === 'text') save(name, chatText(chat), 'text/plain;charset=utf-8');
    else save(name, chatJson({ chat, droppedChat }, madeWallMs), 'application/json');
  }

  async #asked(
    relay: string,
    { session }: RoomWish,
    enter: () => Promise<RoomOutcome | undefined>,
  ): Promise<void> {
    const isAllowed = await this.#port.request(relay).catch(() => false);
    const outcome = isAllowed
      ? await enter().catch(() => undefined)
      : { type: 'not-allowed' as const, relay };
    this.#set({ outcome: outcome ?? { type: 'failed', fault: '' } });
    if (outcome?.type === 'joining' && session.tabId !== this.#tabId) await this.#port.show(session.tabId);
    await this.look();
  }

  async #leave(): Promise<void> {
    if (this.#tabId !== null) await this.#port.leave(this.#tabId);
    await this.look();
  }

  #open(entry: RoomEntry): void {
    const tabId = this.#tabId;
    if (tabId === null) return;
    const line = this.#port.openLine(
      (message) => {
        if (this.#line === line) this.#heard(message);
      },
      () => {
        if (this.#line !== line) return;
        this.#line = null;
        this.#set({ state: lost(entry) });
      },
    );
    this.#line = line;
    line.send({ type: 'look', tabId });
  }

  #heard({ tabId, state }: ToPanel): void {
    if (tabId !== this.#tabId) return;
    const { entry } = this.#picture.value;
    // The background knows of a room and the host does not: the host was lost, and the room with it.
    this.#set({ state: state ?? (entry === null ? null : lost(entry)) });
  }

  #close(): void {
    this.#line?.close();
    this.#line = null;
  }

  #set(part: Partial<PanelPicture>): void {
    this.#picture.value = {
      ...this.#picture.value,
      ...part,
      ...('state' in part ? this.#remember(part.state) : {}),
    };
  }

  #remember(state: RoomPanelState | null | undefined): Pick<PanelPicture, 'heardAtMs' | 'former'> {
    const nowMs = this.#port.nowMs();
    this.#memory =
      state === null || state === undefined ? EMPTY_MEMORY : hear(this.#memory, state.status, nowMs);
    return { heardAtMs: nowMs, former: formerHolder(this.#memory) };
  }
}

function lost({ room }: RoomEntry): RoomPanelState | null {
  if (room === null) return null;
  return {
    status: { type: 'ended', relayHost: relayHost(room), reason: 'unreachable' },
    chat: [],
    droppedChat: 0,
    invites: [],
  };
}

/** What a seat is, and no more: the background refuses a field that it does not know. */
function seatOf({ tabId, frameId, connection }: RoomSession): RoomSeat {
  return { tabId, frameId, connection };
}
