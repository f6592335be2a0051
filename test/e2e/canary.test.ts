import { randomInt } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readInviteLink } from '../../src/model/room/invite-link-text.ts';
import { browserNames } from '../support/browsers/launch.ts';
import { poll } from '../support/browsers/page-code.ts';
import type { TestExtension } from '../support/browsers/test-browser.ts';
import { DrawnPage } from '../support/drawn-page.ts';
import { OwnRelay } from '../support/own-relay.ts';
import { tapPage, tapped } from '../support/page-tap.ts';
import { untilConnected } from '../support/portals/portal-page.ts';
import { type PortalServer, startPortalServer } from '../support/portals/portal-server.ts';
import { contentOf } from '../support/profile-content.ts';
import { type RecordingProxy, startRecordingProxy } from '../support/recording-proxy.ts';
import { RoomPerson } from '../support/room-person.ts';
import { type Secret, secretBytes, secretsIn, secretText, secretWord } from '../support/secret.ts';
import { type ServerProcess, stopAll } from '../support/servers/process.ts';
import { startWebsockify } from '../support/servers/websockify.ts';
import { startXvnc } from '../support/servers/xvnc.ts';

declare const chrome: {
  readonly storage: Readonly<Record<Area, { get(): Promise<unknown> }>>;
  readonly scripting: {
    getRegisteredContentScripts(): Promise<readonly { readonly js?: readonly string[] }[]>;
  };
};
type Area = 'local' | 'session' | 'sync';

const LOG = 'console.log';
const WITHIN_MS = 20_000;
const SESSION = '/sessionstore-backups/recovery.jsonlz4';
/** Firefox writes it every 15 s (browser.sessionstore.interval). */
const SESSION_STORED_WITHIN_MS = 60_000;

/** What an extension keeps in its databases, where records and traces are exported from. */
function databases(extension: TestExtension): Promise<string> {
  return extension.evaluate(async () => {
    const asked = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(request.error));
      });
    const found: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await asked(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const rows: readonly unknown[] = await asked(database.transaction(store).objectStore(store).getAll());
        found.push(`${name} ${store} ${rows.length}`, JSON.stringify(rows));
      }
      database.close();
    }
    return found.join('\n');
  });
}

function stored(extension: TestExtension, area: Area): Promise<string> {
  return extension.evaluate(async (name: Area) => JSON.stringify(await chrome.storage[name].get()), area);
}

/** The switch in the popup, and a page that was loaded after it. */
async function traceSessions(person: RoomPerson): Promise<void> {
  const extension = extensionOf(person);
  const popup = await extension.open(`popup.html?tab=${await extension.tabId(person.page)}`);
  await popup.until(() => document.querySelector('input[type=checkbox]') !== null, undefined, WITHIN_MS);
  await popup.evaluate(() => document.querySelector<HTMLElement>('input[type=checkbox]')?.click());
  await poll(() =>
    extension.evaluate(async () =>
      (await chrome.scripting.getRegisteredContentScripts()).some(({ js }) =>
        js?.some((file) => file.endsWith('hook-traced.js')),
      ),
    ),
  );
  await popup.close();
  await person.page.reload();
  await untilConnected(person.page);
}

function extensionOf({ browser }: RoomPerson): TestExtension {
  if (browser.extension === undefined) throw new Error('no extension');
  return browser.extension;
}

