import { Guard, type GuardOptions } from '../model/guard.ts';
import type { Policy } from '../model/policy/policy.ts';
import { Wire } from '../model/rfb/wire.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { GuardPart } from './safe-guard.ts';
import type { Channel, Surroundings } from './surroundings.ts';
import type { WirePart } from './wire-part.ts';

export interface DriverOptions {
  /** Name of the connection in snapshots. */
  readonly connection: string;
  readonly policy: Policy;
  readonly visible: boolean;
  readonly channel: Channel;
  readonly surroundings: Surroundings;
  /** Called for the first time when the connection spoke RFB, or is a VNC session that cannot be read. */
  readonly onSnapshot: (snapshot: Snapshot) => void;
}

/** What a driver is made of; tests put in parts that misbehave. */
export interface DriverParts {
  readonly wire: () => WirePart;
  readonly guard: (options: GuardOptions) => GuardPart;
}

/** The real thing. */
export const REAL_PARTS: DriverParts = { wire: () => new Wire(), guard: (options) => new Guard(options) };
