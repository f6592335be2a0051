import { coversHost, exactHost, isWebPattern } from '../model/policy/origin-pattern.ts';
import { type Settings, siteMode } from '../model/policy/settings.ts';
import type { ExtensionApi } from './extension-api.ts';
import { ScriptRegistration } from './script-registration.ts';
import type { SettingsInForce } from './settings-in-force.ts';
import type { SettingsStore } from './settings-store.ts';
import { TaskQueue } from './task-queue.ts';

/** Where the extension may run, and where it should but may not. */
export interface Access {
  readonly origins: readonly string[];
  /** Hosts that are set to be watched while the permission for them was withdrawn. */
  readonly withdrawnHosts: readonly string[];
  /** The browser's words about scripts that could not be registered. */
  readonly registrationFault: string | null;
}

/** Makes the registered scripts follow what was granted and set, from whichever side it changes. */
export class SiteAccess {
  readonly #api: Pick<ExtensionApi, 'permissions' | 'scripting'>;
  readonly #own: SettingsStore;
  readonly #settings: SettingsInForce;
  readonly #registration: ScriptRegistration;
  readonly #queue = new TaskQueue();

  constructor(
    api: Pick<ExtensionApi, 'permissions' | 'scripting'>,
    own: SettingsStore,
    settings: SettingsInForce,
  ) {
    this.#api = api;
    this.#own = own;
    this.#settings = settings;
    this.#registration = new ScriptRegistration(api.scripting);
  }

  reconcile(): Promise<Access> {
    return this.#queue.run(async () => {
      const granted = await this.#api.permissions.getAll();
      const origins = (granted.origins ?? []).filter(isWebPattern);
      // Kept, so that a permission that goes later is missed.
      await this.#own.addSites(origins.flatMap((pattern) => exactHost(pattern) ?? []));
      const { own, settings } = await this.#settings.read();
      return {
        origins,
        withdrawnHosts: withdrawnHosts(origins, Object.keys(own.sites), settings),
        registrationFault: await this.#registered(origins, settings),
      };
    });
  }

  async #registered(origins: readonly string[], settings: Settings): Promise<string | null> {
    try {
      await this.#registration.reconcile(origins, settings);
      return null;
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      console.error(`[registration] ${words}`);
      return words;
    }
  }
}

/** @param known hosts that were granted once: a facility's portal that never was is asked for when it is opened */
function withdrawnHosts(
  origins: readonly string[],
  known: readonly string[],
  settings: Settings,
): readonly string[] {
  return known
    .filter((host) => siteMode(settings, host) !== 'off')
    .filter((host) => !origins.some((pattern) => coversHost(pattern, host)))
    .sort();
}
