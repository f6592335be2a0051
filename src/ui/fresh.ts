/**
 * For so long what has just appeared takes no press, in ms: it may have come under a pointer that meant the picture, or
 * under the second half of a double click.
 */
export const FRESH_MS = 600;
