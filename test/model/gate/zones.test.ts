import { describe, expect, it } from 'vitest';
import { makeZones, NO_ZONES } from '../../../src/model/gate/zones.ts';
import { MODIFIER } from '../../../src/model/policy/keys.ts';
import { keyOf, profileOf, regionOf } from '../../support/profile-of.ts';

describe('the zones of a profile', () => {
  const zones = makeZones(profileOf(), 640, 480);

  it('are found by place, the later one above the earlier, edges included at the top and left only', () => {
    expect(zones.at(400, 0)?.name).toBe('Stage');
    expect(zones.at(599, 199)?.name).toBe('Stage');
    expect(zones.at(600, 100)).toBeNull();
    expect(zones.at(450, 200)).toBeNull();
    expect(zones.at(520, 60)?.name).toBe('Stop');
    expect(zones.at(399, 100)).toBeNull();
  });

  it('scale with the framebuffer', () => {
    const large = makeZones(profileOf(), 1280, 960);
    expect(large.at(1040, 120)?.name).toBe('Stop');
    expect(large.at(520, 60)?.name).toBe('Picture');
  });

  it('begin and end where they were drawn, in both directions', () => {
    const one = makeZones(
      profileOf({ regions: [regionOf('Beam', 'hazardous', [100, 50, 20, 10])] }),
      640,
      480,
    );
    const inside = [
      [100, 50],
      [119, 59],
      [119, 50],
      [100, 59],
    ] as const;
    const outside = [
      [99, 55],
      [120, 55],
      [110, 49],
      [110, 60],
    ] as const;
    for (const [x, y] of inside) expect(one.at(x, y)?.name).toBe('Beam');
    for (const [x, y] of outside) expect(one.at(x, y)).toBeNull();
  });

  it('scale in each direction by itself', () => {
    const wide = makeZones(
      profileOf({ regions: [regionOf('Beam', 'hazardous', [100, 50, 20, 10])] }),
      1280,
      240,
    );
    expect(wide.at(200, 25)?.name).toBe('Beam');
    expect(wide.at(239, 29)?.name).toBe('Beam');
    expect(wide.at(199, 25)).toBeNull();
    expect(wide.at(200, 30)).toBeNull();
  });

  it('leave out a key that nobody can read', () => {
    const odd = makeZones(
      profileOf({ keys: [keyOf('Ctrl+Nonsense', 'stop'), keyOf('F5', 'stop')] }),
      640,
      480,
    );
    expect(odd.key(0xffc2, 0)?.name).toBe('F5');
    expect(odd.key(0x4e, 0)).toBeNull();
  });

  it('are none where nothing is marked', () => {
    expect(NO_ZONES.at(1, 1)).toBeNull();
    expect(NO_ZONES.key(0xffc2, 0)).toBeNull();
  });

  it('are found by key and modifiers, whatever the case', () => {
    expect(zones.key(0xffc2, 0)?.name).toBe('F5');
    expect(zones.key(0xffc2, MODIFIER.control)).toBeNull();
    expect(zones.key(0x73, MODIFIER.control)?.name).toBe('Ctrl+s');
    expect(zones.key(0x53, MODIFIER.control)?.name).toBe('Ctrl+s');
    expect(zones.key(0x73, 0)).toBeNull();
  });
});
