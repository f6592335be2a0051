import {
  boolean,
  choice,
  type Decoder,
  keyOf,
  list,
  nullable,
  number,
  object,
  record,
  run,
  string,
  tagged,
} from '../../model/decode/decode.ts';
import { cardDecoder, fromMemberDecoder } from '../../model/room/from-member-decoder.ts';
import { fromRelayDecoder } from '../../model/room/from-relay-decoder.ts';
import {
  memberIdDecoder,
  publicKeyDecoder,
  roomIdDecoder,
  signatureDecoder,
} from '../../model/room/name-decoders.ts';
import { MAX_LOBBY, MAX_MEMBERS } from '../../model/room/room-limits.ts';
import {
  BYE_REASONS,
  type ByeReason,
  type FromMember,
  type FromRelay,
} from '../../model/room/room-message.ts';
import type { CheckedHello, ConnectionId, Lane } from '../room-port.ts';
import { tokenClaimsDecoder } from '../token-claims.ts';

/** What relays say to each other about connections that end at one of them and are served by the other. */
export type PeerMessage =
  /** To the owner of the room. */
  | { readonly type: 'hello'; readonly connection: ConnectionId; readonly hello: CheckedHello }
  | { readonly type: 'said'; readonly connection: ConnectionId; readonly message: FromMember }
  | { readonly type: 'closed'; readonly connection: ConnectionId }
  /** From it. */
  | {
      readonly type: 'send';
      readonly to: readonly ConnectionId[];
      readonly message: FromRelay;
      readonly lane: Lane;
    }
  | { readonly type: 'end'; readonly connection: ConnectionId; readonly reason: ByeReason }
  /** It does not act for that room, or not any more: ask again. */
  | { readonly type: 'not-mine'; readonly connection: ConnectionId };

/** One message on the way from a relay to another, numbered without gaps. */
export interface Frame {
  readonly from: string;
  /** Of the numbers: they begin anew with another link. */
  readonly link: string;
  readonly number: number;
  readonly body: PeerMessage;
}

/** To all relays, this one included, twice a second. */
export interface Beat {
  readonly from: string;
  /** How far the numbers of each link have come, by relay. */
  readonly sent: Readonly<Record<string, { readonly link: string; readonly number: number }>>;
  /** It goes. */
  readonly isLast: boolean;
}

/** Relays of one installation. */
const MAX_RELAYS = 64;

const name = string(64);
const counter = number(0, Number.MAX_SAFE_INTEGER);
const hello = object<CheckedHello>({
  room: roomIdDecoder,
  member: memberIdDecoder,
  signKey: publicKeyDecoder,
  wrapKey: publicKeyDecoder,
  proof: signatureDecoder,
  card: cardDecoder,
  hasResumed: boolean,
  claims: nullable(tokenClaimsDecoder),
});

type Of<T extends PeerMessage['type']> = Extract<PeerMessage, { readonly type: T }>;

const message: Decoder<PeerMessage> = tagged<PeerMessage>({
  hello: object<Of<'hello'>>({ type: choice('hello'), connection: name, hello }),
  said: object<Of<'said'>>({ type: choice('said'), connection: name, message: fromMemberDecoder }),
  closed: object<Of<'closed'>>({ type: choice('closed'), connection: name }),
  send: object<Of<'send'>>({
    type: choice('send'),
    to: list(name, MAX_MEMBERS + MAX_LOBBY),
    message: fromRelayDecoder,
    lane: choice<Lane>('control', 'content', 'show'),
  }),
  end: object<Of<'end'>>({ type: choice('end'), connection: name, reason: keyOf(BYE_REASONS) }),
  'not-mine': object<Of<'not-mine'>>({ type: choice('not-mine'), connection: name }),
});

const frame = object<Frame>({ from: name, link: name, number: counter, body: message });
const beat = object<Beat>({
  from: name,
  sent: record(
    (relay) => relay.length <= 64,
    ['the name of a relay'],
    object<Beat['sent'][string]>({ link: name, number: counter }),
    MAX_RELAYS,
  ),
  isLast: boolean,
});

export const encodePeer = (value: Frame | Beat): Uint8Array => Buffer.from(JSON.stringify(value));
export const decodeFrame = (bytes: Uint8Array): Frame | undefined => decoded(frame, bytes);
export const decodeBeat = (bytes: Uint8Array): Beat | undefined => decoded(beat, bytes);

function decoded<T>(decoder: Decoder<T>, bytes: Uint8Array): T | undefined {
  try {
    const result = run(decoder, JSON.parse(Buffer.from(bytes).toString('utf8')));
    return result.ok ? result.value : undefined;
  } catch {
    return undefined;
  }
}
