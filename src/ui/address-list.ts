/** They are read from the left wherever they stand: else the end of one comes before its beginning. */
const [FROM_THE_LEFT, END] = ['\u2066', '\u2069'];

/**
 * Hosts and addresses in a row, as the language writes rows.
 * @example addressList(text, ['https://a.example/*', 'https://b.example/*'])
 */
export function addressList(
  text: (key: 'uiLanguage' | 'uiDirection') => string,
  addresses: readonly string[],
): string {
  const list = new Intl.ListFormat(text('uiLanguage') || undefined, { style: 'narrow' });
  const isReversed = text('uiDirection') === 'rtl';
  return list.format(isReversed ? addresses.map((each) => `${FROM_THE_LEFT}${each}${END}`) : addresses);
}
