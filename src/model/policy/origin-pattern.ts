/** The parts of a match pattern that decide about web pages. */
interface OriginPattern {
  /** `*` stands for http and https. */
  readonly scheme: string;
  /** `*`, `*.example.org` or one host. Never a port: match patterns have none. */
  readonly host: string;
}

function parse(pattern: string): OriginPattern | undefined {
  if (pattern === '<all_urls>') return { scheme: '*', host: '*' };
  const [, scheme, host] = /^(\*|https?):\/\/([^/]+)\//.exec(pattern) ?? [];
  return scheme === undefined || host === undefined ? undefined : { scheme, host };
}

/** The pattern can match a web page; a browser's list of granted origins may hold others (file:, moz-extension:). */
export function isWebPattern(pattern: string): boolean {
  return parse(pattern) !== undefined;
}

/** The one host a pattern is about, or undefined when it is about many. */
export function exactHost(pattern: string): string | undefined {
  const host = parse(pattern)?.host;
  return host === undefined || host.startsWith('*') ? undefined : host;
}

/**
 * Whether pages of the host may match, over http or https.
 * @example coversHost('https://*.example.org/*', 'lab.example.org') // true
 */
export function coversHost(pattern: string, host: string): boolean {
  const covered = parse(pattern)?.host;
  if (covered === undefined) return false;
  if (covered === '*' || covered === host) return true;
  return covered.startsWith('*.') && (host === covered.slice(2) || host.endsWith(covered.slice(1)));
}
