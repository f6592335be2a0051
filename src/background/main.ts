import browser from 'webextension-polyfill';
import { sha256 } from '../driver/sha256.ts';
import { browserName } from '../model/browser-name.ts';
import { Background } from './background.ts';
import type { ExtensionApi } from './extension-api.ts';
import { ManagedPolicyStore } from './managed-policy-store.ts';
import { IndexedRecords } from './record-database.ts';
import { localDoor, OffscreenDoor, type RoomDoor } from './room-door.ts';
import { ownHost } from './room-host/own-host.ts';
import { IndexedTraces } from './trace-database.ts';
import { welcomeOnce } from './welcome.ts';

const api: ExtensionApi = browser;

/** Chrome: the rooms are in a document of their own. Firefox: in this one, kept awake by their ports. */
function door(): RoomDoor {
  if (api.offscreen !== undefined) {
    return new OffscreenDoor(api.offscreen, (message) => browser.runtime.sendMessage(message));
  }
  return localDoor(ownHost(browser.runtime));
}

const record = {
  database: new IndexedRecords(),
  traces: new IndexedTraces(),
  hash: sha256,
  wallMs: () => Date.now(),
  extension: browser.runtime.getManifest().version,
  browser: browserName(navigator.userAgent),
};
new Background(
  api,
  (key, ...substitutions) => browser.i18n.getMessage(key, [...substitutions]),
  record,
  door(),
).start();
welcomeOnce(browser, async () => (await new ManagedPolicyStore(api.storage).read()).isManaged);
