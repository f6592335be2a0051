import { isQualityLevel, LADDER, type QualityLevel } from '../codec/quality-level.ts';
import { boolean, choice, type Decoder, keyOf, list, type Problem, report, run } from '../decode/decode.ts';
import { readRelayOrigin } from '../room/invite-link-text.ts';
import { type InstrumentProfile, MAX_PROFILES } from './instrument-profile.ts';
import {
  FEATURES,
  type Feature,
  type ManagedLimits,
  type ManagedPolicy,
  NO_MANAGED_POLICY,
  type ReadManagedPolicy,
  UNMANAGED,
} from './managed-policy.ts';
import { STRICT_POLICY } from './policy.ts';
import { MIN_INPUT_AGE_MS } from './policy-decoder.ts';
import { validProfileDecoder } from './profile-validation.ts';
import { MAX_SITES, type SiteMode } from './settings.ts';
import { isHost, siteModeDecoder } from './settings-decoder.ts';

/** Relays that a facility can name; each is looked through when a room is begun. */
export const MAX_MANAGED_RELAYS = 100;

type Fields = Readonly<Record<string, unknown>>;
/** One field of the policy: what is used of it. A wrong field costs no other one. */
type Reader<K extends keyof ManagedPolicy> = (input: unknown, problems: Problem[]) => ManagedPolicy[K];

const READERS: { readonly [K in keyof ManagedPolicy]: Reader<K> } = {
  portals,
  profiles,
  policy: limits,
  relays,
  disabled,
  skipWelcome: (input, problems) => boolean(input, 'skipWelcome', problems) ?? NO_MANAGED_POLICY.skipWelcome,
};
const NAMES = Object.keys(READERS);

/**
 * Reads what the browser has in its managed storage. All that can be used is used; what cannot is told with its place
 * and replaced by the strictest that its writer can have meant.
 * @param stored undefined or empty: nobody manages this browser
 */
export function readManagedPolicy(stored: unknown): ReadManagedPolicy {
  if (stored === undefined || stored === null) return UNMANAGED;
  if (!isFields(stored)) {
    return { ...UNMANAGED, isManaged: true, problems: [{ path: '', code: 'type', expected: 'an object' }] };
  }
  if (Object.keys(stored).length === 0) return UNMANAGED;
  const problems: Problem[] = [];
  for (const name of Object.keys(stored)) {
    if (!Object.hasOwn(READERS, name)) report(problems, name.slice(0, 40), 'unknown-key', NAMES);
  }
  const read = <K extends keyof ManagedPolicy>(name: K): ManagedPolicy[K] =>
    Object.hasOwn(stored, name) ? READERS[name](stored[name], problems) : NO_MANAGED_POLICY[name];
  const managed: ManagedPolicy = {
    portals: read('portals'),
    profiles: read('profiles'),
    policy: read('policy'),
    relays: read('relays'),
    disabled: read('disabled'),
    skipWelcome: read('skipWelcome'),
  };
  return { isManaged: true, managed, problems };
}

/** A host whose mode cannot be read was meant to be managed: it is guarded. */
function portals(input: unknown, problems: Problem[]): ManagedPolicy['portals'] {
  if (!isFields(input)) return report(problems, 'portals', 'type', 'an object') ?? {};
  const entries = Object.entries(input);
  if (entries.length > MAX_SITES)
    report(problems, 'portals', 'size', { from: 0, to: MAX_SITES, of: 'entries' });
  const modes: (readonly [string, SiteMode])[] = [];
  for (const [name, mode] of entries.slice(0, MAX_SITES)) {
    const host = name.toLowerCase();
    const path = `portals.${name.slice(0, 300)}`;
    if (!isHost(host)) report(problems, path, 'type', 'a host name');
    else modes.push([host, siteModeDecoder(mode, path, problems) ?? 'guard']);
  }
  return Object.fromEntries(modes);
}

/** Left out one by one: a profile that is wrong in one place would guard the wrong place. */
function profiles(input: unknown, problems: Problem[]): readonly InstrumentProfile[] {
  const one: Decoder<InstrumentProfile> = (each, path, found) => {
    const result = run(validProfileDecoder, completed(each));
    if (result.ok) return result.value;
    for (const { path: place, code, expected } of result.problems) {
      report(found, place === '' ? path : `${path}.${place}`, code, expected);
    }
    return undefined;
  };
  return list(one, MAX_PROFILES)(input, 'profiles', problems) ?? [];
}

/** Schemas of Chromium's managed storage know no null, so a threshold that is left out means the built-in one. */
function completed(profile: unknown): unknown {
  if (!isFields(profile)) return profile;
  const thresholds = profile['thresholds'] ?? {};
  const none = { maxInputAgeMs: null, normalCredit: null, hazardousCredit: null };
  return { ...profile, thresholds: isFields(thresholds) ? { ...none, ...thresholds } : thresholds };
}

