import type { FromPanel, RoomEntry, RoomOutcome, RoomSeat, ToPanel } from '../../model/port/room-port.ts';
import type { RoomMode } from '../../model/port/room-view.ts';

/** The way to the room host, while a room is looked at. */
export interface HostLine {
  send(message: FromPanel): void;
  close(): void;
}

/** The tab that the panel speaks of. */
export interface FrontTab {
  readonly id: number;
  /** An invite that lies open in it, and that the browser lets us see: only after a click on the toolbar's button. */
  readonly invite: string | null;
}

/** All that the page knows about the world outside. Answers are undefined when the background does not answer. */
export interface RoomPagePort {
  frontTab(): Promise<FrontTab | undefined>;
  /** Calls back when another tab is in front, and when sessions or rooms came or went. Returns the way to stop. */
  onChange(listener: () => void): () => void;
  entry(tabId: number): Promise<RoomEntry | undefined>;
  openLine(onState: (message: ToPanel) => void, onClosed: () => void): HostLine;
  /** Asks the user for what this relay needs. Browsers allow it only in the first turn of a click. */
  request(relay: string): Promise<boolean>;
  join(seat: RoomSeat, link: string, name: string, mode: RoomMode): Promise<RoomOutcome | undefined>;
  start(seat: RoomSeat, relay: string, name: string): Promise<RoomOutcome | undefined>;
  leave(tabId: number): Promise<void>;
  forgetRelay(relay: string): Promise<void>;
  setName(name: string): Promise<void>;
  /** Brings a tab to the front. */
  show(tabId: number): Promise<void>;
  nowMs(): number;
  wallMs(): number;
  /** Calls back every `periodMs`; returns the way to stop. */
  every(periodMs: number, callback: () => void): () => void;
  /** Gives the user a file. */
  save(name: string, content: string, mimeType: string): void;
}
