import type { Scripting } from 'webextension-polyfill';
import { coversHost, isWebPattern } from '../model/policy/origin-pattern.ts';
import type { Settings } from '../model/policy/settings.ts';
import type { ExtensionApi } from './extension-api.ts';

/**
 * Both scripts of a document, the private side first: Chromium runs registered scripts in the order of their ids,
 * Firefox in the order of the list, and after a restart in the order of its store. All must say the same.
 */
const SCRIPTS = [
  { id: 'rice-1-link', js: ['link.js'], world: 'ISOLATED' },
  { id: 'rice-2-hook', js: ['hook.js'], world: 'MAIN' },
] as const;

/** In the place of the hook on sites whose sessions are traced: the same hook, which also writes down what it does. */
const TRACED_HOOK = { id: 'rice-3-hook-traced', js: ['hook-traced.js'], world: 'MAIN' } as const;

type Sites = Pick<Settings, 'sites' | 'traced'>;

/** Keeps the registered scripts equal to what was granted and set. */
export class ScriptRegistration {
  readonly #scripting: ExtensionApi['scripting'];

  constructor(scripting: ExtensionApi['scripting']) {
    this.#scripting = scripting;
  }

  /** Registers, updates or unregisters, whatever is needed; safe to call at any time, but not twice at once. */
  async reconcile(grantedOrigins: readonly string[], settings: Sites): Promise<void> {
    const wanted = wantedScripts(grantedOrigins, settings);
    const present = await this.#scripting.getRegisteredContentScripts();
    const presentIds = present.map((script) => script.id);
    const wantedIds = wanted.map((script) => script.id);
    const stale = presentIds.filter((id) => !wantedIds.includes(id));
    const absent = wanted.filter((script) => !presentIds.includes(script.id));
    const areLast = absent.every((script) => wanted.indexOf(script) >= wanted.length - absent.length);
    if (absent.length < wanted.length && areLast) {
      // For a moment both hooks may be registered: the second one in a page finds its place taken and does nothing.
      if (absent.length > 0) await this.#scripting.registerContentScripts(absent);
      // Updating in place leaves no moment in which a page could load without its scripts.
      if (!wanted.every((script) => present.some((other) => isSame(script, other)))) {
        await this.#scripting.updateContentScripts(wanted);
      }
      if (stale.length > 0) await this.#scripting.unregisterContentScripts({ ids: stale });
      return;
    }
    // An earlier one is missing: begin anew, or the order of the list would be lost.
    if (presentIds.length > 0) await this.#scripting.unregisterContentScripts({ ids: presentIds });
    if (wanted.length > 0) await this.#scripting.registerContentScripts(wanted);
  }
}

function wantedScripts(
  grantedOrigins: readonly string[],
  { sites, traced }: Sites,
): Scripting.RegisteredContentScript[] {
  const matches = grantedOrigins.filter(isWebPattern).sort();
  if (matches.length === 0) return [];
  const isCovered = (host: string) => matches.some((pattern) => coversHost(pattern, host));
  const off = Object.entries(sites).flatMap(([host, mode]) =>
    mode === 'off' && isCovered(host) ? [host] : [],
  );
  const tracedOnes = traced.filter((host) => isCovered(host) && !off.includes(host));
  const scripts = SCRIPTS.map((script) =>
    registered(script, matches, script.world === 'MAIN' ? [...off, ...tracedOnes] : off),
  );
  return tracedOnes.length === 0
    ? scripts
    : [...scripts, registered(TRACED_HOOK, tracedOnes.map(pagesOf).sort(), [])];
}

function registered(
  { id, js, world }: (typeof SCRIPTS)[number] | typeof TRACED_HOOK,
  matches: string[],
  excludedHosts: readonly string[],
): Scripting.RegisteredContentScript {
  return {
    id,
    js: [...js],
    world,
    matches,
    excludeMatches: excludedHosts.map(pagesOf).sort(),
    runAt: 'document_start',
    allFrames: true,
    // A portal may put noVNC into an about:blank, blob: or srcdoc frame.
    matchOriginAsFallback: true,
    persistAcrossSessions: true,
  };
}

function pagesOf(host: string): string {
  return `*://${host}/*`;
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
