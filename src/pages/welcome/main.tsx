import { render } from 'preact';
import browser from 'webextension-polyfill';
import type { Text } from '../../ui/message-key.ts';
import { panelShortcut } from './panel-shortcut.ts';
import { Welcome } from './welcome.tsx';

const text: Text = (key, ...substitutions) => browser.i18n.getMessage(key, [...substitutions]);

document.documentElement.lang = text('uiLanguage');
document.documentElement.dir = text('uiDirection');
document.title = text('uiWelcomeTitle');
const show = (shortcut: string) => render(<Welcome shortcut={shortcut} text={text} />, document.body);
// At once without the key, which the browser tells a moment later.
show('');
void panelShortcut(browser.commands).then(show, () => undefined);
