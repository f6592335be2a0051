import { render } from 'preact';
import browser from 'webextension-polyfill';
import type { Text } from '../../ui/message-key.ts';
import { browserPort } from './browser-port.ts';
import { Options } from './options.tsx';
import { OptionsStore } from './options-store.ts';

const text: Text = (key, ...substitutions) => browser.i18n.getMessage(key, [...substitutions]);
const store = new OptionsStore(browserPort(browser, navigator.userAgent));

document.documentElement.lang = text('uiLanguage');
document.documentElement.dir = text('uiDirection');
document.title = text('uiOptionsTitle');
render(<Options store={store} text={text} />, document.body);
store.start();
