import { type Decoder, report } from './decode.ts';

/**
 * A list of just these elements, in this order: how a line of a trace is written.
 * @param from elements before them, which are somebody else's
 */
/* @__NO_SIDE_EFFECTS__ */
export function tuple<T extends readonly unknown[]>(
  decoders: { readonly [K in keyof T]: Decoder<T[K]> },
  from = 0,
): Decoder<T> {
  const each: readonly Decoder<unknown>[] = decoders;
  return (input, path, problems) => {
    if (!Array.isArray(input) || input.length !== from + each.length) {
      const length = from + each.length;
      return report(problems, path, 'type', { from: length, to: length, of: 'entries' });
    }
    const before = problems.length;
    const elements: readonly unknown[] = input;
    const values = each.map((decode, index) => {
      const at = from + index;
      return decode(elements[at], `${path}[${at}]`, problems);
    });
    // The elements were checked one by one just above; this is where that becomes the type.
    return problems.length > before ? undefined : (values as unknown as T);
  };
}
