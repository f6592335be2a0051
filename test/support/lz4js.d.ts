declare module 'lz4js' {
  /** Unpacks the block of `length` bytes at `start` into `into` from `at` on; returns where it ended. */
  export function decompressBlock(
    packed: Uint8Array,
    into: Uint8Array,
    start: number,
    length: number,
    at: number,
  ): number;
}