/** Anna writes a text on the picture by keyboard. @returns what Ben's overlay says of it */
async function drawLabel(anna: RoomPerson, ben: RoomPerson, text: string): Promise<string> {
  const hers = new DrawnPage(anna.page, extensionOf(anna));
  const his = new DrawnPage(ben.page, extensionOf(ben));
  await hers.begin();
  for (const key of ['k', 't', 'Enter']) await anna.page.keyboard.press(key);
  const isWriting = async (): Promise<boolean> =>
    (await extensionOf(anna).overlay(anna.page)).elements.some(
      ({ tag, hasKeyboard }) => tag === 'input' && hasKeyboard,
    );
  await poll(isWriting, WITHIN_MS);
  for (const key of [...text, 'Enter']) await anna.page.keyboard.press(key);
  await his.begin();
  await his.press(/^List of marks$/);
  await poll(async () => (await his.text()).includes(`“${text}”`), WITHIN_MS).catch(async () => {
    throw new Error(`[draw] no ${text}: ${await hers.text()} / ${await his.text()}`);
  });
  const told = await his.text();
  for (const drawn of [hers, his]) await drawn.toggle();
  return told;
}

/** The part of a token that nobody can guess. */
function secretToken(name: string, token: string): Secret {
  return secretBytes(name, token.split('.')[2] ?? '');
}

/** A place on the picture, as texts that would tell it. */
function secretPlace(name: string, { x, y }: { readonly x: number; readonly y: number }): Secret {
  return { name, words: [`"x":${x},"y":${y}`, `${x},${y}`, `${x} ${y}`, `${x}px, ${y}px`], codes: [] };
}

let portals: PortalServer;
beforeAll(async () => {
  portals = await startPortalServer();
});
afterAll(async () => {
  await portals?.stop();
});

