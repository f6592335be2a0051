import type { Problem } from '../../model/decode/decode.ts';
import type { Policy } from '../../model/policy/policy.ts';
import type { Settings } from '../../model/policy/settings.ts';
import type { SaveOutcome } from '../../model/port/extension-message.ts';
import type { ProfileLibrary, ProfileOutcome } from '../../model/port/profile-message.ts';

/** The part of the policy that the page sets. */
export type PolicyLimits = Pick<Policy, 'maxInputAgeMs' | 'override'>;

export interface PolicyStatus {
  readonly limits: PolicyLimits;
  readonly problems: readonly Problem[];
}

/** All that the options page knows about the world outside. Answers are undefined when the background does not answer. */
export interface OptionsPort {
  library(): Promise<ProfileLibrary | undefined>;
  save(id: string | null, profile: unknown): Promise<ProfileOutcome | undefined>;
  remove(id: string): Promise<ProfileOutcome | undefined>;
  restore(id: string): Promise<ProfileOutcome | undefined>;
  reset(): Promise<ProfileOutcome | undefined>;
  policy(): Promise<PolicyStatus | undefined>;
  saveLimits(limits: PolicyLimits): Promise<SaveOutcome | undefined>;
  /** What was chosen about the picture, by host. */
  qualityChoices(): Promise<Settings['quality'] | undefined>;
  forgetQuality(host: string): Promise<SaveOutcome | undefined>;
  /** Gives the user a file. */
  saveFile(name: string, content: string): void;
  /** Calls back when what is stored changes, as by the region editor in another tab. Returns the way to stop. */
  onChange(listener: () => void): () => void;
}
