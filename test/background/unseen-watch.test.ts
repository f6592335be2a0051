import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { TabRecords } from '../../src/background/tab-records.ts';
import { GRACE_MS, UnseenWatch } from '../../src/background/unseen-watch.ts';
import { FakeBrowser, settled } from './fake-browser.ts';

const PORTAL = 'https://lab.example/vnc.html';
const BEGAN_MS = 1_700_000_000_000;

let browser: FakeBrowser;
let records: TabRecords;
let watch: UnseenWatch;
let waiting: (() => void)[];

beforeEach(async () => {
  vi.spyOn(performance, 'timeOrigin', 'get').mockReturnValue(BEGAN_MS);
  browser = new FakeBrowser();
  browser.origins = ['https://lab.example/*'];
  browser.watchesRequests = true;
  waiting = [];
  records = new TabRecords(browser.api.storage.session, async () => {});
  watch = new UnseenWatch({
    api: browser.api,
    records,
    later: (delayMs, callback) => {
      expect(delayMs).toBe(GRACE_MS);
      waiting.push(callback);
    },
  });
  watch.listen();
  await browser.load(1, PORTAL, 'a', { link: true });
});
afterEach(() => {
  watch.stop();
  vi.restoreAllMocks();
});

/** A socket of tab 1 begins, seen by the hook or not, and the grace is over. */
async function connect(
  isSeen: boolean,
  url = 'wss://lab.example:6080/websockify?token=secret',
): Promise<void> {
  const link = browser.tabs.get(1)?.documents[0]?.link;
  const atMs = BEGAN_MS + 5000;
  if (isSeen && link) link.opened = [...(link.opened ?? []), atMs];
  browser.socketRequest({ tabId: 1, frameId: 0, documentId: 'a', url, timeStamp: atMs });
  await graceOver();
}

async function graceOver(): Promise<void> {
  for (const callback of waiting.splice(0)) callback();
  await settled();
}

const hosts = async () => (await records.get(1)).unseen.map(({ host }) => host);

describe('the watch for connections that no hook saw', () => {
  test('is quiet about those the hook saw', async () => {
    await connect(true);
    expect(await hosts()).toEqual([]);
  });

  test('names the host of one it did not, with its port and nothing else, once', async () => {
    await connect(false);
    await connect(false);
    expect(await hosts()).toEqual(['lab.example:6080']);
  });

  test('is quiet about a document without our scripts', async () => {
    await browser.load(1, PORTAL, 'a', { link: false });
    await connect(false);
    expect(await hosts()).toEqual([]);
  });

  test('is quiet about a page that went meanwhile', async () => {
    browser.socketRequest({
      tabId: 1,
      frameId: 0,
      documentId: 'a',
      url: 'wss://lab.example/',
      timeStamp: BEGAN_MS + 5000,
    });
    await browser.load(1, PORTAL, 'b', { link: true });
    await graceOver();
    expect(await hosts()).toEqual([]);
  });

  test('asks again when the page stands still', async () => {
    const execute = vi.spyOn(browser.api.scripting, 'executeScript').mockRejectedValueOnce(new Error('busy'));
    await connect(false);
    expect(await hosts()).toEqual([]);
    await graceOver();
    expect(await hosts()).toEqual(['lab.example:6080']);
    expect(execute).toHaveBeenCalledTimes(2);
  });

  test('gives up on a page that never answers', async () => {
    vi.spyOn(browser.api.scripting, 'executeScript').mockRejectedValue(new Error('gone'));
    await connect(false);
    for (let turn = 0; turn < 10; turn++) await graceOver();
    expect(waiting).toEqual([]);
  });

  test('takes its word back when the user takes the permission back', async () => {
    await connect(false);
    await watch.withdrawn({ permissions: ['webRequest'] });
    expect(await hosts()).toEqual([]);
    await connect(false);
    expect(await hosts()).toEqual([]);
  });

  test('is not there until the user allows it', async () => {
    const quiet = new FakeBrowser();
    new UnseenWatch({ api: quiet.api, records, later: () => {} }).listen();
    expect(quiet.requestListeners).toBe(0);
  });
});
