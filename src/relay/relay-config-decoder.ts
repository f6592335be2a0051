import { IDLE_MS } from '../model/control/lock-times.ts';
import {
  choice,
  type Decoder,
  list,
  nullable,
  number,
  object,
  optional,
  type Problem,
  type Result,
  report,
  run,
  string,
} from '../model/decode/decode.ts';
import { scanJson } from '../model/decode/json-scan.ts';
import { roleDecoder } from '../model/room/from-member-decoder.ts';
import { count } from '../model/room/name-decoders.ts';
import { MAX_INVITE_LIFE_MS, MAX_MEMBERS, MAX_TURN, MAX_TURN_URLS } from '../model/room/room-limits.ts';
import type { Address, RelayConfig, TurnConfig } from './relay-config.ts';

const DEFAULT_LISTEN: Address = { host: '127.0.0.1', port: 8787 };
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** A long acquisition has no input; beyond a day nobody waits. */
const MAX_IDLE_MINUTES = 24 * 60;
const MAX_PATH = 4096;
const MAX_ORIGINS = 64;
const MAX_SERVERS = 16;

const path = string(MAX_PATH);

const address: Decoder<Address> = (input, at, problems) => {
  const [, bracketed, plain, port] =
    typeof input === 'string'
      ? (/^(?:\[([0-9a-fA-F:.]+)\]:|([^:[\]]+):|:)?(\d{1,5})$/.exec(input) ?? [])
      : [];
  if (port === undefined || Number(port) > 65_535)
    return report(problems, at, 'syntax', ['HOST:PORT, such as 127.0.0.1:8787 or [::1]:8787']);
  return { host: bracketed ?? plain ?? DEFAULT_LISTEN.host, port: Number(port) };
};

/** A web origin, as links begin with it. */
const webOrigin: Decoder<string> = (input, at, problems) => {
  const isOrigin = typeof input === 'string' && URL.canParse(input) && new URL(input).origin === input;
  const isWeb = isOrigin && /^https?:/.test(input);
  return isWeb ? input : report(problems, at, 'origin', ['a web origin, such as https://relay.example.org']);
};

const originRule: Decoder<string> = (input, at, problems) => {
  if (input === 'extensions' || input === 'none') return input;
  if (typeof input === 'string' && /^(chrome|moz)-extension:\/\/[A-Za-z0-9-]+$/.test(input)) return input;
  const before = problems.length;
  const origin = webOrigin(input, at, problems);
  if (problems.length === before) return origin;
  problems.length = before;
  return report(problems, at, 'origin', [
    'extensions, none, or an origin such as https://portal.example.org',
  ]);
};

const turn = object<TurnConfig>({
  urls: list(string(MAX_TURN), MAX_TURN_URLS),
  secretFile: path,
  hours: optional(number(0.1, 24), 1),
});

/** Of a server, with a user and a password or without. */
const serverUrl = (schemes: readonly string[]): Decoder<string> => {
  const expected = [`an address such as ${schemes[0]}//127.0.0.1`];
  return (input, at, problems) => {
    const isUrl = typeof input === 'string' && URL.canParse(input);
    const url = isUrl ? new URL(input) : null;
    const isRight = url !== null && schemes.includes(url.protocol) && url.hostname !== '';
    return isUrl && isRight ? input : report(problems, at, 'syntax', expected);
  };
};

const relayConfigDecoder: Decoder<RelayConfig> = object<RelayConfig>({
  listen: optional(address, DEFAULT_LISTEN),
  publicUrl: optional(nullable(webOrigin), null),
  state: optional(nullable(path), null),
  tls: optional(nullable(object<NonNullable<RelayConfig['tls']>>({ cert: path, key: path })), null),
  origins: optional(nullable(list(originRule, MAX_ORIGINS)), null),
  maxRooms: optional(count(1, 100_000), 200),
  maxMembers: optional(count(2, MAX_MEMBERS), MAX_MEMBERS),
  maxConnections: optional(count(1, 1_000_000), 4096),
  inviteHours: optional(number(0.1, MAX_INVITE_LIFE_MS / HOUR_MS), MAX_INVITE_LIFE_MS / HOUR_MS),
  startHours: optional(number(0.1, 24 * 365), 24 * 7),
  inviteRole: optional(roleDecoder, 'owner'),
  idleMinutes: optional(number(1, MAX_IDLE_MINUTES), IDLE_MS / MINUTE_MS),
  turn: optional(nullable(turn), null),
  nats: optional(nullable(list(serverUrl(['nats:', 'tls:']), MAX_SERVERS)), null),
  etcd: optional(nullable(list(serverUrl(['http:', 'https:']), MAX_SERVERS)), null),
  store: optional(nullable(choice('file', 'nats-kv', 'etcd')), null),
});

/** @param fields what a file and flags said, together */
export function readConfig(fields: Readonly<Record<string, unknown>>): Result<RelayConfig> {
  return run(relayConfigDecoder, fields);
}

/** The text of a configuration file as fields, or where it is wrong. */
export function readConfigText(text: string): Result<Readonly<Record<string, unknown>>> {
  const problems: readonly Problem[] = scanJson(text);
  if (problems.length > 0) return { ok: false, problems };
  const fields: unknown = JSON.parse(text);
  return typeof fields === 'object' && fields !== null && !Array.isArray(fields)
    ? { ok: true, value: Object.fromEntries(Object.entries(fields)) }
    : { ok: false, problems: [{ path: '', code: 'type', expected: 'an object' }] };
}
