import type { RoomPanelAct } from '../../model/port/room-command.ts';
import type { RoomEntry, RoomOutcome, RoomSession } from '../../model/port/room-port.ts';
import type { RoomMode, RoomPanelState } from '../../model/port/room-view.ts';
import type { MemberId } from '../../model/room/member.ts';
import type { Messages } from '../surroundings.ts';

/** What somebody fills in to get into a room. */
export interface RoomWish {
  readonly session: RoomSession;
  readonly name: string;
  readonly mode: RoomMode;
}

/** How a chat is given out: lines for people, or data. */
export type ChatFormat = 'text' | 'json';

/** All that the panel's components know of the world outside. */
export interface PanelTools {
  readonly messages: Messages;
  /** Monotonic. */
  readonly nowMs: () => number;
  readonly wallMs: () => number;
  readonly act: (act: RoomPanelAct) => void;
  /** Called in the click, so that the browser may be asked for the relay's host. */
  readonly join: (wish: RoomWish & { readonly link: string }) => void;
  /** On a relay whose start link is remembered. Called in the click. */
  readonly start: (wish: RoomWish & { readonly relay: string }) => void;
  readonly forgetRelay: (relay: string) => void;
  /** Gives the user the chat as a file. */
  readonly exportChat: (format: ChatFormat) => void;
  /** Rejects when the clipboard is not to be had. */
  readonly copy: (text: string) => Promise<void>;
}

/** What the panel shows at one instant. */
export interface PanelPicture {
  /** null: this tab has no room. */
  readonly state: RoomPanelState | null;
  /** When `state` came, by the tools' nowMs. */
  readonly heardAtMs: number;
  /** Who had control before who has it now; null: nobody that was seen. */
  readonly former: MemberId | null;
  /** What a room can be joined or begun with; null: not known yet. */
  readonly entry: RoomEntry | null;
  /** An invite that lies open in the tab in front; null: none. */
  readonly invite: string | null;
  /** Of the last try to join or start; null: none. */
  readonly outcome: RoomOutcome | null;
}
