import type { PackedChange, PackedPiece } from '../../model/annotation/packed.ts';
import type { GuardCommand } from '../../model/gate/command.ts';
import type { RoomAct } from '../../model/port/room-command.ts';
import type { FramebufferPlace } from '../../model/port/room-port.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import type { BinListener } from '../../ui/analyst/bin-feed.ts';

/**
 * How the overlay, injected later into the same isolated world, finds the link that was there first. The
 * isolated world is ours: the page cannot see this global.
 */
export interface Link {
  /**
   * Calls the listener with the latest snapshot of every open or just closed connection of this document, now
   * and whenever one changes. Returns the way to stop.
   */
  subscribe(listener: (snapshots: readonly Snapshot[]) => void): () => void;
  /** The session as a series, for the analyst: one listener, which also gets the first bins. Returns the way to stop. */
  onBins(listener: BinListener): () => void;
  /** The name under which a connection is recorded; null: not, or not any more. */
  recordName(connection: string): string | null;
  /** What the user decided about a connection. Only ever from a trusted event. */
  command(connection: string, command: GuardCommand): void;
  /** The overlay cannot be seen, and could not help it; or it is seen again. */
  setInterfered(interfered: boolean): void;
  /** Wall-clock times at which the hook saw sockets open in this document, VNC or not; the newest ones. */
  readonly opened: readonly number[];
  /** The extension was updated, disabled or removed under this page. */
  readonly detached: boolean;
  readonly room: LinkRoom;
}

/** The room of this document's session, as the overlay finds it; content/overlay/room-line.ts decodes what it says. */
export interface LinkRoom {
  /**
   * Calls the listener with each `status` of the room host (ToSession), as it came, now and on change; null: this
   * document has no room. Returns the way to stop.
   */
  subscribe(listener: (status: unknown) => void): () => void;
  /** What the user decided. Only ever from a trusted event. */
  act(act: RoomAct): void;
  /** The own pointer over the picture; null: it left. */
  point(place: FramebufferPlace | null): void;
  /** What the user drew, erased or decided about drawing. Only ever from a trusted event. */
  draw(change: PackedChange): void;
  /** What the user is drawing now. */
  live(piece: PackedPiece): void;
  /**
   * Calls the listener with each `drawn` and `live` of the room host (ToSession), as it came; first comes all that
   * stands. Returns the way to stop.
   */
  onDrawing(listener: (news: unknown) => void): () => void;
}

// A plain name: the isolated world belongs to this extension alone.
declare global {
  var riceLink: Link | undefined;
}

export function offerLink(link: Link): void {
  globalThis.riceLink = link;
}

export function findLink(): Link | undefined {
  return globalThis.riceLink;
}
