import { describe, expect, it } from 'vitest';
import { makeZones } from '../../../src/model/gate/zones.ts';
import { MODIFIER } from '../../../src/model/policy/keys.ts';
import { profileOf } from '../../support/profile-of.ts';

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

  it('are found by key and modifiers, whatever the case', () => {
    expect(zones.key(0xffc2, 0)?.name).toBe('F5');
    expect(zones.key(0xffc2, MODIFIER.control)).toBeNull();
    expect(zones.key(0x73, MODIFIER.control)?.name).toBe('Ctrl+s');
    expect(zones.key(0x53, MODIFIER.control)?.name).toBe('Ctrl+s');
    expect(zones.key(0x73, 0)).toBeNull();
  });
});
