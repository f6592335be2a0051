import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { InstrumentProfile, ProfileRegion } from '../../src/model/policy/instrument-profile.ts';
import { parseKey } from '../../src/model/policy/keys.ts';
import { chooseProfile, covers } from '../../src/model/policy/profile-binding.ts';
import { formatProfile, parseProfile } from '../../src/model/policy/profile-file.ts';
import { steeringKeys } from '../../testbed/instrument/keys.ts';
import {
  type ControlName,
  controlRect,
  livePanel,
  SCREEN_HEIGHT_PX,
  SCREEN_WIDTH_PX,
  surveyPanel,
} from '../../testbed/instrument/layout.ts';
import { intersection } from '../../testbed/instrument/rect.ts';

function example(name: string): InstrumentProfile {
  const result = parseProfile(readFileSync(`profiles/${name}`, 'utf8'));
  return result.ok ? result.value : expect.fail(JSON.stringify(result.problems));
}

describe('an example', () => {
  test.each(readdirSync('profiles'))('%s is right, and written as it would be exported', (name) => {
    expect(formatProfile(example(name))).toBe(readFileSync(`profiles/${name}`, 'utf8'));
  });
});

/** What the profile calls each control; those of the view and the camera move nothing. */
const NAMES: Readonly<Record<Exclude<ControlName, 'viewToggle' | 'acquire'>, string>> = {
  jogUp: 'Stage up',
  jogDown: 'Stage down',
  jogLeft: 'Stage left',
  jogRight: 'Stage right',
  home: 'Stage home',
  zUp: 'Height up',
  zDown: 'Height down',
  focusDown: 'Focus down',
  focusUp: 'Focus up',
  beamDown: 'Beam down',
  beamUp: 'Beam up',
  magDown: 'Magnification down',
  magUp: 'Magnification up',
};

describe('the profile of the demo instrument', () => {
  const profile = example('demo-instrument.json');
  const rectOf = ({ x, y, width, height }: ProfileRegion) => ({ x, y, width, height });
  const marked = (name: string) =>
    rectOf(profile.regions.find((region) => region.name === name) ?? expect.fail(`no ${name}`));

  test('was drawn on its screen', () => {
    expect(profile.framebuffer).toEqual({ width: SCREEN_WIDTH_PX, height: SCREEN_HEIGHT_PX });
  });

  const controls = Object.keys(NAMES).filter((name): name is keyof typeof NAMES => name in NAMES);

  test.each(controls.map((name) => [NAMES[name], controlRect(name)] as const))(
    'covers %s and nothing beside it',
    (name, rect) => expect(marked(name)).toEqual(rect),
  );

  test('covers the pictures of both views, whose drag and click move the stage', () => {
    const picture = marked('Picture');
    expect(picture).toEqual(livePanel('single'));
    for (const panel of [livePanel('quad'), surveyPanel]) expect(intersection(panel, picture)).toEqual(panel);
    for (const name of controls) expect(intersection(controlRect(name), picture)).toBeNull();
  });

  test('names no widget that is not there', () => {
    expect(profile.regions.map(({ name }) => name).sort()).toEqual(
      [...Object.values(NAMES), 'Picture'].sort(),
    );
  });

  test('takes what moves the stage for hazardous, and the column for normal', () => {
    const classes = new Map(profile.regions.map((region) => [region.name, region.class]));
    for (const name of controls) {
      const isColumn = /^(focus|beam|mag)/.test(name);
      expect(classes.get(NAMES[name])).toBe(isColumn ? 'normal' : 'hazardous');
    }
    expect(classes.get('Picture')).toBe('hazardous');
  });

  test('stops by the key that stops the stage', () => {
    const stops = profile.keys.filter((key) => key.class === 'stop').map(({ key }) => parseKey(key));
    expect(stops).toEqual([{ keysym: steeringKeys.escape, modifiers: 0 }]);
  });

  test('holds for the demo portal on whatever port it got', () => {
    expect(covers(profile.binding.portal, 'http://localhost:41234')).toBe(true);
    expect(chooseProfile([profile], 'localhost:41234').match).toBe('matched');
    expect(chooseProfile([profile], 'lab.example.org:41234').match).toBe('unknown');
  });
});

describe('the profile of a microscope PC', () => {
  const { regions, keys } = example('generic-microscope-pc.json');

  test('asks before vacuum and beam are touched, by region and by key', () => {
    const risky = [...regions, ...keys].filter((each) => ['beam', 'vacuum'].includes(each.function));
    expect(risky.length).toBeGreaterThan(5);
    expect(risky.every((each) => each.class === 'hazardous' && each.confirm)).toBe(true);
  });

  test('has a stop that no other region covers', () => {
    const index = regions.findIndex((region) => region.class === 'stop');
    const stop = regions[index] ?? expect.fail('no stop');
    const above = regions.filter(
      (each, place) =>
        place > index &&
        each.x < stop.x + stop.width &&
        each.x + each.width > stop.x &&
        each.y < stop.y + stop.height &&
        each.y + each.height > stop.y,
    );
    expect(above).toEqual([]);
  });
});
