import {
  boolean,
  choice,
  type Decoder,
  list,
  nullable,
  number,
  object,
  string,
  version,
} from '../decode/decode.ts';
import {
  type InstrumentProfile,
  MAX_KEYS,
  MAX_REGIONS,
  type ProfileBinding,
  type ProfileKey,
  type ProfileRegion,
  type ProfileThresholds,
} from './instrument-profile.ts';

const MAX_NAME = 80;
const MAX_PIXELS = 65_535;

const functionFields = {
  name: string(MAX_NAME),
  function: string(MAX_NAME),
  class: choice('view', 'normal', 'hazardous', 'stop'),
  confirm: boolean,
};
const pixels = number(0, MAX_PIXELS);
const size = number(1, MAX_PIXELS);

/** Decodes an instrument profile from a file, storage, a facility or the page's side of the port. */
export const profileDecoder: Decoder<InstrumentProfile> = object<InstrumentProfile>({
  version: version(1),
  name: string(MAX_NAME),
  binding: object<ProfileBinding>({ portal: string(300), socketHost: string(300) }),
  framebuffer: object<InstrumentProfile['framebuffer']>({ width: size, height: size }),
  regions: list(
    object<ProfileRegion>({ ...functionFields, x: pixels, y: pixels, width: size, height: size }),
    MAX_REGIONS,
  ),
  keys: list(object<ProfileKey>({ ...functionFields, key: string(MAX_NAME) }), MAX_KEYS),
  thresholds: object<ProfileThresholds>({
    maxInputAgeMs: nullable(number(500, 1500)),
    normalCredit: nullable(number(1, 8)),
    hazardousCredit: nullable(number(0, 2)),
  }),
});
