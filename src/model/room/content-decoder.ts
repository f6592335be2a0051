import type { AgedChange } from '../annotation/board-snapshot.ts';
import { agoDecoder, changeDecoder, pieceDecoder } from '../annotation/change-decoder.ts';
import { choice, type Decoder, list, nullable, number, object, report, tagged } from '../decode/decode.ts';
import {
  CHAT_KEY_LENGTH,
  type LockClaim,
  MAX_CHANGES,
  MAX_PLACE,
  type PointerPlace,
  type SaidContent,
  type ShownContent,
} from './content.ts';
import { cleanChat, cleanName } from './content-text.ts';
import { base64url, counter, memberIdDecoder } from './name-decoders.ts';
import { MAX_CHAT } from './room-limits.ts';

/** The tag itself was compared by `tagged`. */
/* @__NO_SIDE_EFFECTS__ */
const tag = <const T extends string>(type: T): { readonly type: Decoder<T> } => ({ type: choice(type) });

/** Cleaned here, by the receiver: a sender may have left it out. */
const name: Decoder<string> = (input, path, problems) =>
  typeof input === 'string' ? cleanName(input) : report(problems, path, 'type', 'text');

const chatText: Decoder<string> = (input, path, problems) => {
  if (typeof input !== 'string') return report(problems, path, 'type', 'text');
  if (input.length > MAX_CHAT)
    return report(problems, path, 'size', { from: 0, to: MAX_CHAT, of: 'characters' });
  const text = cleanChat(input);
  return text === '' ? report(problems, path, 'syntax', 'something to read') : text;
};

const place = number(0, MAX_PLACE);

/** What was in the box of a `said`. */
export const saidContentDecoder: Decoder<SaidContent> = tagged<SaidContent>({
  about: object<Extract<SaidContent, { type: 'about' }>>({
    ...tag('about'),
    name,
    mode: choice('watch', 'operate'),
  }),
  chat: object<Extract<SaidContent, { type: 'chat' }>>({
    ...tag('chat'),
    key: base64url(CHAT_KEY_LENGTH, CHAT_KEY_LENGTH),
    text: chatText,
  }),
  'lock-claim': object<LockClaim>({
    ...tag('lock-claim'),
    seq: counter,
    epoch: counter,
    holder: nullable(memberIdDecoder),
  }),
  board: object<Extract<SaidContent, { type: 'board' }>>({
    ...tag('board'),
    changes: list(object<AgedChange>({ agoMs: agoDecoder, change: changeDecoder }), MAX_CHANGES),
  }),
  echo: object<Extract<SaidContent, { type: 'echo' }>>({ ...tag('echo'), count: counter }),
});

/** What was in the box of a `shown`. */
export const shownContentDecoder: Decoder<ShownContent> = tagged<ShownContent>({
  pointer: object<Extract<ShownContent, { type: 'pointer' }>>({
    ...tag('pointer'),
    place: nullable(object<PointerPlace>({ x: place, y: place })),
  }),
  live: object<Extract<ShownContent, { type: 'live' }>>({ ...tag('live'), piece: pieceDecoder }),
});
