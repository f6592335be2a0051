/** A part of a chat message: words, the name of somebody it speaks to, or an address. */
export type Piece =
  | { readonly type: 'words'; readonly text: string }
  | { readonly type: 'mention'; readonly text: string; readonly isSelf: boolean }
  | { readonly type: 'link'; readonly text: string; readonly url: string; readonly host: string };

/** More links than this in one message stay words. */
const MAX_LINKS = 20;
const ADDRESS = /https?:\/\/[^\s<>"'`{}|\\^]+/giu;
/** Signs that end a sentence rather than an address. */
const TRAILING = /[.,;:!?)\]…]+$/u;

/**
 * Takes a message apart.
 * @param names of the people here, the own one first
 */
export function piecesOf(text: string, names: readonly string[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let links = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, '');
    const url = addressOf(address);
    if (url === null || links >= MAX_LINKS) continue;
    links++;
    pieces.push(...mentionsIn(text.slice(from, match.index), names));
    pieces.push({ type: 'link', text: address, url: url.href, host: url.host });
    from = match.index + address.length;
  }
  pieces.push(...mentionsIn(text.slice(from), names));
  return pieces;
}

/** Without a name and password before the host: they make one host look like another. */
function addressOf(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.username === '' && url.password === '' ? url : null;
}

function mentionsIn(text: string, names: readonly string[]): readonly Piece[] {
  if (text === '') return [];
  const pieces: Piece[] = [];
  const small = text.toLowerCase();
  let from = 0;
  for (let at = small.indexOf('@'); at >= 0; at = small.indexOf('@', at + 1)) {
    // The longest name that fits: "Ada" is the beginning of "Ada Lovelace".
    const name = names
      .filter((each) => each !== '' && small.startsWith(each.toLowerCase(), at + 1))
      .filter((each) => !/^[\p{L}\p{N}]/u.test(text.slice(at + 1 + each.length)))
      .sort((one, other) => other.length - one.length)[0];
    if (name === undefined || at < from) continue;
    if (at > from) pieces.push({ type: 'words', text: text.slice(from, at) });
    const end = at + 1 + name.length;
    pieces.push({ type: 'mention', text: text.slice(at, end), isSelf: name === names[0] });
    from = end;
  }
  if (from < text.length) pieces.push({ type: 'words', text: text.slice(from) });
  return pieces;
}
