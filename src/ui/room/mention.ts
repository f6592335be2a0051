/** Names that are offered at once. */
const MAX_OFFERED = 6;
/** A name is begun by @ and at most so many characters. */
const MAX_BEGUN = 64;

/** A name that is being typed. */
export interface Begun {
  /** Where its @ is in the text. */
  readonly at: number;
  readonly query: string;
}

/** The name before the caret that was begun with @; null: there is none. */
export function begunAt(text: string, caret: number): Begun | null {
  const at = text.lastIndexOf('@', caret - 1);
  if (at < 0 || caret - at > MAX_BEGUN || /[\p{L}\p{N}]/u.test(text.slice(at - 1, at))) return null;
  const query = text.slice(at + 1, caret);
  return /[\n@]/.test(query) ? null : { at, query };
}

/** Names that may be meant, best first. None when one is written in full. */
export function offered(names: readonly string[], { query }: Begun): readonly string[] {
  const wanted = query.toLowerCase();
  const fits = (name: string): boolean =>
    name !== '' && name.toLowerCase() !== wanted && wordsOf(name).some((each) => each.startsWith(wanted));
  const begins = (name: string): number => (name.toLowerCase().startsWith(wanted) ? 0 : 1);
  return [...new Set(names)]
    .filter(fits)
    .sort((one, other) => begins(one) - begins(other))
    .slice(0, MAX_OFFERED);
}

/** The text with the name in place of what was begun, and where the caret is then. */
export function completed(
  text: string,
  caret: number,
  begun: Begun,
  name: string,
): { readonly text: string; readonly caret: number } {
  const head = `${text.slice(0, begun.at)}@${name} `;
  return { text: head + text.slice(caret).replace(/^ /, ''), caret: head.length };
}

/** The whole name, and each of its words to its end: "lov" finds "Ada Lovelace". */
function wordsOf(name: string): readonly string[] {
  const small = name.toLowerCase();
  return [small, ...[...small.matchAll(/\s(?=\S)/gu)].map(({ index }) => small.slice(index + 1))];
}
