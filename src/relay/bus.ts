/** Carries messages between the relays of one installation: NATS core, or nothing but memory where there is one relay. */
export interface Bus {
  /** Delivered at most once to every relay that listens, this one included; in order per subject and sender. */
  publish(subject: string, bytes: Uint8Array): void;
  /** Resolves when the subscription is in force; the returned function ends it. */
  subscribe(subject: string, onBytes: (bytes: Uint8Array) => void): Promise<() => void>;
  close(): Promise<void>;
}
