import type { RoomAlarm } from '../model/port/room-view.ts';
import type { MemberId } from '../model/room/member.ts';

/** That somebody outside moved something is shown for so long. */
export const OUTSIDER_MS = 60_000;
/** Members that bad messages are told apart by; those of others count together. */
const MAX_CULPRITS = 32;

/** What happened in this room that should not have. */
export class Alarms {
  readonly #bad = new Map<MemberId | null, number>();
  readonly #mismatches = new Set<MemberId>();
  #outsiderAtMs: number | null = null;

  bad(from: MemberId | null): void {
    const culprit = this.#bad.has(from) || this.#bad.size < MAX_CULPRITS ? from : null;
    this.#bad.set(culprit, (this.#bad.get(culprit) ?? 0) + 1);
  }

  mismatch(by: MemberId): void {
    if (this.#mismatches.size < MAX_CULPRITS) this.#mismatches.add(by);
  }

  outsider(nowMs: number): void {
    this.#outsiderAtMs = nowMs;
  }

  /** @param unproven members the relay says are here, and who did not show that they were invited */
  shown(unproven: readonly MemberId[], nowMs: number): readonly RoomAlarm[] {
    const outsiderMs = this.#outsiderAtMs === null ? null : nowMs - this.#outsiderAtMs;
    return [
      ...[...this.#mismatches].map((by): RoomAlarm => ({ type: 'lock-mismatch', by })),
      ...unproven.map((member): RoomAlarm => ({ type: 'unproven', member })),
      ...[...this.#bad].map(([from, count]): RoomAlarm => ({ type: 'bad-messages', count, from })),
      ...(outsiderMs === null || outsiderMs > OUTSIDER_MS
        ? []
        : [{ type: 'outsider', agoMs: outsiderMs } as const]),
    ];
  }
}
