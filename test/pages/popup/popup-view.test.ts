import { describe, expect, test } from 'vitest';
import type { SessionReport, TabStatus } from '../../../src/model/port/extension-message.ts';
import { isHeld, type PopupFacts, popupView, verdictName } from '../../../src/pages/popup/popup-view.ts';
import { siteOf } from '../../../src/pages/popup/site.ts';

const report: SessionReport = {
  connection: '1',
  guarding: 'guarded',
  guardingReason: null,
  state: 'stable',
  blocked: null,
  roundTripMs: 40,
  instrument: 'none',
};
const status: TabStatus = {
  reports: [],
  hooked: true,
  builtIn: false,
  unseenHosts: [],
  pageProblems: [],
  mode: 'guard',
  traced: false,
  withdrawnHosts: [],
  problems: [],
  registrationFault: null,
  recordFault: null,
  relayHost: null,
  managed: { mode: false, disabled: [], problems: [] },
};
const site = { host: 'lab.example', pattern: 'https://lab.example/*' };
const window = { windowId: 1, hasInvite: false };
const facts: PopupFacts = { tab: { id: 1, site, ...window }, granted: true, watchesUnseen: false, status };

describe('the popup shows', () => {
  test.each<[string, PopupFacts | undefined, string]>([
    ['that it asks, until it knows', undefined, 'loading'],
    ['that a page is no site', { ...facts, tab: { id: 1, site: undefined, ...window } }, 'not-a-site'],
    ['that there is no tab', { ...facts, tab: undefined }, 'not-a-site'],
    [
      'how to enable a site',
      { ...facts, granted: false, status: { ...status, hooked: false } },
      'not-enabled',
    ],
    [
      'how to enable a site though the background is silent',
      { ...facts, granted: false, status: undefined },
      'not-enabled',
    ],
    ['that the background does not answer', { ...facts, status: undefined }, 'no-answer'],
    [
      'that a permission was withdrawn',
      { ...facts, granted: false, status: { ...status, hooked: false, withdrawnHosts: ['lab.example'] } },
      'withdrawn',
    ],
    ['that it was withdrawn under a running page', { ...facts, granted: false }, 'withdrawn'],
    ['that the page must be reloaded', { ...facts, status: { ...status, hooked: false } }, 'must-reload'],
    ['that the site is off', { ...facts, status: { ...status, mode: 'off' } }, 'off'],
    ['that there is no session', facts, 'no-session'],
    ['the sessions', { ...facts, status: { ...status, reports: [report] } }, 'sessions'],
  ])('%s', (_, given, type) => {
    expect(popupView(given).type).toBe(type);
  });

  test('that a page which did not take the chosen mode must be reloaded', () => {
    const view = (mode: 'guard' | 'measure', guarding: SessionReport['guarding']) =>
      popupView({ ...facts, status: { ...status, mode, reports: [{ ...report, guarding }] } });
    expect(view('guard', 'guarded')).toMatchObject({ mustReload: false });
    expect(view('guard', 'measuring')).toMatchObject({ mustReload: true });
    expect(view('measure', 'guarded')).toMatchObject({ mustReload: true });
    expect(view('measure', 'unguarded')).toMatchObject({ mustReload: false });
  });
});

describe('a session', () => {
  test.each<[Partial<SessionReport>, string]>([
    [{}, 'stable'],
    [{ state: 'idle' }, 'idle'],
    [{ guarding: 'closed', blocked: 'closed' }, 'closed'],
    [{ guarding: 'unguarded', guardingReason: 'kasm' }, 'unguarded'],
    [{ guarding: 'unguarded', guardingReason: 'fault' }, 'unguarded'],
    [{ guarding: 'unverified', guardingReason: 'unknown-encoding' }, 'unverified'],
    [{ blocked: 'fault' }, 'fault'],
    [{ blocked: 'no-data' }, 'no-data'],
    [{ blocked: 'no-data', state: 'breakdown' }, 'breakdown'],
    [{ guarding: 'connecting' }, 'connecting'],
  ])('%o is called %s', (part, name) => {
    expect(verdictName({ ...report, ...part })).toBe(name);
  });

  test('that only measures holds nothing back, whatever would have been', () => {
    expect(isHeld({ ...report, blocked: 'retry' })).toBe(true);
    expect(isHeld({ ...report, guarding: 'unverified', blocked: 'unverified' })).toBe(true);
    expect(isHeld({ ...report, guarding: 'measuring', blocked: 'retry' })).toBe(false);
    expect(isHeld(report)).toBe(false);
  });
});

describe('a site', () => {
  test('is a host without its port', () => {
    expect(siteOf('https://lab.example:6080/vnc.html?token=secret')).toEqual(site);
    expect(siteOf('http://[::1]:80/')).toEqual({ host: '[::1]', pattern: 'http://[::1]/*' });
  });

  test.each([
    undefined,
    '',
    'about:blank',
    'chrome://extensions',
    'file:///etc/hosts',
    'moz-extension://x/',
    'data:,x',
  ])('is not %s', (url) => expect(siteOf(url)).toBeUndefined());
});
