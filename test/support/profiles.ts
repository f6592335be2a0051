import {
  type Arbitrary,
  array,
  boolean,
  constantFrom,
  integer,
  option,
  record,
  stringMatching,
} from 'fast-check';
import type { FunctionClass, InstrumentProfile } from '../../src/model/policy/instrument-profile.ts';

/** A small profile with something of everything. */
export const aProfile: InstrumentProfile = {
  version: 1,
  name: 'Microscope 1',
  binding: { portal: 'https://lab.example.org', socketHost: 'vnc.example.org:6080' },
  framebuffer: { width: 800, height: 600 },
  regions: [
    {
      name: 'Stage',
      function: 'stage',
      class: 'hazardous',
      confirm: false,
      x: 10,
      y: 20,
      width: 100,
      height: 50,
    },
    {
      name: 'Stop',
      function: 'stage',
      class: 'stop',
      confirm: false,
      x: 700,
      y: 500,
      width: 100,
      height: 100,
    },
  ],
  keys: [{ name: 'Autofocus', function: 'focus', class: 'hazardous', confirm: true, key: 'F5' }],
  thresholds: { maxInputAgeMs: 900, normalCredit: null, hazardousCredit: 1 },
};

const names = stringMatching(/^[A-Za-zäöüß](?:[A-Za-z0-9+ -]{0,20}[0-9+])?$/);
const classes = constantFrom<FunctionClass>('view', 'normal', 'hazardous', 'stop');
const portals = constantFrom('https://lab.example.org', 'https://*.example.org:8443', 'http://localhost:*');
const hosts = constantFrom('vnc.example.org', '10.0.0.7:5901', '[::1]:6080', 'localhost:*');
const KEYS = ['F1', 'F24', 'Escape', 'Ctrl+s', 'Ctrl+Shift+s', 'Alt+PageUp', '+', 'é', 'KP_Add', 'space'];
const marks = record({ name: names, function: names, class: classes, confirm: boolean() });

/** Profiles that are right. */
export function profiles(): Arbitrary<InstrumentProfile> {
  return record({ width: integer({ min: 1, max: 8000 }), height: integer({ min: 1, max: 8000 }) }).chain(
    (framebuffer) =>
      record({
        version: constantFrom(1 as const),
        name: names,
        binding: record({ portal: portals, socketHost: hosts }),
        framebuffer: constantFrom(framebuffer),
        regions: array(
          record({
            mark: marks,
            x: integer({ min: 0, max: framebuffer.width - 1 }),
            y: integer({ min: 0, max: framebuffer.height - 1 }),
            across: integer({ min: 1, max: 8000 }),
            down: integer({ min: 1, max: 8000 }),
          }).map(({ mark, x, y, across, down }) => ({
            ...honest(mark),
            x,
            y,
            width: Math.min(across, framebuffer.width - x),
            height: Math.min(down, framebuffer.height - y),
          })),
          { maxLength: 8 },
        ),
        keys: array(marks, { maxLength: KEYS.length }).map((each) =>
          each.map((mark, index) => ({ ...honest(mark), key: KEYS[index] ?? '' })),
        ),
        thresholds: record({
          maxInputAgeMs: option(integer({ min: 500, max: 1500 })),
          normalCredit: option(integer({ min: 1, max: 8 })),
          hazardousCredit: option(integer({ min: 0, max: 2 })),
        }),
      }),
  );
}

/** A stop never asks first. */
function honest<T extends { readonly class: FunctionClass; readonly confirm: boolean }>(mark: T): T {
  return { ...mark, confirm: mark.confirm && mark.class !== 'stop' };
}
