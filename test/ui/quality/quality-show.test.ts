import { describe, expect, it } from 'vitest';
import { COMPLETE_MS, canChoose, qualityShow } from '../../../src/ui/quality/quality-show.ts';
import { chose, pictured } from './quality-of.ts';

describe('beside the badge', () => {
  it('there is nothing while the page decides and the picture is as it is', () => {
    expect(qualityShow(pictured(), 0)).toBeNull();
  });

  it('stands that a picture is lossy', () => {
    expect(qualityShow(pictured({ isLossy: true }), 0)?.lossy).toBe(true);
  });

  it('stands nothing of a connection that is over or has not begun', () => {
    for (const guarding of ['connecting', 'closed'] as const) {
      expect(qualityShow(pictured({ isLossy: true }, { guarding }), 0), guarding).toBeNull();
    }
  });

  it('stands how far full quality has come, and for a while that it is complete', () => {
    const coming = pictured({ isLossy: true, full: { state: 'coming', share: 0.4 } });
    expect(qualityShow(coming, 0)).toMatchObject({ coming: 0.4, lossy: true, complete: false });
    const complete = pictured({ full: { state: 'complete', share: 1 } });
    expect(qualityShow(complete, COMPLETE_MS - 1)).toMatchObject({ coming: null, complete: true });
    expect(qualityShow(complete, COMPLETE_MS)).toBeNull();
  });

  it('stands that a complete picture is lossy where the server sends JPEG at the best level, too', () => {
    const both = pictured({ isLossy: true, full: { state: 'complete', share: 1 } });
    expect(qualityShow(both, 0)).toMatchObject({ lossy: true, complete: true });
  });

  it('stands what the user chose, as long as it can do something', () => {
    const fixed = { type: 'fixed', level: 1 } as const;
    expect(qualityShow(pictured(chose(fixed)), 0)?.chosen).toEqual(fixed);
    expect(qualityShow(pictured({ ...chose(fixed), support: 'none', reason: 'server' }), 0)).toBeNull();
    expect(qualityShow(pictured({ isFocused: true }), 0)?.focused).toBe(true);
  });
});

it('The quality can be chosen unless it must be left alone', () => {
  for (const support of ['learning', 'works', 'no-effect'] as const) {
    expect(canChoose(pictured({ support })), support).toBe(true);
  }
  expect(canChoose(pictured({ support: 'none', reason: 'two-levels' }))).toBe(false);
  expect(canChoose(pictured({}, { guarding: 'closed' }))).toBe(false);
});
