/**
 * Writes a span as hours, minutes and seconds. By hand, as Intl.DurationFormat is younger than the oldest browsers
 * that RICE runs in; the digits are those of the language.
 * @example timeSpan('en')(3_723_000) // '1:02:03'
 */
export function timeSpan(language: string | undefined): (ms: number) => string {
  const whole = new Intl.NumberFormat(language, { useGrouping: false });
  const two = new Intl.NumberFormat(language, { minimumIntegerDigits: 2 });
  return (ms) => {
    const seconds = Math.max(0, Math.round(ms / 1000));
    const [hours, minutes] = [Math.trunc(seconds / 3600), Math.trunc(seconds / 60) % 60];
    return `${whole.format(hours)}:${two.format(minutes)}:${two.format(seconds % 60)}`;
  };
}
