import { list, type Problem, run } from '../model/decode/decode.ts';
import { type InstrumentProfile, MAX_PROFILES } from '../model/policy/instrument-profile.ts';
import { type Policy, STRICT_POLICY } from '../model/policy/policy.ts';
import { policyDecoder } from '../model/policy/policy-decoder.ts';
import { covers, wildness } from '../model/policy/profile-binding.ts';
import { validProfileDecoder } from '../model/policy/profile-validation.ts';
import { badOptions } from './guard-error.ts';
import type { TextTable } from './texts.ts';

/** What a portal may say to `guard`. All of it is optional, and none of it can make the built-in limits laxer. */
export interface GuardOptions {
  /**
   * Sub-protocols of the WebSocket, as for `new WebSocket(url, protocols)`. Only where `guard` opens it.
   * @defaultValue none
   */
  readonly protocols?: string | readonly string[];
  /**
   * What differs from the strict policy: `mode`, `whenUnverified`, `whenUnguarded`, `maxInputAgeMs` (500 to 1500 ms),
   * `override`, `quality`.
   * @defaultValue guard; block; pass; 1500 ms; allow; the page's own quality
   */
  readonly policy?: Partial<Omit<Policy, 'version'>>;
  /**
   * Instrument profiles (docs/instrument-profile.md). Those whose `binding.portal` does not cover this page are left out.
   * @defaultValue none: every press counts as normal
   */
  readonly profiles?: readonly InstrumentProfile[];
  /**
   * Host of the instrument, with its port if it has one, for a profile's `binding.socketHost`. Only needed for a channel
   * without a URL.
   * @defaultValue the host of the WebSocket
   */
  readonly socketHost?: string;
  /**
   * BCP 47 tag of the overlay's language. The first guard of a page decides.
   * @defaultValue navigator.languages
   */
  readonly language?: string;
  /**
   * Texts of the overlay in place of those of a language, in the form of a file of `rice-novnc/locales`. What is missing is
   * said in English.
   */
  readonly texts?: TextTable;
}

/** The policy of an option; throws what is wrong with it. */
export function policyOf(given: GuardOptions['policy']): Policy {
  const { quality, ...rest } = given ?? {};
  const whole = { ...STRICT_POLICY, ...rest, quality: { ...STRICT_POLICY.quality, ...quality } };
  return taken('policy', run(policyDecoder, whole));
}

/** Those of this portal, the most exact first; throws what is wrong with any. */
export function profilesOf(given: GuardOptions['profiles'], origin: string): readonly InstrumentProfile[] {
  const profiles = taken('profiles', run(list(validProfileDecoder, MAX_PROFILES), given ?? []));
  return profiles
    .filter(({ binding }) => covers(binding.portal, origin))
    .sort((a, b) => wildness(a.binding.portal) - wildness(b.binding.portal));
}

function taken<T>(
  name: string,
  result:
    | { readonly ok: true; readonly value: T }
    | { readonly ok: false; readonly problems: readonly Problem[] },
): T {
  if (result.ok) return result.value;
  throw badOptions(
    result.problems.map((each) => ({
      ...each,
      path: [name, each.path].filter(Boolean).join('.').replace('.[', '['),
    })),
  );
}
