import {
  choice,
  type Decoder,
  list,
  object,
  optional,
  record,
  report,
  run,
  version,
} from '../decode/decode.ts';
import { policyDecoder } from './policy-decoder.ts';
import { qualityChoiceDecoder } from './quality-policy-decoder.ts';
import { DEFAULT_SETTINGS, MAX_SITES, type ReadSettings, type Settings, type SiteMode } from './settings.ts';

/** RFC 1035 section 2.3.4. */
const MAX_HOST_LENGTH = 253;

/** A host as `URL.hostname` gives it: lower case, no port, IPv6 in brackets. */
export function isHost(name: string): boolean {
  return (
    name.length > 0 &&
    name.length <= MAX_HOST_LENGTH &&
    /^(?:[a-z0-9_]([a-z0-9_.-]*[a-z0-9_.])?|\[[0-9a-f:.]+\])$/.test(name)
  );
}

export const siteModeDecoder: Decoder<SiteMode> = choice('guard', 'measure', 'off');

export const hostDecoder: Decoder<string> = (input, path, problems) =>
  typeof input === 'string' && isHost(input) ? input : report(problems, path, 'type', 'a host name');

const fields: { readonly [K in keyof Settings]-?: Decoder<Settings[K]> } = {
  version: version(1),
  sites: record(isHost, 'a host name', siteModeDecoder, MAX_SITES),
  // Settings stored by 0.1 do not have it.
  traced: optional(list(hostDecoder, MAX_SITES), []),
  // Nor those of 0.2 this.
  quality: optional(record(isHost, 'a host name', qualityChoiceDecoder, MAX_SITES), {}),
  policy: policyDecoder,
};

export const settingsDecoder: Decoder<Settings> = object<Settings>(fields);

/** Settings in force: a facility's portals may come on top of as many sites as a user can have. */
export const settingsInForceDecoder: Decoder<Settings> = object<Settings>({
  ...fields,
  sites: record(isHost, 'a host name', siteModeDecoder, 2 * MAX_SITES),
});

/** Reads what is stored; `undefined` is a fresh install. */
export function readSettings(stored: unknown): ReadSettings {
  if (stored === undefined) return { settings: DEFAULT_SETTINGS, problems: [] };
  const result = run(settingsDecoder, stored);
  return result.ok
    ? { settings: result.value, problems: [] }
    : { settings: DEFAULT_SETTINGS, problems: result.problems };
}
