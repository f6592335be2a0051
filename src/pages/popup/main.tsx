import { render } from 'preact';
import browser from 'webextension-polyfill';
import type { Text } from '../../ui/message-key.ts';
import type { Messages } from '../../ui/surroundings.ts';
import { browserPort } from './browser-port.ts';
import { Popup } from './popup.tsx';
import { PopupStore } from './popup-store.ts';

const messages: Messages = (key, ...substitutions) => browser.i18n.getMessage(key, [...substitutions]);
const text: Text = messages;
const store = new PopupStore(browserPort(browser));

document.documentElement.lang = text('uiLanguage');
document.documentElement.dir = text('uiDirection');
document.title = text('popupTitle');
render(<Popup store={store} text={text} messages={messages} />, document.body);
store.start();
