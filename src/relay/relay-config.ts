import type { Role } from '../model/room/member.ts';
import type { OriginRule } from './origin-rule.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** How a relay is set up, by a file and by flags, which go before the file. docs/relay.md names each. */
export interface RelayConfig {
  readonly listen: Address;
  /** null: the address that is listened on. */
  readonly publicUrl: string | null;
  /** null: $XDG_STATE_HOME/rice-relay. */
  readonly state: string | null;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** null: extensions, and on loopback programs. */
  readonly origins: OriginRule | null;
  readonly maxRooms: number;
  readonly maxMembers: number;
  readonly maxConnections: number;
  readonly inviteHours: number;
  readonly startHours: number;
  readonly inviteRole: Role;
  /** A holder who does nothing for so long, while somebody waits, is warned, and passed on a minute later. */
  readonly idleMinutes: number;
  readonly turn: TurnConfig | null;
  /** NATS servers, by which relays reach each other; null: there is one relay. */
  readonly nats: readonly string[] | null;
  readonly etcd: readonly string[] | null;
  /** Where rooms are kept; null: etcd or NATS KV if their addresses are given, else a file. */
  readonly store: 'file' | 'nats-kv' | 'etcd' | null;
}

export interface TurnConfig {
  readonly urls: readonly string[];
  /** A file, because a command line is for everybody to see. */
  readonly secretFile: string;
  readonly hours: number;
}
