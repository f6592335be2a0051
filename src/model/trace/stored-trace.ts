import { type Decoder, list, number, object, string } from '../decode/decode.ts';

/** A session that has a trace, as the page of records needs to know it. */
export interface StoredTrace {
  readonly session: string;
  readonly lengthChars: number;
}

export interface TraceList {
  readonly traces: readonly StoredTrace[];
}

/** Pieces of a trace's file, in order, to be put together as they are. */
export interface TracePieces {
  readonly pieces: readonly string[];
}

/** Traces kept. */
export const MAX_TRACES = 200;
/** Pieces in one answer to a page of ours. */
export const MAX_PIECES_PER_ANSWER = 16;
/** One message of a page, and what is put before it: a header, or how much is missing. */
const MAX_PIECE = 410_000;

export const traceListDecoder: Decoder<TraceList> = object<TraceList>({
  traces: list(
    object<StoredTrace>({ session: string(64), lengthChars: number(0, Number.MAX_SAFE_INTEGER) }),
    MAX_TRACES,
  ),
});

export const tracePiecesDecoder: Decoder<TracePieces> = object<TracePieces>({
  pieces: list(string(MAX_PIECE), MAX_PIECES_PER_ANSWER),
});
