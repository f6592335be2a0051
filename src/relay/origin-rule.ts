/**
 * From where a browser may connect: whoever is no browser can claim any origin, so this keeps pages out, not people.
 * - extensions: extensions of Chrome and Firefox
 * - none: no browser at all
 * - a web origin, such as https://portal.example.org
 */
export type OriginRule = readonly string[];

const EXTENSION = /^(chrome|moz)-extension:\/\/[A-Za-z0-9-]+$/;

/** Extensions; and programs of this machine, where nobody else can reach the relay. */
export function defaultOrigins(isLoopback: boolean): OriginRule {
  return isLoopback ? ['extensions', 'none'] : ['extensions'];
}

export function isAllowedOrigin(rule: OriginRule, origin: string | undefined): boolean {
  if (origin === undefined) return rule.includes('none');
  if (EXTENSION.test(origin)) return rule.includes('extensions') || rule.includes(origin);
  // 'none' and 'extensions' are no origins, whatever a header says.
  return origin.includes('://') && rule.includes(origin);
}
