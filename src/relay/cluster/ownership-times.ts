/** Every time of the ownership of a room, in milliseconds. */

/** Whoever finds a record unchanged for so long, and OWN_MARGIN_MS more, takes the room over. */
export const OWN_LEASE_MS = 5000;
/** The owner writes its record anew so often, counted between the sendings. */
export const OWN_RENEW_MS = 1500;
/** The owner stops acting so much before its lease ends, counted from when it sent the write that succeeded. */
export const OWN_GUARD_MS = 1000;
/** Guard and margin together allow clocks that differ by a fifth in speed. */
export const OWN_MARGIN_MS = 1000;
/** A relay with members in a room of another one looks at its record so often. */
export const LOOK_MS = 1000;
/** After a question to the store that failed. */
export const RETRY_MS = 300;
/** A question to the store is given up then; what it wrote may still come to pass. */
export const STORE_TIME_LIMIT_MS = 1500;
