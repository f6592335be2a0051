import type {
  InstrumentProfile,
  ProfileKey,
  ProfileRegion,
} from '../../src/model/policy/instrument-profile.ts';

/** A marked rectangle of the test profile. */
export function regionOf(
  name: string,
  of: ProfileRegion['class'],
  [x, y, width, height]: readonly [number, number, number, number],
  confirm = false,
): ProfileRegion {
  return { name, function: name.toLowerCase(), class: of, confirm, x, y, width, height };
}

export function keyOf(key: string, of: ProfileKey['class'], confirm = false): ProfileKey {
  return { key, name: key, function: 'keys', class: of, confirm };
}

/** A profile for `instrument.example:6080` on a framebuffer of 640 x 480. */
export function profileOf(different: Partial<InstrumentProfile> = {}): InstrumentProfile {
  return {
    version: 1,
    name: 'SEM 1',
    binding: { portal: 'https://portal.example', socketHost: 'instrument.example:6080' },
    framebuffer: { width: 640, height: 480 },
    regions: [
      regionOf('Picture', 'view', [0, 0, 320, 240]),
      regionOf('Stage', 'hazardous', [400, 0, 200, 200]),
      regionOf('Stop', 'stop', [500, 50, 50, 50]),
      regionOf('Vent', 'hazardous', [400, 300, 50, 50], true),
    ],
    keys: [keyOf('F5', 'hazardous'), keyOf('Escape', 'stop'), keyOf('Ctrl+s', 'hazardous')],
    thresholds: { maxInputAgeMs: null, normalCredit: null, hazardousCredit: null },
    ...different,
  };
}
