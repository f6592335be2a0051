import { parseArgs } from 'node:util';

export const USAGE = `usage: rice-relay [options]

A relay for rooms of RICE for noVNC. Without options it listens on 127.0.0.1:8787, keeps its state in
$XDG_STATE_HOME/rice-relay (~/.local/state/rice-relay), and prints a link that lets its bearer begin rooms.

  --config FILE          JSON with the same settings; flags go before it
  --listen HOST:PORT     default 127.0.0.1:8787
  --public-url ORIGIN    what links begin with, such as https://relay.example.org
  --state DIRECTORY      rooms, audit log and the relay's secret
  --cert FILE --key FILE speak TLS with these, in PEM
  --origin ORIGIN        who may connect, may be repeated: extensions, none (no browser), or an origin.
                         Default: extensions, and on loopback none
  --max-rooms N          default 200
  --max-members N        of a room, default and at most 32
  --max-connections N    default 4096
  --invite-hours N       invites last no longer, default 720
  --start-hours N        how long a start link lasts, default 168
  --invite-role ROLE     the least role that may invite: owner (default), trainer, operator, observer
  --idle-minutes N       control of somebody idle goes on to who waits, a minute after; default 5, at least 1
  --turn URL             of a TURN server, may be repeated; with --turn-secret-file FILE
  --nats URL[,URL]       work beside other relays, over these NATS servers
  --etcd URL[,URL]       keep rooms in etcd
  --store KIND           file (default), nats-kv (default with --nats), or etcd (default with --etcd)
  --quiet                print no start link
  --start-link           print a new start link and end; the relay need not run
  --help                 print this

docs/relay.md says the rest.
`;

export interface Flags {
  /** What was said, under the names of the configuration file. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly config: string | null;
  readonly act: 'serve' | 'start-link' | 'help';
  readonly isQuiet: boolean;
}

/** Throws an error with a message for people when there is an option that is not known. */
export function readFlags(args: readonly string[]): Flags {
  const text = { type: 'string' } as const;
  const texts = { type: 'string', multiple: true } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      config: text,
      listen: text,
      'public-url': text,
      state: text,
      cert: text,
      key: text,
      origin: texts,
      'max-rooms': text,
      'max-members': text,
      'max-connections': text,
      'invite-hours': text,
      'start-hours': text,
      'invite-role': text,
      'idle-minutes': text,
      turn: texts,
      'turn-secret-file': text,
      nats: texts,
      etcd: texts,
      store: text,
      quiet: flag,
      'start-link': flag,
      help: flag,
    },
  });
  const { cert, key, turn } = values;
  const secretFile = values['turn-secret-file'];
  const said: Readonly<Record<string, unknown>> = {
    listen: values.listen,
    publicUrl: values['public-url'],
    state: values.state,
    tls: cert === undefined && key === undefined ? undefined : given({ cert, key }),
    origins: values.origin,
    maxRooms: numeric(values['max-rooms']),
    maxMembers: numeric(values['max-members']),
    maxConnections: numeric(values['max-connections']),
    inviteHours: numeric(values['invite-hours']),
    startHours: numeric(values['start-hours']),
    inviteRole: values['invite-role'],
    idleMinutes: numeric(values['idle-minutes']),
    turn: turn === undefined && secretFile === undefined ? undefined : given({ urls: turn, secretFile }),
    nats: addresses(values.nats),
    etcd: addresses(values.etcd),
    store: values.store,
  };
  const act = values.help ? 'help' : values['start-link'] ? 'start-link' : 'serve';
  return { fields: given(said), config: values.config ?? null, act, isQuiet: values.quiet };
}

/** Several of one kind: said together with commas, or one by one. */
function addresses(said: readonly string[] | undefined): readonly string[] | undefined {
  return said?.flatMap((each) => each.split(',')).filter((each) => each !== '');
}

/** Without what was not said: the decoder knows the defaults, and names what is missing. */
function given(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** A text that is no number stays one: then the decoder says where. */
function numeric(text: string | undefined): unknown {
  return text === undefined || text.trim() === '' || !Number.isFinite(Number(text)) ? text : Number(text);
}
