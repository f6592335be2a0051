import type { SaidChange } from '../../model/annotation/board-change.ts';
import type { LivePiece } from '../../model/annotation/live-piece.ts';
import { packedPiece, packedSaid } from '../../model/annotation/packed.ts';
import type { SeatOrder } from '../../model/control/seat-order.ts';
import type { RoomPanelAct } from '../../model/port/room-command.ts';
import {
  type HeardFromSession,
  MAX_DRAWN,
  type RoomSeat,
  type ToPanel,
  type ToSession,
} from '../../model/port/room-port.ts';
import type { MemberId } from '../../model/room/member.ts';
import type { RoomClientApi } from '../../room/room-client-options.ts';
import type { HostPort } from './host-port.ts';

/** What a client of a room calls. */
export interface ClientEvents {
  readonly onChange: () => void;
  readonly onSeatOrder: (order: SeatOrder) => void;
  readonly onDrawn: (changes: readonly SaidChange[]) => void;
  readonly onPiece: (from: MemberId, piece: LivePiece) => void;
}

/** Where the gate of the session is now. */
interface Gate {
  readonly port: HostPort;
  readonly connection: string;
}

/**
 * One room and the session it is for: a connection of a frame of a tab. A page that is loaded again has another
 * connection; it takes the seat if it leads to the same address.
 */
export class SeatedRoom {
  #seat: RoomSeat;
  readonly #client: RoomClientApi;
  readonly #panels = new Set<HostPort>();
  #gate: Gate | null = null;
  /** The session was told that it is in the room. Before that it could not say whose drawing it is told of. */
  #isIn = false;
  /** Of the connection, as its document told; null: not heard yet. */
  #address: string | null = null;

  constructor(seat: RoomSeat, makeClient: (events: ClientEvents) => RoomClientApi) {
    this.#seat = seat;
    this.#client = makeClient({
      onChange: () => this.#tell(),
      onSeatOrder: (order) => this.#order(order),
      onDrawn: (changes) => this.#drawn(changes),
      onPiece: (from, piece) => this.#piece(from, piece),
    });
  }

  isOfFrame(frameId: number): boolean {
    return frameId === this.#seat.frameId;
  }

  hear(port: HostPort, message: HeardFromSession): void {
    switch (message.type) {
      case 'sit':
        this.#sit(port, message.connection, message.address);
        return;
      case 'word':
        if (this.#gate?.port === port && this.#gate.connection === message.connection) {
          this.#client.seat(message.word);
        }
        return;
      case 'act':
        if (this.#gate?.port === port) this.#client.act(message.act);
        return;
      case 'point':
        if (this.#gate?.port === port) this.#client.point(message.place);
        return;
      case 'draw':
        if (this.#gate?.port === port) this.#client.draw(message.change);
        return;
      case 'live':
        if (this.#gate?.port === port) this.#client.live(message.piece);
        return;
      case 'board':
        if (this.#gate?.port === port) this.#drawn(this.#client.board());
        return;
      case 'outsider':
        if (this.#gate?.port === port) this.#client.noticedOutsider();
        return;
      case 'ping':
        return;
      default:
        message satisfies never;
    }
  }

  act(act: RoomPanelAct): void {
    this.#client.act(act);
  }

  /** A page of the extension looks on, until it is gone. */
  addPanel(panel: HostPort): void {
    this.#panels.add(panel);
    panel.post(this.#state());
  }

  removePanel(panel: HostPort): void {
    this.#panels.delete(panel);
  }

  /** The document is gone. Its lease runs out; the seat waits for whoever comes next to the same address. */
  portClosed(port: HostPort): void {
    if (this.#gate?.port !== port) return;
    this.#client.point(null);
    this.#gate = null;
  }

  /** Another tab took the place of this one. Its document is gone; the seat waits as for one that is loaded again. */
  moveTo(tabId: number): void {
    if (this.#gate !== null) this.portClosed(this.#gate.port);
    this.#dismissPanels();
    this.#seat = { ...this.#seat, tabId };
  }

  /** Leaves. The session is on its own again. */
  stop(): void {
    this.#client.stop();
    this.#order({ type: 'solo' });
    this.#gate = null;
    this.#dismissPanels();
  }

  /** Those who look at this tab see no room any more. */
  #dismissPanels(): void {
    for (const panel of this.#panels) {
      panel.post({ type: 'state', tabId: this.#seat.tabId, state: null } satisfies ToPanel);
    }
    this.#panels.clear();
  }

  #sit(port: HostPort, connection: string, address: string): void {
    const isOurs = this.#address === null ? connection === this.#seat.connection : address === this.#address;
    if (!isOurs) {
      post(port, { type: 'order', connection, order: { type: 'solo' } });
      return;
    }
    this.#address = address;
    const before = this.#gate;
    this.#gate = { port, connection };
    // Of two that lead to the same place the newer has the seat; the older must not go on as if there were no room.
    if (before !== null && (before.port !== port || before.connection !== connection)) {
      post(before.port, { type: 'order', connection: before.connection, order: { type: 'watch' } });
    }
    this.#client.reseat();
    this.#isIn = false;
    this.#tell();
  }

  #order(order: SeatOrder): void {
    if (this.#gate !== null)
      post(this.#gate.port, { type: 'order', connection: this.#gate.connection, order });
  }

  #drawn(changes: readonly SaidChange[]): void {
    if (this.#gate === null || !this.#isIn) return;
    const { port, connection } = this.#gate;
    for (let at = 0; at < changes.length; at += MAX_DRAWN) {
      post(port, { type: 'drawn', connection, changes: changes.slice(at, at + MAX_DRAWN).map(packedSaid) });
    }
  }

  #piece(from: MemberId, piece: LivePiece): void {
    if (this.#gate === null || !this.#isIn) return;
    const { port, connection } = this.#gate;
    post(port, { type: 'live', connection, from, piece: packedPiece(piece) });
  }

  #tell(): void {
    if (this.#gate === null && this.#panels.size === 0) return;
    const message = this.#state();
    if (this.#gate !== null && message.state !== null) {
      const { port, connection } = this.#gate;
      // The chat stays here: it never enters a page's document.
      const { status } = message.state;
      const wasIn = this.#isIn;
      this.#isIn = status.type === 'in';
      post(port, { type: 'status', connection, status });
      if (this.#isIn && !wasIn) this.#drawn(this.#client.board());
    }
    for (const panel of this.#panels) panel.post(message);
  }

  #state(): ToPanel {
    return { type: 'state', tabId: this.#seat.tabId, state: this.#client.state() };
  }
}

function post(port: HostPort, message: ToSession): void {
  port.post(message);
}
