import { nullable, number, object, run, string, version } from '../../model/decode/decode.ts';

/** What the store holds of a room. */
export interface OwnerRecord {
  readonly version: 1;
  /** The relay that acts for the room; null: it has let go, anybody may take it at once. */
  readonly owner: string | null;
  /** Grows with each owner. */
  readonly term: number;
  /** What the room must not lose, as it wrote it itself; null: nothing yet. */
  readonly state: string | null;
}

/** Characters of what a room keeps: 32 members, a lobby, and spent tokens. */
const MAX_STATE = 900_000;

const decoder = object<OwnerRecord>({
  version: version(1),
  owner: nullable(string(64)),
  term: number(0, Number.MAX_SAFE_INTEGER),
  state: nullable(string(MAX_STATE)),
});

export function encodeOwnerRecord(record: OwnerRecord): string {
  return JSON.stringify(record);
}

/** undefined: written by something else. */
export function decodeOwnerRecord(text: string): OwnerRecord | undefined {
  try {
    const result = run(decoder, JSON.parse(text));
    return result.ok ? result.value : undefined;
  } catch {
    return undefined;
  }
}
