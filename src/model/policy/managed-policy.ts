import type { QualityLevel } from '../codec/quality-level.ts';
import type { Problem } from '../decode/decode.ts';
import type { InstrumentProfile } from './instrument-profile.ts';
import type { Policy } from './policy.ts';
import type { SiteMode } from './settings.ts';

/**
 * What a facility sets for everybody, through the browser's managed storage (docs/roll-out.md). All of it is optional,
 * and nothing in it makes the guard laxer than it is without.
 */
export interface ManagedPolicy {
  /** Modes of hosts, as in `Settings.sites`: users see them and cannot change them. */
  readonly portals: Readonly<Record<string, SiteMode>>;
  /** In force before the user's own. */
  readonly profiles: readonly InstrumentProfile[];
  readonly policy: ManagedLimits;
  /** Origins of the relays that rooms may be on, such as `https://relay.example.org`; null: on any. */
  readonly relays: readonly string[] | null;
  readonly disabled: readonly Feature[];
  /** The welcome page is not opened. */
  readonly skipWelcome: boolean;
}

/** The part of a policy that a facility may tighten; what it leaves out stays the user's. */
export interface ManagedLimits {
  /** Milliseconds. The user may go below it. */
  readonly maxInputAgeMs?: number;
  readonly override?: Policy['override'];
  readonly whenUnverified?: Policy['whenUnverified'];
  readonly whenUnguarded?: Policy['whenUnguarded'];
  readonly quality?: { readonly lowest?: QualityLevel; readonly highest?: QualityLevel };
}

/**
 * What a facility can switch off for its users.
 * - rooms: no room can be begun or joined
 * - drawing: no marks on the picture
 * - quality: the page's own quality stays, and no other is offered
 * - profiles: users neither draw nor import profiles; those of the facility stay in force
 * - traces: no session is traced
 * - records: nothing of a session is kept, as in a private window
 */
export type Feature = (typeof FEATURES)[number];

export const FEATURES = ['rooms', 'drawing', 'quality', 'profiles', 'traces', 'records'] as const;

/** In force where no facility manages the browser. */
export const NO_MANAGED_POLICY: ManagedPolicy = {
  portals: {},
  profiles: [],
  policy: {},
  relays: null,
  disabled: [],
  skipWelcome: false,
};

/** A managed policy as far as it could be read: strict where it could not, with what was wrong. */
export interface ReadManagedPolicy {
  /** A facility has set something, readable or not. */
  readonly isManaged: boolean;
  readonly managed: ManagedPolicy;
  readonly problems: readonly Problem[];
}

/** In force until the browser was asked, and where it knows of no facility. */
export const UNMANAGED: ReadManagedPolicy = { isManaged: false, managed: NO_MANAGED_POLICY, problems: [] };

/** @example isDisabled(managed, 'rooms') */
export function isDisabled({ disabled }: ManagedPolicy, feature: Feature): boolean {
  return disabled.includes(feature);
}

/** @param relay origin of a relay, such as `https://relay.example.org` */
export function isRelayAllowed(managed: ManagedPolicy, relay: string): boolean {
  return !isDisabled(managed, 'rooms') && (managed.relays === null || managed.relays.includes(relay));
}
