import type { Journal } from '../../../../src/model/gate/journal.ts';
import type { InstrumentProfile, ProfileRegion } from '../../../../src/model/policy/instrument-profile.ts';
import { type Policy, STRICT_POLICY } from '../../../../src/model/policy/policy.ts';
import { A, SHIFT } from './keys.ts';

const region = (name: string, kind: ProfileRegion['class'], x: number, confirm = false): ProfileRegion => ({
  name,
  function: name,
  class: kind,
  confirm,
  x,
  y: 0,
  width: 100,
  height: 480,
});

/** One region and one key of each class, and some that have to be pressed twice. */
export const PROFILE: InstrumentProfile = {
  version: 1,
  name: 'Demo',
  binding: { portal: 'https://portal.example', socketHost: 'instrument.example:6080' },
  framebuffer: { width: 640, height: 480 },
  regions: [
    region('view', 'view', 0),
    region('stage', 'hazardous', 100),
    region('beam', 'hazardous', 200, true),
    region('halt', 'stop', 300),
    region('focus', 'normal', 400, true),
  ],
  keys: [
    { name: 'vent', function: 'vacuum', class: 'hazardous', confirm: true, key: 'Ctrl+Shift+s' },
    { name: 'acquire', function: 'beam', class: 'hazardous', confirm: false, key: 'F5' },
    { name: 'halt', function: 'stage', class: 'stop', confirm: false, key: 'Escape' },
    { name: 'look', function: 'view', class: 'view', confirm: false, key: 'F6' },
  ],
  thresholds: { maxInputAgeMs: 600, normalCredit: 2, hazardousCredit: 1 },
};

/** What somebody left down. */
export const JOURNAL: Journal = {
  keys: [
    { keysym: SHIFT, keycode: null },
    { keysym: A, keycode: 30 },
  ],
  buttonMask: 5,
  x: 33,
  y: 44,
};

/** The strictest one, but for this. */
export const policy = (different: Partial<Policy>): Policy => ({ ...STRICT_POLICY, ...different });
