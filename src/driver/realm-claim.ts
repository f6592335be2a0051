/** Well known, so that the extension and a portal's own plugin, or two copies of either, find each other. */
export const MARK = Symbol.for('rice-novnc.guard');

/**
 * Marks a realm, or a channel that has its own guard, as guarded; false if it was already. Two guards on one connection would take each other's probes
 * for the page's. A page can set the mark and so refuse the guard, as it can in many other ways.
 */
export function claimRealm(realm: object): boolean {
  if (Object.hasOwn(realm, MARK)) return false;
  Object.defineProperty(realm, MARK, { value: true });
  return true;
}