// Every word of a secret is drawn anew, so that wherever one is found it came from here.
describe.each(browserNames)('what people say and hold in a room, in %s', (name) => {
  const annaName = `${secretWord()} Änne${secretWord()}`;
  const benName = secretWord();
  const text = `${secretWord()} sample 4711, <b>${secretWord()}</b> "µ${secretWord()}"`;
  const benPlace = { x: randomInt(300, 600), y: randomInt(300, 450) };
  const own = {
    anna: secretText('the name of Anna', annaName),
    ben: secretText('the name of Ben', benName),
  };
  const said = secretText('what was said', text);
  const mention = secretWord();
  const label = secretWord();
  /** No secret: it shows that a console is listened to. */
  const printed = secretWord();
  const answered = secretText('what was answered', mention);
  const drawn = secretText('what was written on the picture', label);
  /** In Ben's overlay. */
  let drawnForBen: string;
  const pointed = secretPlace('where Ben pointed', benPlace);
  /** For members alone: the relay must not see it either. */
  let sealed: readonly Secret[];
  let start: Secret;
  let invite: Secret;
  /** Nobody writes one of these down, but for what is said below. */
  let everything: readonly Secret[];

  let relay: OwnRelay;
  let relayWay: RecordingProxy;
  let portalWay: RecordingProxy;
  let instrumentWay: RecordingProxy;
  let processes: readonly ServerProcess[] = [];
  let anna: RoomPerson;
  let ben: RoomPerson;

  beforeAll(async () => {
    relay = await OwnRelay.start();
    relayWay = await startRecordingProxy(relay.port);
    const server = await startXvnc();
    const websockify = await startWebsockify(server);
    processes = [websockify, server];
    instrumentWay = await startRecordingProxy(websockify.port);
    portalWay = await startRecordingProxy(Number(new URL(portals.origin).port));
    const watched: PortalServer = {
      ...portals,
      portal: (...query) =>
        portals.portal(...query).replace(portals.origin, `http://localhost:${portalWay.port}`),
    };
    const url = `ws://localhost:${instrumentWay.port}/websockify`;
    const plan = { with: name, portals: watched, url, log: LOG };
    const arrive = (who: string) => RoomPerson.arrive({ ...plan, name: who });
    [anna, ben] = await Promise.all([arrive(annaName), arrive(benName)]);
    await traceSessions(anna);
    for (const { page } of [anna, ben]) await page.evaluate(tapPage);

    // The relay as everybody reaches it is the one that listens.
    const startLink = relay.startLink.replace(relay.origin, `http://127.0.0.1:${relayWay.port}`);
    await anna.enter(startLink);
    await anna.sees(/People here: 1/);
    const inviteLink = await anna.invite();
    await ben.enter(inviteLink);
    await ben.sees(/somebody has to let you in/);
    await anna.press(/^Let in$/);
    await ben.sees(/People here: 2/);
    await ben.sees(new RegExp(annaName));

    await anna.write(text);
    await ben.sees(new RegExp(text.slice(0, 10)));
    await ben.write(`@${annaName} ${mention}`);
    await anna.sees(new RegExp(mention));
    await anna.press(/^Ask for control$/);
    await anna.sees(/You have control/);
    await ben.press(/^Ask for control$/);
    await ben.sees(/Your place: 1/);
    await anna.click(100, 100);
    await ben.point(benPlace.x, benPlace.y);
    await poll(async () => (await anna.overlay()).includes(benName), WITHIN_MS);

    drawnForBen = await drawLabel(anna, ben, label);

    const began = readInviteLink(startLink);
    const invited = readInviteLink(inviteLink);
    if (!began.ok || !invited.ok || invited.link.type !== 'join') throw new Error('[canary] no links');
    sealed = [said, answered, drawn, own.anna, own.ben, secretBytes('the invite’s key', invited.link.key)];
    start = secretToken('the start token', began.link.token);
    invite = secretToken('the invite’s token', invited.link.token);
    const resumes = relayWay
      .passed()
      .flatMap(({ messages }) => messages.flatMap((each) => /"resume":"([^"]+)"/.exec(each)?.[1] ?? []));
    everything = [...sealed, start, invite, ...resumes.map((each) => secretBytes('a way back', each))];
    expect(resumes.length).toBe(2);
    for (const { page, panel } of [anna, ben]) {
      await page.evaluate((word: string) => console.info(`of a page: ${word}`), printed);
      await panel.evaluate((word: string) => console.info(`of the panel: ${word}`), printed);
    }
  }, 180_000);
  afterAll(async () => {
    await anna?.stop();
    await ben?.stop();
    for (const way of [relayWay, portalWay, instrumentWay]) await way?.stop();
    await relay?.stop();
    await stopAll([...processes]);
  });

  test('is found where it belongs: else it would be found nowhere', async () => {
    const html = () => document.documentElement.outerHTML;
    expect(unfound(await anna.panel.evaluate(html), [said, answered, own.anna, own.ben])).toEqual([]);
    expect(unfound(await anna.overlay(), [own.ben])).toEqual([]);
    expect(unfound(drawnForBen, [drawn, own.anna])).toEqual([]);
    expect(await anna.page.evaluate(tapped)).toContain(`of a page: ${printed}`);
    expect(unfound(relay.log(), [start])).toEqual([]);
    expect(
      unfound(
        relayWay
          .passed()
          .flatMap(({ messages }) => messages)
          .join('\n'),
        [start, invite],
      ),
    ).toEqual([]);
    // In Chromium's files stands the name; Firefox cuts the words of what it stores, but writes down the tabs.
    const onDisk = async (): Promise<boolean> => {
      const now = await contentOf(anna.browser.profile);
      if (name === 'firefox') return now.get(SESSION)?.includes(`localhost:${portalWay.port}`) === true;
      return unfound([...now.values()].join('\n'), [own.anna]).length === 0;
    };
    await poll(onDisk, SESSION_STORED_WITHIN_MS);
    const files = await contentOf(anna.browser.profile);
    expect(unfound(await stored(extensionOf(anna), 'local'), [own.anna, start])).toEqual([]);
    const log = files.get(`/${LOG}`) ?? '';
    for (const who of ['a page', 'the panel']) expect(log).toContain(`of ${who}: ${printed}`);
    expect(await databases(extensionOf(anna))).toMatch(/trace\S* \S+ [1-9]/i);
  });

  test('is in nothing that passed through the relay, but for tokens where one comes in or is made', () => {
    const passed = relayWay.passed();
    const types = passed.flatMap(({ messages }) =>
      messages.map((message) => /^\{"type":"([a-z-]+)"/.exec(message)?.[1] ?? ''),
    );
    // Both ways, and of everything that was done.
    expect(types).toEqual(
      expect.arrayContaining(['hello', 'welcome', 'keys', 'say', 'said', 'show', 'shown']),
    );
    const addresses = [portalWay, instrumentWay].map(({ port }) => `localhost:${port}`);
    const hidden = [...sealed, pointed, { name: 'where the instrument is', words: addresses, codes: [] }];
    for (const { wire, messages } of passed) {
      for (const each of [wire, ...messages]) expect(secretsIn(each, hidden)).toEqual([]);
    }
    const withToken = passed
      .flatMap(({ messages }) => messages)
      .filter((message) => secretsIn(message, [start, invite]).length > 0)
      .map((message) => /^\{"type":"([a-z-]+)"/.exec(message)?.[1]);
    expect(withToken.sort()).toEqual(['hello', 'hello', 'invited']);
  });

  test('is in no byte between the page and its portal or instrument', () => {
    expect(portalWay.passed().length).toBeGreaterThan(3);
    expect(instrumentWay.passed().length).toBeGreaterThan(3);
    for (const { wire, messages } of [...portalWay.passed(), ...instrumentWay.passed()]) {
      for (const each of [wire, ...messages]) expect(secretsIn(each, everything)).toEqual([]);
    }
  });

  test('is nothing that a script of the page can read or hear, nor in an address', async () => {
    for (const { page } of [anna, ben]) {
      const found = await page.evaluate(tapped);
      expect(found).toContain('data-release');
      expect(secretsIn(found, everything)).toEqual([]);
      expect(secretsIn(page.url(), everything)).toEqual([]);
    }
    expect(secretsIn(anna.panel.url(), everything)).toEqual([]);
  });

  test('is stored as PRIVACY.md says: the own name, and the link to begin rooms by', async () => {
    for (const [person, kept] of [
      [anna, [own.anna, start]],
      [ben, [own.ben]],
    ] as const) {
      const extension = extensionOf(person);
      const other = everything.filter((secret) => !kept.includes(secret));
      expect(secretsIn(await stored(extension, 'local'), other)).toEqual([]);
      expect(secretsIn(await stored(extension, 'session'), everything)).toEqual([]);
      expect(secretsIn(await stored(extension, 'sync'), everything)).toEqual([]);
      expect(secretsIn(await databases(extension), everything)).toEqual([]);
    }
  });

  test('is in no file of the browser, its console’s log included, but for what is stored', async () => {
    for (const [person, kept] of [
      [anna, [own.anna, start]],
      [ben, [own.ben]],
    ] as const) {
      const other = everything.filter((secret) => !kept.includes(secret));
      const files = await contentOf(person.browser.profile);
      const found = [...files].flatMap(([file, content]) =>
        secretsIn(content, other).map((each) => `${file} ${each}`),
      );
      expect(found).toEqual([]);
    }
  });

  test('is in no log, file or page of the relay, but for the start link it was asked to print', async () => {
    for (const path of ['/metrics', '/health', '/j']) {
      expect(secretsIn(await (await fetch(relay.origin + path)).text(), everything)).toEqual([]);
    }
    await relay.end();
    const files = await contentOf(relay.state);
    expect([...files.keys()].join(' ')).toContain('audit.jsonl');
    for (const content of files.values()) expect(secretsIn(content, [...everything, pointed])).toEqual([]);
    expect(relay.log()).toContain('connected');
    expect(secretsIn(relay.log().replace(relay.startLink, ''), [...everything, pointed])).toEqual([]);
  });
});

/** Those secrets that are not in a text. */
function unfound(text: string, secrets: readonly Secret[]): readonly string[] {
  return secrets.filter((secret) => secretsIn(text, [secret]).length === 0).map(({ name }) => name);
}
