/** A connection of a tab as the browser's network saw it begin. */
export interface SocketRequest {
  readonly requestId: string;
  readonly frameId: number;
  /** null: not told, as of workers in Firefox. */
  readonly documentId: string | null;
  /** With the port, never path or query. */
  readonly host: string;
  readonly atMs: number;
  /** The connection did not come about. */
  readonly failed: boolean;
}

/** What a document with our scripts says about its sockets. */
export interface DocumentSockets {
  readonly frameId: number;
  readonly documentId: string | null;
  /** about:srcdoc and about:blank: their window is older than they are, and may have opened sockets before. */
  readonly isAbout: boolean;
  /** When its window began, by the wall clock. */
  readonly sinceMs: number;
  /** When the hook saw sockets open. */
  readonly opened: readonly number[];
}

/** A socket is told of by the page's clock, its request by the browser's; both are rounded by up to 100 ms. */
const TOLERANCE_MS = 300;
/** For so long a browser may keep a connection back: Firefox waits up to a minute between tries that fail. */
export const MAX_DELAY_MS = 90_000;

/**
 * The requests of a document that no socket known to its hook stands for: a worker's, or those of a frame that was
 * used before any script could run in it. Each socket stands for one request, the next one after it.
 * @param requests of the document's frame, oldest first
 */
export function unmatched(
  requests: readonly SocketRequest[],
  document: DocumentSockets,
): readonly SocketRequest[] {
  const free = [...document.opened].sort((a, b) => b - a);
  return requests.filter((request) => {
    if (!isOf(request, document)) return false;
    const index = free.findIndex(
      (openedMs) => openedMs <= request.atMs + TOLERANCE_MS && openedMs >= request.atMs - MAX_DELAY_MS,
    );
    if (index >= 0) free.splice(index, 1);
    return index < 0 && !request.failed;
  });
}

/** Another document may have been in this frame when the request was made: nothing is known about that one. */
function isOf(request: SocketRequest, document: DocumentSockets): boolean {
  if (request.documentId !== null && request.documentId === document.documentId) return true;
  if (request.documentId !== null && !document.isAbout) return false;
  return request.atMs >= document.sinceMs - TOLERANCE_MS;
}
