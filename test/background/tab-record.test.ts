import { describe, expect, test } from 'vitest';
import {
  type DocumentOf,
  EMPTY_TAB,
  MAX_FRAMES,
  type TabRecord,
  withDocument,
  withProblems,
  withReports,
} from '../../src/background/tab-record.ts';
import type { SessionReport } from '../../src/model/port/extension-message.ts';

const report: SessionReport = {
  connection: '1',
  guarding: 'guarded',
  guardingReason: null,
  state: 'stable',
  blocked: null,
  roundTripMs: 40,
  instrument: 'none',
};
const top: DocumentOf = { frameId: 0, documentId: 'a', host: 'lab.example' };
const inner: DocumentOf = { frameId: 7, documentId: 'b', host: 'lab.example' };
const fault = { path: 'x', code: 'type', expected: 'text' } as const;
const frames = (tab: TabRecord) =>
  tab.frames.map(({ frameId, reports }) => `${frameId}:${reports.length}`).join(' ');

describe('what is known about a tab', () => {
  test('holds the latest reports of each frame', () => {
    const tab = [top, inner, inner].reduce((before, from) => withReports(before, from, [report]), EMPTY_TAB);
    expect(frames(tab)).toBe('0:1 7:1');
    expect(frames(withReports(tab, inner, []))).toBe('0:1 7:0');
  });

  test('keeps reports that came before the document asked for its settings', () => {
    expect(frames(withDocument(withReports(EMPTY_TAB, top, [report]), top))).toBe('0:1');
  });

  test('loses a frame’s reports when the frame shows another document', () => {
    const tab = withReports(EMPTY_TAB, inner, [report]);
    expect(frames(withDocument(tab, { ...inner, documentId: 'c' }))).toBe('7:0');
  });

  test('loses all frames when the page is another', () => {
    const tab = withReports(withReports(EMPTY_TAB, top, [report]), inner, [report]);
    expect(frames(withDocument(tab, { ...top, documentId: 'c' }))).toBe('0:0');
  });

  test('needs no reload any more once our scripts speak', () => {
    expect(withDocument({ ...EMPTY_TAB, mustReload: true }, top).mustReload).toBe(false);
  });

  test('remembers nonsense as long as the document stays', () => {
    const tab = withProblems(EMPTY_TAB, top, [fault]);
    expect(withReports(tab, top, [report]).frames[0]?.problems).toEqual([fault]);
    expect(withReports(tab, { ...top, documentId: 'c' }, [report]).frames[0]?.problems).toEqual([]);
  });

  test('lets go of frames without a session first when there are too many', () => {
    let tab = withReports(EMPTY_TAB, { ...inner, frameId: 1 }, [report]);
    for (let frameId = 2; frameId <= MAX_FRAMES + 1; frameId += 1) {
      tab = withDocument(tab, { ...inner, frameId, documentId: String(frameId) });
    }
    expect(tab.frames).toHaveLength(MAX_FRAMES);
    expect(tab.frames[0]).toMatchObject({ frameId: 1, reports: [report] });
    expect(tab.frames.some(({ frameId }) => frameId === 2)).toBe(false);
  });
});
