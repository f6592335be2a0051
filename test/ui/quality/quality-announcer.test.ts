import { beforeEach, describe, expect, it } from 'vitest';
import type { QualityReading } from '../../../src/model/codec/quality-reading.ts';
import {
  announceQuality,
  CLEAR_AFTER_MS,
  QUIET_MS,
  type QualityAnnouncer,
  SILENT_QUALITY,
} from '../../../src/ui/quality/quality-announcer.ts';
import { qualityOf } from './quality-of.ts';

let announcer: QualityAnnouncer;
let nowMs: number;

function hear(parts: Partial<QualityReading>, isOffered = false, connection = 'c1'): readonly string[] {
  announcer = announceQuality(announcer, connection, qualityOf(parts), isOffered, nowMs);
  return announcer.sentences.map(({ key }) => key);
}

beforeEach(() => {
  announcer = SILENT_QUALITY;
  nowMs = 0;
});

describe('A screen reader', () => {
  it('hears nothing of a picture that is as the page wants it', () => {
    expect(hear({})).toEqual([]);
  });

  it('hears once that the picture is lossy, though that comes and goes', () => {
    expect(hear({ isLossy: true })).toEqual(['uiQualityLossy']);
    nowMs += CLEAR_AFTER_MS;
    expect(hear({ isLossy: false })).toEqual([]);
    nowMs += 60_000;
    expect(hear({ isLossy: true })).toEqual([]);
    expect(hear({ isLossy: true }, false, 'c2')).toEqual(['uiQualityLossy']);
  });

  it('hears at once that full quality comes and is complete, and what focus is', () => {
    hear({});
    expect(hear({ full: { state: 'coming', share: 0 } })).toEqual(['uiQualityComing']);
    nowMs += 300;
    expect(hear({ full: { state: 'complete', share: 1 } })).toEqual(['uiQualityComplete']);
    nowMs += 300;
    expect(hear({ isFocused: true, full: { state: 'complete', share: 1 } })).toEqual(['uiQualityFocusOn']);
    expect(hear({ full: { state: 'complete', share: 1 } })).toEqual(['uiQualityFocusOff']);
  });

  it('hears the newest level and why, and not each one on the way', () => {
    hear({});
    nowMs += QUIET_MS;
    expect(hear({ level: 2, cause: 'network' })).toEqual(['uiQualityChosen', 'uiQualityCauseNetwork']);
    expect(announcer.sentences[0]?.counts).toEqual([2]);
    nowMs += 1_000;
    hear({ level: 1, cause: 'network' });
    expect(announcer.sentences[0]?.counts).toEqual([2]);
    nowMs += 3_000;
    hear({ level: 4, cause: 'clear' });
    nowMs += QUIET_MS - 4_000;
    expect(hear({ level: 4, cause: 'clear' })).toEqual(['uiQualityChosen', 'uiQualityCauseClear']);
    expect(announcer.sentences[0]?.counts).toEqual([4]);
  });

  it('hears nothing of a level that moved and came back before there was room', () => {
    hear({ isLossy: true });
    nowMs += 1_000;
    hear({ isLossy: true, level: 2, cause: 'network' });
    nowMs += CLEAR_AFTER_MS;
    expect(hear({ isLossy: true, level: 6, cause: 'clear' })).toEqual([]);
    nowMs += QUIET_MS;
    expect(hear({ isLossy: true, level: 6, cause: 'clear' })).toEqual([]);
  });

  it('hears of the offer once', () => {
    hear({});
    expect(hear({ offer: 2 }, true)).toEqual(['uiQualityOfferSaid']);
    nowMs += CLEAR_AFTER_MS;
    expect(hear({ offer: 2 }, true)).toEqual([]);
  });
});
