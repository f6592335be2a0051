import { seatOrderDecoder } from '../control/seat-order-decoder.ts';
import { choice, type Decoder, object, tagged } from '../decode/decode.ts';
import type { HeardInSession } from './room-port.ts';
import { connectionName } from './session-words.ts';

type Of<T extends HeardInSession['type']> = Extract<HeardInSession, { readonly type: T }>;

/** Anything but nothing: the overlay decodes it. */
const unread: Decoder<unknown> = (input) => input;

/** Its type is known by `tagged`; all else of it is for the overlay, which decodes it as a whole. */
const passed = <T>(input: unknown): T => input as T;

/** For the link, which every frame of a portal loads: the large picture of a room and its drawing go through it unread. */
export const heardInSessionDecoder: Decoder<HeardInSession> = tagged<HeardInSession>({
  order: object<Of<'order'>>({ type: choice('order'), connection: connectionName, order: seatOrderDecoder }),
  status: object<Of<'status'>>({ type: choice('status'), connection: connectionName, status: unread }),
  drawn: passed,
  live: passed,
  'no-room': object<Of<'no-room'>>({ type: choice('no-room') }),
});
