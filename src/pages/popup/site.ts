/** What the extension can be allowed on: one host, over the page's own scheme. */
export interface Site {
  readonly host: string;
  /** Match patterns have no port, so a permission always covers all ports of the host. */
  readonly pattern: string;
}

/** @example siteOf('https://lab.example.org:6080/vnc.html') // { host: 'lab.example.org', pattern: 'https://lab.example.org/*' } */
export function siteOf(url: string | undefined): Site | undefined {
  if (url === undefined || !URL.canParse(url)) return undefined;
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return undefined;
  return { host: hostname, pattern: `${protocol}//${hostname}/*` };
}

/** What must be granted beside `webRequest` to see where sockets lead: a match pattern for pages covers no socket. */
export function socketPatterns({ host }: Site): readonly string[] {
  return [`ws://${host}/*`, `wss://${host}/*`];
}

/** Both schemes, for a host whose permission went and whose scheme is not known any more. */
export function patternsOf(host: string): readonly string[] {
  return [`http://${host}/*`, `https://${host}/*`];
}
