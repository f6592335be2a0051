import { render } from 'preact';
import browser from 'webextension-polyfill';
import type { Text } from '../../ui/message-key.ts';
import type { Messages } from '../../ui/surroundings.ts';
import { browserPort } from './browser-port.ts';
import { Records } from './records.tsx';
import { RecordsStore } from './records-store.ts';

const messages: Messages = (key, ...substitutions) => browser.i18n.getMessage(key, [...substitutions]);
const text: Text = messages;
const store = new RecordsStore(browserPort(browser.runtime));

document.documentElement.lang = text('uiLanguage');
document.documentElement.dir = text('uiDirection');
document.title = `${text('uiRecordsTitle')} – ${text('popupTitle')}`;
render(<Records store={store} text={text} messages={messages} />, document.body);
store.start();

// The record that is looked at stands in the address, so that back and reload do what they always do.
const show = () => {
  const asked = location.hash.slice(1);
  void store.show(asked === '' || asked === 'all' ? undefined : asked);
};
addEventListener('hashchange', () => {
  show();
  scrollTo(0, 0);
  document.querySelector('h1')?.focus();
});
show();
