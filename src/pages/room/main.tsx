import { render } from 'preact';
import browser from 'webextension-polyfill';
import type { PanelTools } from '../../ui/room/panel-tools.ts';
import { RoomPanel } from '../../ui/room/room-panel.tsx';
import type { Messages } from '../../ui/surroundings.ts';
import { browserPort } from './browser-port.ts';
import { RoomPageStore } from './room-page-store.ts';

const messages: Messages = (key, ...substitutions) => browser.i18n.getMessage(key, [...substitutions]);
const port = browserPort(browser);
const store = new RoomPageStore(port);
const tools: PanelTools = {
  messages,
  nowMs: () => port.nowMs(),
  wallMs: () => port.wallMs(),
  act: (act) => store.act(act),
  join: (wish) => store.join(wish),
  start: (wish) => store.begin(wish),
  forgetRelay: (relay) => void store.forgetRelay(relay),
  exportChat: (format) => store.exportChat(format),
  copy: (text) => navigator.clipboard.writeText(text),
};

function Page() {
  return <RoomPanel tools={tools} picture={store.picture.value} />;
}

document.documentElement.lang = messages('uiLanguage');
document.documentElement.dir = messages('uiDirection');
document.title = `${messages('uiRoom')} – ${messages('popupTitle')}`;
render(<Page />, document.body);
store.start();
