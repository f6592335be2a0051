/** A piece of HTML or SVG that may be put into a page as it is. Only `html` makes one. */
export class Markup {
  readonly #text: string;

  /** @param text is trusted: everything from outside in it has been escaped */
  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

type Piece = string | number | Markup | readonly Markup[];

/**
 * A template whose values are escaped, unless they are markup themselves.
 * @example html`<td>${'a < b'}</td>`.toString() // '<td>a &lt; b</td>'
 */
export function html(pieces: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  const parts = pieces.map((piece, index) => {
    const value = index === 0 ? undefined : values[index - 1];
    return `${value === undefined ? '' : rendered(value)}${piece}`;
  });
  return new Markup(parts.join(''));
}

function rendered(value: Piece): string {
  if (value instanceof Markup) return value.toString();
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  if (typeof value === 'string') return escaped(value);
  return value.map((each) => each.toString()).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for attributes in quotes. Control characters, which no HTML may hold, are left out. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (each) => ENTITIES[each] ?? '')
    .replace(/\p{Cc}/gu, (each) => (/[\t\n\r]/.test(each) ? each : ''));
}
