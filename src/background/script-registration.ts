import type { Scripting } from 'webextension-polyfill';
import type { Settings } from '../model/policy/settings.ts';
import type { ExtensionApi } from './extension-api.ts';
import { coversHost, isWebPattern } from './origin-pattern.ts';

/**
 * Both scripts of a document, the private side first: Chromium runs registered scripts in the order of their ids,
 * Firefox in the order of the list, and after a restart in the order of its store. All must say the same.
 */
const SCRIPTS = [
  { id: 'rice-1-link', js: ['link.js'], world: 'ISOLATED' },
  { id: 'rice-2-hook', js: ['hook.js'], world: 'MAIN' },
] as const;

/** Keeps the registered scripts equal to what was granted and set. */
export class ScriptRegistration {
  readonly #scripting: ExtensionApi['scripting'];

  constructor(scripting: ExtensionApi['scripting']) {
    this.#scripting = scripting;
  }

  /** Registers, updates or unregisters, whatever is needed; safe to call at any time, but not twice at once. */
  async reconcile(grantedOrigins: readonly string[], sites: Settings['sites']): Promise<void> {
    const wanted = wantedScripts(grantedOrigins, sites);
    const present = await this.#scripting.getRegisteredContentScripts();
    const presentIds = present.map((script) => script.id);
    const wantedIds = wanted.map((script) => script.id);
    const stale = presentIds.filter((id) => !wantedIds.includes(id));
    if (stale.length > 0) await this.#scripting.unregisterContentScripts({ ids: stale });
    const absent = wanted.filter((script) => !presentIds.includes(script.id));
    if (absent.length === 0) {
      // Updating in place leaves no moment in which a page could load without its scripts.
      if (!wanted.every((script) => present.some((other) => isSame(script, other)))) {
        await this.#scripting.updateContentScripts(wanted);
      }
      return;
    }
    // One is there and one is not: begin anew, or the order of the list would be lost.
    const half = presentIds.filter((id) => wantedIds.includes(id));
    if (half.length > 0) await this.#scripting.unregisterContentScripts({ ids: half });
    await this.#scripting.registerContentScripts(wanted);
  }
}

function wantedScripts(
  grantedOrigins: readonly string[],
  sites: Settings['sites'],
): Scripting.RegisteredContentScript[] {
  const matches = grantedOrigins.filter(isWebPattern).sort();
  if (matches.length === 0) return [];
  const excludeMatches = Object.entries(sites)
    .filter(([host, mode]) => mode === 'off' && matches.some((pattern) => coversHost(pattern, host)))
    .map(([host]) => `*://${host}/*`)
    .sort();
  return SCRIPTS.map(({ id, js, world }) => ({
    id,
    js: [...js],
    world,
    matches,
    excludeMatches,
    runAt: 'document_start',
    allFrames: true,
    // A portal may put noVNC into an about:blank, blob: or srcdoc frame.
    matchOriginAsFallback: true,
    persistAcrossSessions: true,
  }));
}

function isSame(
  wanted: Scripting.RegisteredContentScript,
  present: Scripting.RegisteredContentScript,
): boolean {
  return (
    wanted.id === present.id &&
    same(wanted.matches, present.matches) &&
    same(wanted.excludeMatches, present.excludeMatches) &&
    wanted.world === present.world &&
    wanted.runAt === present.runAt &&
    wanted.allFrames === present.allFrames &&
    wanted.matchOriginAsFallback === present.matchOriginAsFallback &&
    wanted.persistAcrossSessions === present.persistAcrossSessions &&
    same(
      wanted.js,
      present.js?.map((file) => file.replace(/^.*\//, '')),
    )
  );
}

function same(some: readonly string[] | undefined, others: readonly string[] | undefined): boolean {
  return JSON.stringify([...(some ?? [])].sort()) === JSON.stringify([...(others ?? [])].sort());
}
