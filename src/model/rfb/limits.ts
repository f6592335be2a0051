/**
 * How much of what a peer claims is believed. A value over its limit ends the reading of that direction with a
 * `length-over-limit` desync: nothing is allocated for it, and nothing is guessed.
 */

/** Entries of one SetEncodings. noVNC sends about 30, TigerVNC about 40; kept as numbers, so 8 KiB at most. */
export const MAX_ENCODINGS = 1024;

/**
 * Length of one clipboard message in either direction, in bytes. It is passed over, never kept; noVNC itself
 * gives up beyond 40 MiB. A larger value can only be another protocol or lost framing.
 */
export const MAX_CUT_TEXT_BYTES = 0x1000_0000;

/** Length of the desktop name and of a failure's reason, in bytes. Only {@link MAX_TEXT_BYTES} of it are kept. */
export const MAX_NAME_BYTES = 0x10_0000;

/** Bytes of a name or reason that are kept to be decoded; the rest is passed over. */
export const MAX_TEXT_BYTES = 1024;

/** Length of a decoded name or reason, in UTF-16 units; the rest is cut off. */
export const MAX_TEXT_LENGTH = 256;

/** Tunnels and authentication types offered by Tight security. Servers list a handful. */
export const MAX_TIGHT_CAPABILITIES = 1024;

/** Prime and key of Apple's Diffie-Hellman (security type 30), in bytes each. */
export const MAX_ARD_KEY_BYTES = 4096;

/** RSA key sizes of RA2ne that noVNC accepts, in bits. */
export const RA2_KEY_BITS = { min: 1024, max: 8192 } as const;
