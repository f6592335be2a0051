/** What crossed in one second, one way. Bytes with IP and Ethernet headers. */
export interface WayCounts {
  readonly bytes: number;
  readonly packets: number;
  /** At the end of the second. */
  readonly queueBytes: number;
  /** Packets that found the queue full. */
  readonly overflowed: number;
  /** Packets lost by chance. */
  readonly lost: number;
  /** Packets that a cut swallowed. */
  readonly cut: number;
}

/** One second, counted from `begin`. */
export interface PacketSecond {
  readonly second: number;
  /** The longest time in which the emulator stood still although it wanted to run; null: nothing is emulated. */
  readonly lateMs: number | null;
  readonly up: WayCounts;
  readonly down: WayCounts;
}

/** What carries packets between the two sides. */
export interface Path {
  /** The schedule begins now, and the first second. */
  begin(): void;
  stop(): Promise<void>;
}

/** How a path tells what it carried. */
export type OnSecond = (second: PacketSecond) => void;
