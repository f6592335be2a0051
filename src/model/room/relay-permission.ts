/**
 * What the browser must be allowed for a relay: its sockets, and nothing of its pages. null: nothing, for plain http is
 * allowed in links to this very machine alone.
 */
export function relayPattern(origin: string): string | null {
  // Match patterns have no port.
  const [, host] = /^https:\/\/(\[[^\]]+\]|[^:/]+)/.exec(origin) ?? [];
  return host === undefined ? null : `wss://${host}/*`;
}
