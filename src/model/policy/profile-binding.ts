import type { InstrumentProfile } from './instrument-profile.ts';

/**
 * Whether a binding's `portal` or `socketHost` covers a real one. `*.` at the beginning of a host stands for one
 * subdomain or several, `:*` for any port, the default one included; all else must be the same, letter by letter.
 * @example covers('https://*.example.org', 'https://lab.example.org') // true
 */
export function covers(pattern: string, real: string): boolean {
  const anyPort = pattern.endsWith(':*');
  const wanted = anyPort ? pattern.slice(0, -2) : pattern;
  const found = anyPort ? real.replace(/:\d+$/, '') : real;
  const [scheme = '', domain] = wanted.split('*');
  return domain === undefined
    ? found === wanted
    : found.startsWith(scheme) && found.endsWith(domain) && found.length > scheme.length + domain.length;
}

/** How many wildcards a pattern has: what names a portal comes before what names its whole domain. */
export function wildness(pattern: string): number {
  return pattern.split('*').length - 1;
}

/** Which profile a connection is guarded by. */
export interface ProfileChoice {
  /** none: this portal has no profile. unknown: it has, but none for where the socket leads. */
  readonly match: 'none' | 'matched' | 'unknown';
  /** null unless matched. */
  readonly profile: InstrumentProfile | null;
}

/**
 * Chooses among the profiles of a portal; of several that fit, the first.
 * @param socketHost host of the WebSocket as `URL.host` gives it: without the scheme's default port
 */
export function chooseProfile(profiles: readonly InstrumentProfile[], socketHost: string): ProfileChoice {
  for (const profile of profiles) {
    if (covers(profile.binding.socketHost, socketHost)) return { match: 'matched', profile };
  }
  return { match: profiles.length === 0 ? 'none' : 'unknown', profile: null };
}
