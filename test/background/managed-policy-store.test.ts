import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ManagedPolicyStore } from '../../src/background/managed-policy-store.ts';
import { UNMANAGED } from '../../src/model/policy/managed-policy.ts';
import { FakeBrowser } from './fake-browser.ts';

let browser: FakeBrowser;
let store: ManagedPolicyStore;

beforeEach(() => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  browser = new FakeBrowser();
  store = new ManagedPolicyStore(browser.api.storage);
});
afterEach(() => void vi.restoreAllMocks());

describe('what a facility has set', () => {
  test('is nothing where the browser has no managed storage, as Firefox says by refusing', async () => {
    expect(await store.read()).toEqual(UNMANAGED);
  });

  test('is nothing where it is empty, as Chromium says', async () => {
    browser.managed = {};
    expect(await store.read()).toEqual(UNMANAGED);
  });

  test('is asked for once, until the browser tells of a change', async () => {
    const get = vi.spyOn(browser.api.storage.managed, 'get');
    let changes = 0;
    const stop = store.listen(() => changes++);
    await store.read();
    await store.read();
    expect(get).toHaveBeenCalledTimes(1);
    await browser.manage({ skipWelcome: true });
    expect(changes).toBe(1);
    expect((await store.read()).managed.skipWelcome).toBe(true);
    stop();
    await browser.manage({ skipWelcome: false });
    expect(changes).toBe(1);
  });

  test('is told as unreadable, in the browser’s words, when it fails in another way', async () => {
    browser.api.storage.managed.get = () => Promise.reject(new Error('Policy file is broken'));
    expect(await store.read()).toEqual({
      ...UNMANAGED,
      problems: [{ path: '', code: 'syntax', expected: ['Policy file is broken'] }],
    });
  });
});
