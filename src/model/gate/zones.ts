import type { InstrumentFunction, InstrumentProfile, ProfileRegion } from '../policy/instrument-profile.ts';
import { isChord, type KeyChord, parseKey } from '../policy/keys.ts';

/** A profile made ready for looking up presses on a framebuffer of some size. */
export interface Zones {
  /** What a press at this place of the framebuffer does; null: nobody has marked it. */
  at(x: number, y: number): InstrumentFunction | null;
  /** What a key does with these modifiers held; null: nobody has marked it. */
  key(keysym: number, modifiers: number): InstrumentFunction | null;
}

/** Nothing is marked: everything is normal. */
export const NO_ZONES: Zones = { at: () => null, key: () => null };

/** @param width, height of the real framebuffer, to which the regions are scaled */
export function makeZones(profile: InstrumentProfile, width: number, height: number): Zones {
  const { framebuffer, regions, keys } = profile;
  const scaleX = width / framebuffer.width;
  const scaleY = height / framebuffer.height;
  // Like layers: the later one lies above.
  const layers = [...regions].reverse();
  const chords: (readonly [KeyChord, InstrumentFunction])[] = [];
  for (const key of keys) {
    const chord = parseKey(key.key);
    if (chord !== null) chords.push([chord, key]);
  }
  return {
    at: (x, y) => layers.find((region) => covers(region, x / scaleX, y / scaleY)) ?? null,
    key: (keysym, modifiers) => chords.find(([chord]) => isChord(chord, keysym, modifiers))?.[1] ?? null,
  };
}

function covers(region: ProfileRegion, x: number, y: number): boolean {
  return x >= region.x && x < region.x + region.width && y >= region.y && y < region.y + region.height;
}
