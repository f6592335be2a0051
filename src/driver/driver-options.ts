import type { SeatWord } from '../model/control/seat-order.ts';
import { Guard, type GuardOptions } from '../model/guard.ts';
import type { Bin } from '../model/measure/bin.ts';
import type { InstrumentProfile } from '../model/policy/instrument-profile.ts';
import type { Policy } from '../model/policy/policy.ts';
import type { RecordEntry } from '../model/record/record-event.ts';
import { Wire } from '../model/rfb/wire.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { JournalStore } from './journal-store.ts';
import type { GuardPart } from './safe-guard.ts';
import type { Channel, Surroundings } from './surroundings.ts';
import type { WirePart } from './wire-part.ts';

export interface DriverOptions {
  /** Name of the connection in snapshots. */
  readonly connection: string;
  readonly policy: Policy;
  /** Those of this portal. */
  readonly profiles: readonly InstrumentProfile[];
  /** Host of the connection, with its port if there is one. */
  readonly socketHost: string;
  readonly visible: boolean;
  readonly channel: Channel;
  readonly surroundings: Surroundings;
  /** Called for the first time when the connection spoke RFB, or is a VNC session that cannot be read. */
  readonly onSnapshot: (snapshot: Snapshot) => void;
  /** Facts for the record, in order; at most `MAX_RECORDED` at once. */
  readonly onRecord: (entries: readonly RecordEntry[]) => void;
  /** What happened since the last call, for the session model; at most `MAX_BINS`, the newest. */
  readonly onBins: (bins: readonly Bin[]) => void;
  /** What the arbiter of the room's lock has to hear, at once. */
  readonly onSeat: (word: SeatWord) => void;
  /** The server showed that somebody acted who is not behind this connection. */
  readonly onOutsider: () => void;
  /** Keeps what is down at the server where it outlives the page. */
  readonly journal: JournalStore;
}

/** What a driver is made of; tests put in parts that misbehave. */
export interface DriverParts {
  readonly wire: () => WirePart;
  readonly guard: (options: GuardOptions) => GuardPart;
}

/** The real thing. */
export const REAL_PARTS: DriverParts = { wire: () => new Wire(), guard: (options) => new Guard(options) };