/** Each field for itself; one that cannot be read is as strict as it can be. */
function limits(input: unknown, problems: Problem[]): ManagedLimits {
  if (!isFields(input)) {
    report(problems, 'policy', 'type', 'an object');
    return {
      maxInputAgeMs: MIN_INPUT_AGE_MS,
      override: 'forbid',
      whenUnverified: 'block',
      whenUnguarded: 'close',
    };
  }
  const known = ['maxInputAgeMs', 'override', 'whenUnverified', 'whenUnguarded', 'quality'];
  for (const name of Object.keys(input)) {
    if (!known.includes(name)) {
      report(problems, `policy.${name.slice(0, 40)}`, 'unknown-key', known);
    }
  }
  const one = <T>(name: string, decoder: Decoder<T>, strictest: T): T | undefined =>
    input[name] === undefined ? undefined : (decoder(input[name], `policy.${name}`, problems) ?? strictest);
  const maxInputAgeMs = one('maxInputAgeMs', inputAge, MIN_INPUT_AGE_MS);
  const override = one('override', choice('allow', 'forbid'), 'forbid');
  const whenUnverified = one('whenUnverified', choice('block', 'pass'), 'block');
  const whenUnguarded = one('whenUnguarded', choice('pass', 'close'), 'close');
  const quality = input['quality'] === undefined ? undefined : qualityBounds(input['quality'], problems);
  return {
    ...(maxInputAgeMs === undefined ? {} : { maxInputAgeMs }),
    ...(override === undefined ? {} : { override }),
    ...(whenUnverified === undefined ? {} : { whenUnverified }),
    ...(whenUnguarded === undefined ? {} : { whenUnguarded }),
    ...(quality === undefined ? {} : { quality }),
  };
}

/** A number beyond its bounds is moved to the nearest one, and told. */
const inputAge: Decoder<number> = (input, path, problems) => {
  if (typeof input !== 'number' || !Number.isFinite(input)) return report(problems, path, 'type', 'a number');
  const bounds = [MIN_INPUT_AGE_MS, STRICT_POLICY.maxInputAgeMs] as const;
  const nearest = Math.min(Math.max(input, bounds[0]), bounds[1]);
  if (nearest !== input) report(problems, path, 'range', { from: bounds[0], to: bounds[1] });
  return nearest;
};

/** Nothing that the gate decides hangs on them: bounds that cannot be read, or leave nothing, are none. */
function qualityBounds(input: unknown, problems: Problem[]): NonNullable<ManagedLimits['quality']> {
  const path = 'policy.quality';
  if (!isFields(input)) return report(problems, path, 'type', 'an object') ?? {};
  for (const name of Object.keys(input)) {
    if (name !== 'lowest' && name !== 'highest') {
      report(problems, `${path}.${name.slice(0, 40)}`, 'unknown-key', ['lowest', 'highest']);
    }
  }
  const level = (name: 'lowest' | 'highest'): QualityLevel | undefined => {
    const value = input[name];
    if (value === undefined || (typeof value === 'number' && isQualityLevel(value))) return value;
    return report(problems, `${path}.${name}`, 'choice', LADDER.map(String));
  };
  const [lowest, highest] = [level('lowest'), level('highest')];
  if (lowest !== undefined && highest !== undefined && lowest > highest) {
    return report(problems, `${path}.highest`, 'range', { from: lowest, to: 9 }) ?? {};
  }
  return { ...(lowest === undefined ? {} : { lowest }), ...(highest === undefined ? {} : { highest }) };
}

/** Relays that cannot be read leave fewer to choose from, in the end none. */
function relays(input: unknown, problems: Problem[]): readonly string[] {
  const origin: Decoder<string> = (each, path, found) =>
    (typeof each === 'string' ? readRelayOrigin(each) : null) ??
    report(found, path, 'origin', ['https://relay.example.org']);
  return list(origin, MAX_MANAGED_RELAYS)(input, 'relays', problems) ?? [];
}

/** A name that is not known can switch nothing off; a list that cannot be read was meant to: all is off. */
function disabled(input: unknown, problems: Problem[]): readonly Feature[] {
  const feature = keyOf<Feature>({
    rooms: true,
    drawing: true,
    quality: true,
    profiles: true,
    traces: true,
    records: true,
  });
  const named = list(feature, 100)(input, 'disabled', problems) ?? FEATURES;
  return FEATURES.filter((each) => named.includes(each));
}

function isFields(input: unknown): input is Fields {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
