/** A zip archive of the given files; the same content always gives the same archive. */
export function zip(files: ReadonlyMap<string, Uint8Array>): Uint8Array;
