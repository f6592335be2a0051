import {
  type InstrumentProfile,
  MAX_REGIONS,
  type ProfileBinding,
  type ProfileRegion,
} from '../../model/policy/instrument-profile.ts';
import { type Size, scaled } from './geometry.ts';

/** A region while it is edited: its number stays the same when it is renamed, moved or put in another order. */
export interface DraftRegion extends ProfileRegion {
  readonly id: number;
}

/** A profile while it is edited. Keys and thresholds are kept as they came. */
export interface Draft extends Omit<InstrumentProfile, 'regions'> {
  readonly regions: readonly DraftRegion[];
}

/** A profile that names nothing yet. */
export function emptyProfile(binding: ProfileBinding, framebuffer: Size): InstrumentProfile {
  return {
    version: 1,
    name: '',
    binding,
    framebuffer: { width: framebuffer.width, height: framebuffer.height },
    regions: [],
    keys: [],
    thresholds: { maxInputAgeMs: null, normalCredit: null, hazardousCredit: null },
  };
}

/** A profile for editing on a framebuffer of this size. Regions are numbered by their place. */
export function draftOf(profile: InstrumentProfile, framebuffer: Size): Draft {
  const regions = profile.regions.slice(0, MAX_REGIONS).map((region, id) => ({ ...region, id }));
  return drawnFor({ ...profile, regions }, framebuffer);
}

/** The profile as it is saved: without numbers. */
export function profileOf({ regions, ...rest }: Draft): InstrumentProfile {
  return { ...rest, regions: regions.map(({ id: _id, ...region }) => region) };
}

/** The same draft on a framebuffer of another size. */
export function drawnFor(draft: Draft, { width, height }: Size): Draft {
  if (draft.framebuffer.width === width && draft.framebuffer.height === height) return draft;
  const framebuffer = { width, height };
  return {
    ...draft,
    framebuffer,
    regions: draft.regions.map((region) => ({
      ...region,
      ...scaled(region, draft.framebuffer, framebuffer),
    })),
  };
}

export function regionOf(draft: Draft, id: number | null): DraftRegion | undefined {
  return id === null ? undefined : draft.regions.find((region) => region.id === id);
}

/** Where a problem is: `regions[3].name` is the fourth region. undefined: not in a region. */
export function regionAt(draft: Draft, path: string): DraftRegion | undefined {
  const [, index] = /^regions\[(\d+)\]/.exec(path) ?? [];
  return index === undefined ? undefined : draft.regions[Number(index)];
}
