/** Registered under this name in CSS: `::highlight(found)`. */
const HIGHLIGHT = 'found';
/** Marks beyond would only slow the page down. */
const MAX_MARKS = 2000;

/**
 * Shows of a page only the blocks (`[data-find]`) with all words of the query, and the sections that have one; of a
 * section whose own title has them, all. Case and accents do not count. An empty query shows everything.
 * @returns how many blocks are shown for the query
 */
export function find(root: Element, query: string): number {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const has = (element: Element | null) => {
    const content = plain(element?.textContent ?? '');
    return words.every((word) => content.includes(word));
  };
  let count = 0;
  for (const section of root.querySelectorAll('[data-section]')) {
    const isTitled = has(section.querySelector('h2'));
    let shown = 0;
    for (const block of section.querySelectorAll<HTMLElement>('[data-find]')) {
      block.hidden = !isTitled && !has(block);
      if (!block.hidden) shown += 1;
    }
    toggle(section, words.length > 0 && shown === 0 && !isTitled);
    for (const details of section.querySelectorAll('details')) {
      const shownInside = details.querySelectorAll('[data-find]:not([hidden])').length;
      details.hidden = words.length > 0 && shownInside === 0;
      if (words.length > 0 && shownInside > 0 && !isTitled) details.open = true;
    }
    count += isTitled && shown === 0 ? 1 : shown;
  }
  highlight(root, words);
  return count;
}

/** Lower case, without accents, in one of the ways Unicode can write it. */
function plain(content: string): string {
  return content.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

function toggle(section: Element, isHidden: boolean): void {
  if (section instanceof HTMLElement) section.hidden = isHidden;
}

/** Colours the words where they stand, without a change to the document. */
function highlight(root: Element, words: readonly string[]): void {
  if (typeof CSS === 'undefined' || !('highlights' in CSS)) return;
  CSS.highlights.delete(HIGHLIGHT);
  if (words.length === 0) return;
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null && ranges.length < MAX_MARKS; node = walker.nextNode()) {
    // Where accents were taken off, places do not fit any more: found, but not coloured.
    const content = (node.textContent ?? '').toLowerCase();
    if (content.length !== (node.textContent ?? '').length) continue;
    for (const word of words) {
      for (let at = content.indexOf(word); at >= 0; at = content.indexOf(word, at + word.length)) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
    }
  }
  CSS.highlights.set(HIGHLIGHT, new Highlight(...ranges));
}
