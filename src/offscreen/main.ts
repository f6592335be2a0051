// Chrome's room host: a document that nobody sees. Of the extension's interfaces it has messages and ports alone.
import browser, { type Runtime } from 'webextension-polyfill';
import { answerRoomHost } from '../background/room-door.ts';
import { ownHost } from '../background/room-host/own-host.ts';
import { run } from '../model/decode/decode.ts';
import { toRoomHostDecoder } from '../model/port/room-port-decoder.ts';

const { runtime } = browser;
const host = ownHost(runtime);

runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
  // The worker's alone: whoever else may speak here does it through a port.
  const isOwn = sender.id === runtime.id && sender.url?.startsWith(runtime.getURL('')) === true;
  if (!isOwn || sender.tab !== undefined) return undefined;
  const asked = run(toRoomHostDecoder, message);
  return asked.ok ? Promise.resolve(answerRoomHost(host, asked.value)) : undefined;
});
