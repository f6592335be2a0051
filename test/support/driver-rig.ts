import { Driver } from '../../src/driver/driver.ts';
import { type JournalStore, NO_JOURNAL } from '../../src/driver/journal-store.ts';
import type { GuardPart } from '../../src/driver/safe-guard.ts';
import type { InputKind } from '../../src/driver/surroundings.ts';
import type { WirePart } from '../../src/driver/wire-part.ts';
import type { SeatWord } from '../../src/model/control/seat-order.ts';
import type { GuardEffect } from '../../src/model/gate/outcome.ts';
import type { GuardOptions } from '../../src/model/guard.ts';
import type { Bin } from '../../src/model/measure/bin.ts';
import { type Policy, STRICT_POLICY } from '../../src/model/policy/policy.ts';
import type { RecordEntry } from '../../src/model/record/record-event.ts';
import type { ClientMessage } from '../../src/model/rfb/messages.ts';
import { Wire } from '../../src/model/rfb/wire.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { PROPERTY_RUNS } from './property-runs.ts';
import type { Turn } from './rfb-bytes.ts';
import { join } from './rfb-server-bytes.ts';
import { snapshotOf } from './snapshot-of.ts';

/** A guard that does what a test tells it, and remembers what it was asked. */
export class ScriptedGuard implements GuardPart {
  readonly calls: string[] = [];
  client: GuardPart['client'] = () => ({ outcome: { type: 'send' }, effects: [] });
  server: GuardPart['server'] = () => ({ outcome: 'deliver', effects: [] });
  tick: GuardPart['tick'] = () => [];
  clientLost: GuardPart['clientLost'] = () => [];
  fault: GuardPart['fault'] = () => [];
  closing: GuardPart['closing'] = () => [];
  setProfiles: GuardPart['setProfiles'] = () => [];
  command: GuardPart['command'] = () => [];
  inherit: GuardPart['inherit'] = () => [];
  order: GuardPart['order'] = () => [];
  setInterfered: GuardPart['setInterfered'] = () => [];
  detached: GuardPart['detached'] = () => [];
  blurred: GuardPart['blurred'] = () => [];
  setVisible: GuardPart['setVisible'] = (visible) => {
    this.calls.push(`visible ${visible}`);
    return [];
  };
  setPolicy: GuardPart['setPolicy'] = (policy) => {
    this.calls.push(`policy ${policy.mode}`);
    return [];
  };
  closed: GuardPart['closed'] = () => {
    this.calls.push('closed');
    return [];
  };
  serverBytes: GuardPart['serverBytes'] = (bytes) => {
    this.calls.push(`bytes ${bytes}`);
  };
  snapshot: GuardPart['snapshot'] = (nowMs) => snapshotOf({ nowMs });
}

/** A probe as the guard would have it sent. */
export const probe = (nonce: Uint8Array): GuardEffect => ({
  type: 'send',
  purpose: 'probe',
  bytes: join([248, 0, 0, 0, 0x80, 0, 0, 0, 16], nonce),
});

export const peek: GuardEffect = {
  type: 'send',
  purpose: 'probe',
  bytes: join([6, 0, 0, 0, 255, 255, 255, 252, 4, 0, 0, 0]),
};

export const release = (bytes: Uint8Array): GuardEffect => ({ type: 'send', purpose: 'release', bytes });

export const quality = (bytes: Uint8Array): GuardEffect => ({ type: 'send', purpose: 'quality', bytes });

export const nonceOf = (seed: number): Uint8Array =>
  Uint8Array.from({ length: 16 }, (_, i) => (seed * 31 + i * 7 + 1) & 0xff);

export interface RigOptions {
  readonly guard?: GuardPart;
  readonly buildGuard?: (options: GuardOptions) => GuardPart;
  readonly wire?: () => WirePart;
  readonly policy?: Policy;
  readonly journal?: JournalStore;
  readonly eventAgeMs?: (kind: InputKind) => number | null;
}

