import { choice, type Decoder, type Problem, version } from '../decode/decode.ts';
import { parseJsonText } from '../decode/json-text.ts';
import type { Policy } from './policy.ts';
import { policyFields } from './policy-decoder.ts';
import { qualityChoiceDecoder } from './quality-policy-decoder.ts';
import { MAX_SITES, type Settings } from './settings.ts';
import { hostDecoder, isHost, siteModeDecoder } from './settings-decoder.ts';

/** Names the kind of the file, so that a person who finds one knows what it is. */
const FORMAT = 'rice-novnc-settings';
/** A thousand sites with the longest names, each three times, are 0.9 million. */
export const MAX_SETTINGS_CHARACTERS = 2 ** 20;

/** The part of the policy that a file can set. */
type PolicyPart = Partial<Omit<Policy, 'version'>>;

/** What a file says. What it does not say stays as it is, so an import takes nothing away. */
export interface SettingsPart extends Partial<Pick<Settings, 'sites' | 'traced' | 'quality'>> {
  readonly policy: PolicyPart;
}

/** A file as far as it can be read, and everything in it that cannot. */
export interface ReadSettingsFile {
  /** null: nothing of it can be used. */
  readonly part: SettingsPart | null;
  readonly problems: readonly Problem[];
  /** What was decoded, for the names in it; null when the text is no JSON. */
  readonly input: unknown;
}

const NAMES = ['format', 'version', 'sites', 'traced', 'quality', 'policy'];

const NO_VERSION: Problem = { path: 'version', code: 'missing', expected: 'a value' };

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a settings file. One wrong entry costs only itself; each is told with its place. Of another version, or of
 * another kind, nothing is used: its words may mean something else there.
 */
export function readSettingsFile(text: string): ReadSettingsFile {
  const read = parseJsonText(text, MAX_SETTINGS_CHARACTERS);
  if (!read.ok) return { part: null, problems: read.problems, input: null };
  const input = read.value;
  if (!isFields(input)) {
    return { part: null, problems: [{ path: '', code: 'type', expected: 'an object' }], input };
  }
  // Settings that the popup has exported as they are stored have no format.
  const strange = [
    ...(Object.hasOwn(input, 'format') ? tried(input['format'], 'format', choice(FORMAT)).problems : []),
    ...(Object.hasOwn(input, 'version')
      ? tried(input['version'], 'version', version(1)).problems
      : [NO_VERSION]),
  ];
  if (strange.length > 0) return { part: null, problems: strange, input };
  const problems: Problem[] = unknownKeys(input, '', NAMES);
  const part: SettingsPart = {
    ...(input['sites'] === undefined
      ? {}
      : { sites: byHost(input['sites'], 'sites', siteModeDecoder, problems) }),
    ...(input['traced'] === undefined ? {} : { traced: hosts(input['traced'], problems) }),
    ...(input['quality'] === undefined
      ? {}
      : { quality: byHost(input['quality'], 'quality', qualityChoiceDecoder, problems) }),
    policy: policyPart(input['policy'], problems),
  };
  return { part, problems, input };
}

/** The text of a settings file; the same settings always give the same text. */
export function formatSettings({ version, sites, traced, quality, policy }: Settings): string {
  const sorted = <T>(entries: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(entries).sort(([one], [other]) => (one < other ? -1 : 1)));
  const { version: policyVersion, mode, whenUnverified, whenUnguarded, maxInputAgeMs, override } = policy;
  const ordered = {
    format: FORMAT,
    version,
    sites: sorted(sites),
    traced: [...traced].sort(),
    quality: sorted(quality),
    policy: {
      version: policyVersion,
      ...{ mode, whenUnverified, whenUnguarded, maxInputAgeMs, override },
      quality: policy.quality,
    },
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

/** The settings with a file's part put into them. */
export function withPart(settings: Settings, { sites, traced, quality, policy }: SettingsPart): Settings {
  return {
    ...settings,
    sites: { ...settings.sites, ...sites },
    traced: [...new Set([...settings.traced, ...(traced ?? [])])],
    quality: { ...settings.quality, ...quality },
    policy: { ...settings.policy, ...policy },
  };
}

function byHost<T>(
  input: unknown,
  path: string,
  decoder: Decoder<T>,
  problems: Problem[],
): Readonly<Record<string, T>> {
  if (!isFields(input)) {
    problems.push({ path, code: 'type', expected: 'an object' });
    return {};
  }
  const entries = Object.entries(input);
  if (entries.length > MAX_SITES) problems.push(tooMany(path));
  const values: (readonly [string, T])[] = [];
  for (const [host, each] of entries.slice(0, MAX_SITES)) {
    const place = `${path}.${shown(host)}`;
    if (!isHost(host)) {
      problems.push({ path: place, code: 'type', expected: 'a host name' });
      continue;
    }
    const { value, problems: found } = tried(each, place, decoder);
    problems.push(...found);
    if (value !== undefined) values.push([host, value]);
  }
  return Object.fromEntries(values);
}

function hosts(input: unknown, problems: Problem[]): readonly string[] {
  if (!Array.isArray(input)) {
    problems.push({ path: 'traced', code: 'type', expected: 'a list' });
    return [];
  }
  const elements: readonly unknown[] = input;
  if (elements.length > MAX_SITES) problems.push(tooMany('traced'));
  return elements.slice(0, MAX_SITES).flatMap((each, index) => {
    const { value, problems: found } = tried(each, `traced[${index}]`, hostDecoder);
    problems.push(...found);
    return value === undefined ? [] : [value];
  });
}

function policyPart(input: unknown, problems: Problem[]): PolicyPart {
  if (input === undefined) return {};
  if (!isFields(input)) {
    problems.push({ path: 'policy', code: 'type', expected: 'an object' });
    return {};
  }
  if (Object.hasOwn(input, 'version')) {
    const { problems: strange } = tried(input['version'], 'policy.version', policyFields.version);
    problems.push(...strange);
    if (strange.length > 0) return {};
  }
  problems.push(...unknownKeys(input, 'policy.', Object.keys(policyFields)));
  const field = <K extends keyof PolicyPart>(name: K, decoder: Decoder<Policy[K]>): PolicyPart => {
    if (!Object.hasOwn(input, name)) return {};
    const { value, problems: found } = tried(input[name], `policy.${name}`, decoder);
    problems.push(...found);
    return value === undefined ? {} : { [name]: value };
  };
  return {
    ...field('mode', policyFields.mode),
    ...field('whenUnverified', policyFields.whenUnverified),
    ...field('whenUnguarded', policyFields.whenUnguarded),
    ...field('maxInputAgeMs', policyFields.maxInputAgeMs),
    ...field('override', policyFields.override),
    ...field('quality', policyFields.quality),
  };
}

/** A value only where nothing is wrong with it, and what is wrong, whatever is wrong elsewhere. */
function tried<T>(
  input: unknown,
  path: string,
  decoder: Decoder<T>,
): { readonly value: T | undefined; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const value = decoder(input, path, problems);
  return { value: problems.length > 0 ? undefined : value, problems };
}

function unknownKeys(input: Fields, before: string, known: readonly string[]): Problem[] {
  return Object.keys(input)
    .filter((name) => !known.includes(name))
    .map((name) => ({ path: before + shown(name), code: 'unknown-key', expected: known }));
}

function tooMany(path: string): Problem {
  return { path, code: 'size', expected: { from: 0, to: MAX_SITES, of: 'entries' } };
}

/** A name as a place; a page-long one would push all others out of sight. */
function shown(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name;
}

function isFields(input: unknown): input is Fields {
  return typeof input === 'object' && input !== null && !Array.isArray(input);
}
