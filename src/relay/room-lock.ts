import { transition } from '../model/control/lock.ts';
import type { LockCommand } from '../model/control/lock-command.ts';
import type { LockEffect, LockEvent } from '../model/control/lock-event.ts';
import { type LockState, lockView, newLock, restoredLock } from '../model/control/lock-state.ts';
import type { LockTimes } from '../model/control/lock-times.ts';
import type { LockView } from '../model/control/lock-view.ts';
import { type StoredLock, storedLock } from '../model/control/stored-lock.ts';
import type { MemberId } from '../model/room/member.ts';
import type { RoomKeeper } from './room-keeper.ts';
import type { RoomPort } from './room-port.ts';
import type { RoomVoice } from './room-voice.ts';

/** The lock is told again so often: a lost view heals, and a silent relay is noticed. */
const VIEW_AGAIN_MS = 5000;

/** Commands that end a grant, or go on with one. */
const ENDING: ReadonlySet<LockCommand['type']> = new Set([
  'renew',
  'drained',
  'release',
  'withdraw',
  'decline',
]);

export interface RoomLockOptions {
  readonly port: Pick<RoomPort, 'nowMs' | 'wallMs'>;
  readonly keeper: RoomKeeper;
  readonly voice: RoomVoice;
  /** null: the room begins. lost: somebody may hold a lease that nobody remembers. */
  readonly stored: StoredLock | null | 'lost';
  readonly times: LockTimes;
}

/** The arbiter of one room: plays `transition` on a clock, and tells what comes of it once it is kept. */
export class RoomLock {
  readonly #options: RoomLockOptions;
  #state: LockState;
  #stored: string;
  #viewAtMs: number;

  constructor(options: RoomLockOptions) {
    const { port, stored, times } = options;
    this.#options = options;
    this.#viewAtMs = port.nowMs();
    this.#state =
      stored === null
        ? newLock(port.wallMs())
        : restoredLock(stored === 'lost' ? null : stored, this.#viewAtMs, port.wallMs(), times);
    this.#stored = JSON.stringify(storedLock(this.#state));
  }

  /** What has to outlive the relay. */
  get stored(): StoredLock {
    return storedLock(this.#state);
  }

  view(): LockView {
    return lockView(this.#state, this.#options.port.nowMs());
  }

  obey(member: MemberId, command: LockCommand): void {
    const { keeper, voice } = this.#options;
    // What would begin a grant is refused aloud. What ends one, or keeps one that is on disk, goes on.
    if (keeper.isBroken && !ENDING.has(command.type)) voice.refuse(member, 'lock', 'storage');
    else this.happened({ type: 'command', member, command });
  }

  happened(event: LockEvent): void {
    const { port, keeper, times } = this.#options;
    const { state, effects } = transition(this.#state, event, port.nowMs(), times);
    this.#state = state;
    const stored = JSON.stringify(storedLock(state));
    if (stored !== this.#stored) {
      this.#stored = stored;
      keeper.changed(true);
    }
    for (const effect of effects) this.#tell(effect);
  }

  passTime(): void {
    const { port, keeper } = this.#options;
    this.happened({ type: 'time' });
    if (port.nowMs() - this.#viewAtMs >= VIEW_AGAIN_MS && !keeper.isBroken) this.#tellView();
  }

  #tell(effect: LockEffect): void {
    const { keeper, voice } = this.#options;
    switch (effect.type) {
      case 'view':
        this.#tellView();
        return;
      case 'audit': {
        const { atMs: _, ...fact } = effect.fact;
        keeper.audit({ type: 'lock', ...fact });
        keeper.changed(true);
        return;
      }
      case 'renewed':
        voice.answer(effect.to, { type: 'renewed', epoch: effect.epoch, nonce: effect.nonce });
        return;
      case 'denied':
        voice.answer(effect.to, { type: 'denied', by: effect.by, reason: effect.reason });
        return;
      case 'refused':
        voice.answer(effect.to, { type: 'lock-refused', command: effect.command, reason: effect.reason });
        return;
      default:
        effect satisfies never;
    }
  }

  #tellView(): void {
    this.#viewAtMs = this.#options.port.nowMs();
    this.#options.voice.lock(this.view());
  }
}
