import type { AuditEvent } from './audit-event.ts';

/** Where what happened in rooms is written down, never to be changed. */
export interface AuditLog {
  /** Resolves when they are on disk. */
  append(room: string, events: readonly AuditEvent[]): Promise<void>;
  close(): Promise<void>;
}

/** Writes nothing down. */
export const NO_AUDIT: AuditLog = { append: async () => {}, close: async () => {} };
