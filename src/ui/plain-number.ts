/**
 * Writes a whole number in the digits of the language, without separators between thousands: pixels, lines, and
 * places in a list, of which several stand in a row.
 * @example plainNumber(messages)(1920) // '1920'
 */
export function plainNumber(text: (key: 'uiLanguage') => string): (value: number) => string {
  const format = new Intl.NumberFormat(text('uiLanguage') || undefined, {
    useGrouping: false,
    maximumFractionDigits: 0,
  });
  return (value) => format.format(value);
}
