import { boolean, type Decoder, nullable, object, version } from '../decode/decode.ts';
import type { MemberId } from '../room/member.ts';
import { counter, memberIdDecoder } from '../room/name-decoders.ts';
import type { LockState } from './lock-state.ts';

/** What must be on disk before the effects of a transition are told, whenever it differs from what is there. */
export interface StoredLock {
  readonly version: 1;
  /** Of the newest grant: never given again. */
  readonly epoch: number;
  /** Whose gate may be open; null: nobody's. */
  readonly holder: MemberId | null;
  readonly frozenBy: MemberId | null;
  readonly keepsIdle: boolean;
  /** The store was lost, and a lease that nobody remembers may still run. */
  readonly hasForgotten: boolean;
}

export function storedLock({ epoch, phase, keepsIdle, notBeforeMs }: LockState): StoredLock {
  const hasForgotten = notBeforeMs !== null;
  const stored = { version: 1, epoch, holder: null, frozenBy: null, keepsIdle, hasForgotten } as const;
  switch (phase.type) {
    case 'free':
    case 'offered':
      return stored;
    case 'held':
      return { ...stored, holder: phase.holder };
    case 'draining':
      return { ...stored, holder: phase.from, frozenBy: phase.frozenBy };
    case 'frozen':
      return { ...stored, frozenBy: phase.by };
  }
}

export const storedLockDecoder: Decoder<StoredLock> = object<StoredLock>({
  version: version(1),
  epoch: counter,
  holder: nullable(memberIdDecoder),
  frozenBy: nullable(memberIdDecoder),
  keepsIdle: boolean,
  hasForgotten: boolean,
});
