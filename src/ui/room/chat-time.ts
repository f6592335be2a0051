/** Formats are costly to make; there is one language, so there are two of them. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The day as people write it; two messages of one day have the same. */
export function dayOf(wallMs: number, language: string): string {
  return formatOf('day', language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(wallMs);
}

/** Hours and minutes. */
export function timeOf(wallMs: number, language: string): string {
  return formatOf('time', language, { hour: '2-digit', minute: '2-digit' }).format(wallMs);
}

function formatOf(name: string, language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${name} ${language}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(language || undefined, options);
  formats.set(key, made);
  return made;
}
