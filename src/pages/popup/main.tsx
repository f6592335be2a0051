import { render } from 'preact';
import browser from 'webextension-polyfill';
import type { Text } from '../../message-key.ts';
import { browserPort } from './browser-port.ts';
import { Popup } from './popup.tsx';
import { PopupStore } from './popup-store.ts';

const text: Text = (key, ...substitutions) => browser.i18n.getMessage(key, [...substitutions]);
const store = new PopupStore(browserPort(browser));

document.documentElement.lang = text('uiLanguage');
document.documentElement.dir = text('uiDirection');
document.title = text('popupTitle');
render(<Popup store={store} text={text} />, document.body);
store.start();
