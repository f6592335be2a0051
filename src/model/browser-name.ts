/** The browser's name and main version: of the rest of the user agent a record has no need. */
export function browserName(userAgent: string): string {
  // Every Chromium calls itself Chrome too, so its own name comes first.
  const found = /(Edg|OPR)\/(\d+)/.exec(userAgent) ?? /(Firefox|Chrome)\/(\d+)/.exec(userAgent);
  return found === null ? '' : `${found[1]} ${found[2]}`;
}
