import { run } from '../decode/decode.ts';
import type { InviteLink } from './invite-link.ts';
import { base64url, roomIdDecoder, tokenDecoder } from './name-decoders.ts';
import { ROOM_PATH } from './room-message.ts';

/**
 * What is wrong with a pasted link.
 * - empty: nothing was pasted
 * - no-link: no address at all, or one that no relay's links look like
 * - scheme: only https and wss, or http to this very machine: a token and a key must not cross a network readable
 * - host: no host, one that is not plain, or a name and password before it
 * - fragment: parts behind the # are missing, unknown or twice there
 * - token, room, key: that part is cut off or changed
 */
export type InviteProblem = 'empty' | 'no-link' | 'scheme' | 'host' | 'fragment' | 'token' | 'room' | 'key';

export type ReadInvite =
  | { readonly ok: true; readonly link: InviteLink }
  | { readonly ok: false; readonly problem: InviteProblem };

const MAX_LINK = 4096;
/** Scheme, authority, path and query, fragment. */
const LINK = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^#]*)#(.*)$/i;
const AUTHORITY = /^([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::([1-9]\d{0,4}))?$/;
/** What the extension's pages may reach without TLS: a policy can name no IPv6 address (CSP Level 3, host-part). */
const LOOPBACK = /^(?:localhost|127\.0\.0\.1)$/;
/** 32 bytes in base64url. */
const keyDecoder = base64url(43, 43);
/** Path of all links, which a relay's page of help lies at. */
const PATH = '/j';

/** Reads a link that somebody pasted; spaces and line breaks around it are forgiven, nothing else is. */
export function readInviteLink(pasted: string): ReadInvite {
  const text = pasted.trim();
  if (text === '') return bad('empty');
  const parts = text.length > MAX_LINK ? null : LINK.exec(text);
  if (parts === null) return bad('no-link');
  const [, scheme = '', authority = '', path = '', fragment = ''] = parts;
  const relay = relayOf(scheme.toLowerCase(), authority.toLowerCase());
  if (!relay.ok) return relay;
  return path === PATH ? readFragment(relay.origin, fragment) : bad('no-link');
}

/** Reads the address of a relay itself, as its origin; null: it is none. @example readRelayOrigin('https://relay.example.org/') */
export function readRelayOrigin(typed: string): string | null {
  const [, scheme = '', authority = ''] = /^([a-z]+):\/\/([^/?#]+)\/?$/i.exec(typed.trim()) ?? [];
  const read = relayOf(scheme.toLowerCase(), authority.toLowerCase());
  return read.ok ? read.origin : null;
}

type ReadOrigin = { readonly ok: true; readonly origin: string } | Extract<ReadInvite, { ok: false }>;

function relayOf(scheme: string, authority: string): ReadOrigin {
  const isSecure = scheme === 'https' || scheme === 'wss';
  if (!isSecure && scheme !== 'http') return bad('scheme');
  const [, host, port] = AUTHORITY.exec(authority) ?? [];
  if (host === undefined || host.includes('..') || Number(port ?? 1) > 65_535) return bad('host');
  if (!isSecure && !LOOPBACK.test(host)) return bad('scheme');
  const isUsual = port === undefined || port === (isSecure ? '443' : '80');
  return { ok: true, origin: `${isSecure ? 'https' : 'http'}://${host}${isUsual ? '' : `:${port}`}` };
}

function readFragment(relay: string, fragment: string): ReadInvite {
  const values = new Map<string, string>();
  for (const part of fragment.split('&')) {
    const [, name, value] = /^([a-z])=(.*)$/.exec(part) ?? [];
    if (name === undefined || value === undefined || values.has(name)) return bad('fragment');
    values.set(name, value);
  }
  const [token, room, key] = [values.get('t'), values.get('r'), values.get('k')];
  const start = values.get('s');
  if (start !== undefined && values.size === 1) {
    return run(tokenDecoder, start).ok
      ? { ok: true, link: { type: 'start', relay, token: start } }
      : bad('token');
  }
  if (token === undefined || room === undefined || key === undefined || values.size !== 3)
    return bad('fragment');
  if (!run(tokenDecoder, token).ok) return bad('token');
  if (!run(roomIdDecoder, room).ok) return bad('room');
  // The last of 43 characters holds four bits; others would be a second way to write the same key.
  if (!run(keyDecoder, key).ok || !/[AEIMQUYcgkosw048]$/.test(key)) return bad('key');
  return { ok: true, link: { type: 'join', relay, room, token, key } };
}

function bad(problem: InviteProblem): { readonly ok: false; readonly problem: InviteProblem } {
  return { ok: false, problem };
}

/** The link as people give it on. */
export function inviteLinkText(link: InviteLink): string {
  const fragment = link.type === 'start' ? `s=${link.token}` : `r=${link.room}&t=${link.token}&k=${link.key}`;
  return `${link.relay}${PATH}#${fragment}`;
}

/** Where the relay of a link takes WebSockets. */
export function relaySocketUrl(relay: string): string {
  return `${relay.replace(/^http/, 'ws')}${ROOM_PATH}`;
}

/** Host and port, as people are shown them. */
export function relayHost(relay: string): string {
  return relay.replace(/^[a-z]+:\/\//, '');
}
