/** Limits of a room's protocol, the same for relay and members; a relay's configuration may only lower them. */

/** Bytes of one message. */
export const MAX_MESSAGE_BYTES = 65_536;
/** Characters of a sealed box: 48 kB in base64url. */
export const MAX_BOX = 65_000;
export const MAX_MEMBERS = 32;
export const MAX_LOBBY = 16;
/** Characters of a room's name: 16 random bytes in base64url. */
export const ROOM_ID_LENGTH = 22;
export const MAX_TOKEN = 2048;
/** Characters of a public key: SPKI of P-256 in base64url is 122. */
export const MAX_KEY = 200;
/** Characters of a signature, a proof, a resume secret. */
export const MAX_SIGNATURE = 120;
/** Characters of one wrapped room key: a public key, a nonce and 48 bytes take some 300. */
export const MAX_WRAPPED_BOX = 1024;
/** How long an invite lasts: a relay's configuration may say less. */
export const MIN_INVITE_LIFE_MS = 60_000;
export const MAX_INVITE_LIFE_MS = 30 * 24 * 60 * 60_000;
/** Characters of each text about a TURN server, and how many addresses it has. */
export const MAX_TURN = 300;
export const MAX_TURN_URLS = 8;
/** Characters of a sealed name: 64 characters of four bytes, nonce and tag are 379 in base64url. */
export const MAX_CARD = 400;

/** Of one member, as token buckets: messages a second, and at once. Beyond it the message is refused; far beyond it, flood. */
export const RATES = {
  lock: { perSecond: 5, burst: 20 },
  say: { perSecond: 10, burst: 60 },
  /** 20 live pieces of a stroke, or ten places of a pointer. */
  show: { perSecond: 30, burst: 60 },
  manage: { perSecond: 2, burst: 20 },
} as const;

/** Entries of one `shown`. */
export const MAX_SHOWN = 64;
/**
 * Of one member, what is shown and waits to be passed on or opened: half a second of it. So much waits only after a
 * stall; then the oldest is left out.
 */
export const MAX_SHOWN_OF_ONE = 16;

/** Text of one chat message, in characters. */
export const MAX_CHAT = 4096;
export const MAX_NAME = 64;
