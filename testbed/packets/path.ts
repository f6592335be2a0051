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
  /** From now on, and until the next call. On a cable, where nothing is emulated, nothing is told. */
  watch(watch: PacketWatch): void;
  stop(): Promise<void>;
}

/** How a path tells what it carried. */
export type OnSecond = (second: PacketSecond) => void;

/** What became of one segment of TCP in the emulator. Times in ms since `begin`. */
export interface PacketFate {
  readonly way: 'up' | 'down';
  readonly fate: 'sent' | 'overflowed' | 'lost' | 'cut';
  /** The client's port: which connection it is of. */
  readonly flow: number;
  readonly sequence: number;
  /** Its payload; 0 is told only of one that was dropped. */
  readonly bytes: number;
  /** When it left the queue, or found it full. */
  readonly atMs: number;
  readonly queuedMs: number;
}

/** The segments of the server at this port are told of, one by one. */
export interface PacketWatch {
  readonly port: number;
  readonly onPacket: (packet: PacketFate) => void;
}
