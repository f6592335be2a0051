import browser from 'webextension-polyfill';
import { sha256 } from '../driver/sha256.ts';
import { Background } from './background.ts';
import { browserName } from './browser-name.ts';
import { IndexedRecords } from './record-database.ts';
import { IndexedTraces } from './trace-database.ts';

new Background(browser, (key, ...substitutions) => browser.i18n.getMessage(key, [...substitutions]), {
  database: new IndexedRecords(),
  traces: new IndexedTraces(),
  hash: sha256,
  wallMs: () => Date.now(),
  extension: browser.runtime.getManifest().version,
  browser: browserName(navigator.userAgent),
}).start();
