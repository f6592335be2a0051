import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { faceOf, NO_FACE, TROUBLE_FACE } from '../../src/background/toolbar-face.ts';
import type { SessionReport } from '../../src/model/port/extension-message.ts';

const calm: SessionReport = {
  connection: '1',
  guarding: 'guarded',
  guardingReason: null,
  state: 'stable',
  blocked: null,
  roundTripMs: 40,
  instrument: 'none',
};

function face(...reports: readonly Partial<SessionReport>[]) {
  const full = reports.map((each) => ({ ...calm, ...each }));
  return faceOf({
    mustReload: false,
    unseen: [],
    frames: [{ frameId: 0, documentId: 'a', host: null, problems: [], reports: full, builtIn: false }],
  });
}

describe('the toolbar says', () => {
  test('that a portal has RICE built in, unless a connection of it is ours', () => {
    const frame = { frameId: 0, documentId: 'a', host: null, problems: [], reports: [], builtIn: true };
    const tab = { mustReload: false, unseen: [], frames: [frame] };
    expect(faceOf(tab)).toMatchObject({ badge: '', title: 'extTitleBuiltIn' });
    const mixed = { ...tab, frames: [{ ...frame, reports: [calm] }] };
    expect(faceOf(mixed)).toMatchObject({ badge: 'OK', title: 'extTitleGuarded' });
  });

  test('NO for a connection outside the guard, whatever the others say', () => {
    const frame = { frameId: 0, documentId: 'a', host: null, problems: [], reports: [calm], builtIn: false };
    const unseen = [{ frameId: 0, documentId: 'a', host: 'lab.example:6080' }];
    expect(faceOf({ mustReload: false, unseen, frames: [frame] })).toMatchObject({
      badge: 'NO',
      title: 'extTitleUnseen',
    });
  });

  test('? for an instrument that the facility does not know, and never green', () => {
    expect(face({ instrument: 'unknown' })).toMatchObject({ badge: '?', icon: 'open' });
    expect(face({ instrument: 'matched' })).toMatchObject({ badge: 'OK' });
  });

  test.each<[string, Partial<SessionReport>, string]>([
    ['OK for a calm guarded session', {}, 'OK'],
    ['OK for an idle one', { state: 'idle' }, 'OK'],
    ['!! while it is unstable and input still passes', { state: 'unstable' }, '!!'],
    ['!! while it recovers and input passes', { state: 'recovery' }, '!!'],
    ['II whenever presses are held back', { state: 'stable', blocked: 'burst-cut' }, 'II'],
    ['II in a breakdown', { state: 'breakdown', blocked: 'breakdown' }, 'II'],
    ['II when the gate failed', { blocked: 'fault' }, 'II'],
    ['m while it only measures', { guarding: 'measuring', blocked: 'probe-overdue' }, 'm'],
    ['m! while it measures a bad link', { guarding: 'measuring', state: 'breakdown' }, 'm!'],
    ['? when the server cannot be read', { guarding: 'unverified' }, '?'],
    ['NO when input cannot be gated', { guarding: 'unguarded' }, 'NO'],
    ['... while it connects', { guarding: 'connecting' }, '...'],
    ['nothing of a session that ended', { guarding: 'closed', state: 'breakdown' }, ''],
  ])('%s', (_, report, badge) => {
    expect(face(report)?.badge).toBe(badge);
  });

  test('the worst of several sessions, in whatever order they come', () => {
    const worst: Partial<SessionReport> = { guarding: 'unguarded' };
    const bad: Partial<SessionReport> = { blocked: 'retry' };
    expect(face({}, bad, worst)?.badge).toBe('NO');
    expect(face(worst, bad, {})?.badge).toBe('NO');
    expect(face({}, bad)?.badge).toBe('II');
  });

  test('nothing green but for a session that is guarded, read and calm', () => {
    const green = face({})?.badgeColor;
    const guardings = ['connecting', 'measuring', 'unverified', 'unguarded', 'closed'] as const;
    for (const guarding of guardings) expect(face({ guarding })?.badgeColor).not.toBe(green);
    for (const state of ['unstable', 'breakdown', 'recovery'] as const) {
      expect(face({ state })?.badgeColor).not.toBe(green);
    }
    expect(face({ blocked: 'no-data' })?.badgeColor).not.toBe(green);
  });

  test('a reload first, and nothing of a tab that is none of ours', () => {
    expect(faceOf({ mustReload: true, frames: [], unseen: [] })?.badge).toBe('↻');
    expect(faceOf({ mustReload: false, frames: [], unseen: [] })).toBeUndefined();
  });

  test('each thing by words too: no two faces with the same text and title, and every icon exists', () => {
    const faces = [
      face({}),
      face({ state: 'unstable' }),
      face({ blocked: 'retry' }),
      face({ guarding: 'unverified' }),
      face({ guarding: 'unguarded' }),
      face({ guarding: 'measuring' }),
      face({ guarding: 'connecting' }),
      TROUBLE_FACE,
      NO_FACE,
    ].filter((each) => each !== undefined);
    expect(new Set(faces.map(({ title }) => title)).size).toBe(faces.length);
    expect(new Set(faces.map(({ badge }) => badge)).size).toBe(faces.length);
    for (const { icon } of faces) {
      for (const size of [16, 32]) expect(existsSync(`icons/${icon}-${size}.png`)).toBe(true);
    }
  });
});
