import type { FunctionClass, InstrumentProfile, ProfileKey } from '../../model/policy/instrument-profile.ts';

/** A profile in the form: numbers as they were typed, regions as they came. */
export interface ProfileDraft {
  readonly name: string;
  readonly portal: string;
  readonly socketHost: string;
  readonly maxInputAgeMs: string;
  readonly normalCredit: string;
  readonly hazardousCredit: string;
  readonly keys: readonly ProfileKey[];
}

/** A row that is yet to be filled in. */
export const NEW_KEY: ProfileKey = { name: '', function: '', class: 'hazardous', confirm: false, key: '' };

export function draftOf({ name, binding, thresholds, keys }: InstrumentProfile): ProfileDraft {
  return {
    name,
    portal: binding.portal,
    socketHost: binding.socketHost,
    maxInputAgeMs: typed(thresholds.maxInputAgeMs),
    normalCredit: typed(thresholds.normalCredit),
    hazardousCredit: typed(thresholds.hazardousCredit),
    keys,
  };
}

/** The profile with what the form changes, yet to be decoded; what the form does not show stays. */
export function profileOf(draft: ProfileDraft, profile: InstrumentProfile): unknown {
  return {
    ...profile,
    name: draft.name.trim(),
    binding: { portal: draft.portal.trim(), socketHost: draft.socketHost.trim() },
    keys: draft.keys.map((key) => ({
      ...key,
      name: key.name.trim(),
      function: key.function.trim(),
      // A space is a key, too.
      key: key.key.trim() || key.key,
    })),
    thresholds: {
      maxInputAgeMs: number(draft.maxInputAgeMs),
      normalCredit: number(draft.normalCredit),
      hazardousCredit: number(draft.hazardousCredit),
    },
  };
}

/** How many of each class, for the list; classes that are not there are left out. */
export function countsOf(
  marks: readonly { readonly class: FunctionClass }[],
): readonly (readonly [FunctionClass, number])[] {
  const order: readonly FunctionClass[] = ['stop', 'hazardous', 'normal', 'view'];
  return order
    .map((each) => [each, marks.filter((mark) => mark.class === each).length] as const)
    .filter(([, count]) => count > 0);
}

function typed(value: number | null): string {
  return value === null ? '' : String(value);
}

/** What is no number stays text, so that the decoder tells its place. */
function number(text: string): number | string | null {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed;
}
