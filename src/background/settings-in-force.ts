import type { Problem } from '../model/decode/decode.ts';
import { type Feature, isDisabled, type ManagedPolicy } from '../model/policy/managed-policy.ts';
import { type ManagedSettings, managedSettings } from '../model/policy/managed-settings.ts';
import type { ReadSettings, Settings } from '../model/policy/settings.ts';
import type { ManagedPolicyStore } from './managed-policy-store.ts';
import type { SettingsStore } from './settings-store.ts';

/** What is in force, and where it comes from. */
export interface InForce extends ManagedSettings, ReadSettings {
  /** The user's alone; the defaults where they cannot be read. */
  readonly own: Settings;
  readonly isManaged: boolean;
  readonly managed: ManagedPolicy;
  /** What could not be read of the facility's policy. */
  readonly managedProblems: readonly Problem[];
}

/** The user's settings under the facility's policy: the one place where they meet. */
export class SettingsInForce {
  readonly #own: Pick<SettingsStore, 'read'>;
  readonly #facility: Pick<ManagedPolicyStore, 'read'>;

  constructor(own: Pick<SettingsStore, 'read'>, facility: Pick<ManagedPolicyStore, 'read'>) {
    this.#own = own;
    this.#facility = facility;
  }

  async read(): Promise<InForce> {
    const [own, facility] = await Promise.all([this.#own.read(), this.#facility.read()]);
    const { isManaged, managed, problems } = facility;
    return {
      ...managedSettings(own.settings, managed),
      own: own.settings,
      problems: own.problems,
      isManaged,
      managed,
      managedProblems: problems,
    };
  }

  /** Whether the facility has switched off one of these. */
  async isOff(...features: readonly Feature[]): Promise<boolean> {
    const { managed } = await this.read();
    return features.some((feature) => isDisabled(managed, feature));
  }
}