/** A driver on a channel that only records, with time moved by hand. */
export class DriverRig {
  readonly guard: GuardPart;
  readonly driver: Driver;
  /** Every call of the channel's send, the very arrays that were given. */
  readonly sent: Uint8Array[] = [];
  /** The same, copied at the call: what the browser would have taken. */
  readonly taken: Uint8Array[] = [];
  /** All the page got of the server, chunk by chunk. */
  readonly delivered: Uint8Array[] = [];
  readonly snapshots: Snapshot[] = [];
  readonly recorded: RecordEntry[] = [];
  readonly bins: Bin[] = [];
  readonly words: SeatWord[] = [];
  closes = 0;
  outsiders = 0;
  nowMs = 1000;
  #ticks = new Set<() => void>();

  constructor(options: RigOptions = {}) {
    this.guard = options.guard ?? new ScriptedGuard();
    this.driver = new Driver(
      {
        connection: '1',
        policy: options.policy ?? STRICT_POLICY,
        profiles: [],
        socketHost: 'instrument.example',
        journal: options.journal ?? NO_JOURNAL,
        onRecord: (entries) => void this.recorded.push(...entries),
        onBins: (bins) => void this.bins.push(...bins),
        onOutsider: () => void this.outsiders++,
        onSeat: (word) => void this.words.push(word),
        visible: true,
        channel: {
          send: (bytes) => {
            this.sent.push(bytes);
            this.taken.push(bytes.slice());
          },
          deliver: (bytes) => void this.delivered.push(bytes.slice()),
          close: () => void this.closes++,
        },
        surroundings: {
          nowMs: () => this.nowMs,
          wallMs: () => 1_700_000_000_000 + this.nowMs,
          every: (_periodMs, callback) => {
            this.#ticks.add(callback);
            return () => void this.#ticks.delete(callback);
          },
          randomBytes: (count) => new Uint8Array(count).fill(7),
          eventAgeMs: options.eventAgeMs ?? (() => null),
        },
        onSnapshot: (snapshot) => void this.snapshots.push(snapshot),
      },
      { wire: options.wire ?? (() => new Wire()), guard: options.buildGuard ?? (() => this.guard) },
    );
  }

  get ticking(): boolean {
    return this.#ticks.size > 0;
  }

  /** A chunk from the server; returns what the page got for it. */
  server(chunk: Uint8Array): Uint8Array {
    const answer = this.driver.server(chunk);
    if (answer.length > 0) this.delivered.push(answer.slice());
    return answer;
  }

  client(chunk: Uint8Array): void {
    this.driver.client(chunk);
  }

  play(turns: readonly Turn[]): void {
    for (const { from, bytes } of turns) {
      if (from === 'server') this.server(bytes);
      else this.client(bytes);
    }
  }

  /** Forgets what was sent and delivered so far. */
  clear(): void {
    this.sent.length = 0;
    this.taken.length = 0;
    this.delivered.length = 0;
    this.snapshots.length = 0;
  }

  tick(elapsedMs = 50): void {
    this.nowMs += elapsedMs;
    for (const tick of this.#ticks) tick();
  }
}

/** Verdicts by the type of the message. */
export function verdicts(
  judge: (message: ClientMessage) => 'send' | 'drop' | Uint8Array,
): GuardPart['client'] {
  return (message) => {
    const verdict = judge(message);
    if (verdict === 'send') return { outcome: { type: 'send' }, effects: [] };
    if (verdict === 'drop') return { outcome: { type: 'drop', reason: 'no-data' }, effects: [] };
    return { outcome: { type: 'replace', bytes: verdict }, effects: [] };
  };
}

/** For properties that open a connection in every run: fewer runs, and time for them on a busy machine. */
export const CONNECTION_RUNS = { numRuns: Math.min(Math.ceil(PROPERTY_RUNS / 5), 10_000) };
export const CONNECTION_RUNS_TIMEOUT = { timeout: 120_000 };

/** Cuts bytes at the given places. */
export function chop(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const chunks: Uint8Array[] = [];
  let from = 0;
  for (const place of [...places, bytes.length]) {
    if (place > from) chunks.push(bytes.slice(from, place));
    from = place;
  }
  return chunks;
}
