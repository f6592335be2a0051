import { type Decoder, run } from '../../model/decode/decode.ts';
import type { FromContent } from '../../model/port/extension-message.ts';
import type { RoomAct } from '../../model/port/room-command.ts';
import type { FramebufferPlace, RoomOutcome, RoomPageOpened } from '../../model/port/room-port.ts';
import {
  readyRelaysDecoder,
  roomOutcomeDecoder,
  roomPageOpenedDecoder,
} from '../../model/port/room-port-decoder.ts';
import type { RoomStatus } from '../../model/port/room-view.ts';
import type { LinkRoom } from '../link/handoff.ts';
import { onRoomStatus } from './decoded-status.ts';

/** The room of this document's session, for the overlay. */
export interface RoomLine {
  /** Calls the listener now and on change, some ten times a second at most; null: no room. Returns the way to stop. */
  subscribe(listener: (status: RoomStatus | null) => void): () => void;
  /** What the user decided. Only ever from a trusted event. */
  act(act: RoomAct): void;
  /** The own pointer over the picture; null: it left. */
  point(place: FramebufferPlace | null): void;
  /** Hosts of relays a room can be begun on in one click. */
  readyRelays(): Promise<readonly string[]>;
  /** Begins a room on one of those; undefined: the extension does not answer. First thing in a click. */
  start(connection: string, relayHost: string): Promise<RoomOutcome | undefined>;
  /** Opens the side panel, or says that only the toolbar can. First thing in a click. */
  openPage(): Promise<RoomPageOpened['how']>;
}

/** @param send asks the background */
export function roomLine(room: LinkRoom, send: (message: FromContent) => Promise<unknown>): RoomLine {
  const ask = async <T>(message: FromContent, decoder: Decoder<T>): Promise<T | undefined> => {
    const answer = run(decoder, await send(message).catch(() => undefined));
    return answer.ok ? answer.value : undefined;
  };
  return {
    subscribe: (listener) => onRoomStatus(room, 'room', listener),
    act: (act) => room.act(act),
    point: (place) => room.point(place),
    readyRelays: async () => (await ask({ type: 'ready-relays' }, readyRelaysDecoder))?.relays ?? [],
    start: (connection, relayHost) =>
      ask({ type: 'start-room-here', connection, relayHost }, roomOutcomeDecoder),
    openPage: async () => (await ask({ type: 'open-room-page' }, roomPageOpenedDecoder))?.how ?? 'by-hand',
  };
}
