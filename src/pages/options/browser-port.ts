import type { Browser, Permissions } from 'webextension-polyfill';
import { type Decoder, run } from '../../model/decode/decode.ts';
import type { FromPages } from '../../model/port/extension-message.ts';
import { saveOutcomeDecoder } from '../../model/port/extension-message-decoder.ts';
import { optionsStatusDecoder } from '../../model/port/options-message-decoder.ts';
import { profileLibraryDecoder, profileOutcomeDecoder } from '../../model/port/profile-message-decoder.ts';
import { browserPort as recordsPort } from '../records/browser-port.ts';
import { allLines, fileName, recordFile, traceFileName, traceText } from '../records/record-file.ts';
import { saveFile } from '../save-file.ts';
import type { BrowserKind, OptionsPort, RecordFiles, RecordPort, SitePort } from './options-port.ts';

/** What the options page uses of the browser. */
export interface OptionsBrowser {
  readonly runtime: Pick<Browser['runtime'], 'sendMessage'>;
  readonly storage: { readonly local: Pick<Browser['storage']['local'], 'onChanged'> };
  readonly permissions: Pick<
    Browser['permissions'],
    'getAll' | 'onAdded' | 'onRemoved' | 'remove' | 'request'
  >;
  readonly tabs: Pick<Browser['tabs'], 'create'>;
  readonly commands: Pick<Browser['commands'], 'getAll'> & {
    /** Firefox's, from 137 on; the polyfill's types do not know it. */
    readonly openShortcutSettings?: () => Promise<void>;
  };
}

/** The options page's port on a real browser. */
export function browserPort(browser: OptionsBrowser, userAgent: string): OptionsPort {
  const ask = async <T>(message: FromPages, decoder: Decoder<T>): Promise<T | undefined> => {
    const answer: unknown = await browser.runtime.sendMessage(message).catch(() => undefined);
    const result = run(decoder, answer);
    return result.ok ? result.value : undefined;
  };
  const tell = async (message: FromPages): Promise<void> =>
    void (await browser.runtime.sendMessage(message).catch(() => undefined));
  const save = (message: FromPages) => ask(message, saveOutcomeDecoder);
  const sites: SitePort = {
    setMode: (host, mode) => save({ type: 'set-site-mode', host, mode }),
    setTrace: (host, traced) => save({ type: 'set-site-trace', host, traced }),
    setQuality: (host, choice) => save({ type: 'set-site-quality', host, choice }),
    forgetQuality: (host) => save({ type: 'forget-quality', host }),
    forget: (host) => save({ type: 'forget-site', host }),
    origins: async () => (await browser.permissions.getAll()).origins ?? [],
    request: (origins) => browser.permissions.request({ origins: [...origins] }),
    // Of hosts that a facility's build cannot be without, Chromium rejects and Firefox says false.
    withdraw: (origins) => browser.permissions.remove({ origins: [...origins] }).catch(() => false),
  };
  const kind = browserKind(userAgent);
  return {
    profiles: {
      library: () => ask({ type: 'profiles' }, profileLibraryDecoder),
      save: (id, profile) => ask({ type: 'save-profile', id, profile }, profileOutcomeDecoder),
      remove: (id) => ask({ type: 'remove-profile', id }, profileOutcomeDecoder),
      restore: (id) => ask({ type: 'restore-profile', id }, profileOutcomeDecoder),
      reset: () => ask({ type: 'reset-profiles' }, profileOutcomeDecoder),
    },
    sites,
    records: recordPort(browser.runtime),
    browser: kind,
    status: () => ask({ type: 'options' }, optionsStatusDecoder),
    changePolicy: (change) => save({ type: 'change-policy', change }),
    replace: (settings) => save({ type: 'replace-settings', settings }),
    undo: () => save({ type: 'undo-settings' }),
    resetUnreadable: () => save({ type: 'reset-settings' }),
    storedSettings: async () => {
      const message: FromPages = { type: 'stored-settings' };
      const answer: unknown = await browser.runtime.sendMessage(message).catch(() => undefined);
      const raw: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'raw') : null;
      return raw;
    },
    setRoomName: (name) => tell({ type: 'set-room-name', name }),
    forgetRelay: (relay) => tell({ type: 'forget-relay', relay }),
    shortcuts: async () =>
      (await browser.commands.getAll()).map(({ name, description, shortcut }) => ({
        name: name ?? '',
        description: description ?? '',
        keys: shortcut ?? '',
      })),
    openShortcuts: () => openShortcuts(browser, kind),
    saveFile,
    wallMs: () => Date.now(),
    onChange: (listener) => {
      const heard = () => listener();
      const allowed = (_: Permissions.Permissions) => listener();
      browser.storage.local.onChanged.addListener(heard);
      browser.permissions.onAdded.addListener(allowed);
      browser.permissions.onRemoved.addListener(allowed);
      return () => {
        browser.storage.local.onChanged.removeListener(heard);
        browser.permissions.onAdded.removeListener(allowed);
        browser.permissions.onRemoved.removeListener(allowed);
      };
    },
  };
}

function recordPort(runtime: OptionsBrowser['runtime']): RecordPort {
  const port = recordsPort(runtime);
  return {
    list: () => port.list(),
    remove: (sessions) => port.remove(sessions),
    files: async (sessions, onProgress): Promise<RecordFiles | undefined> => {
      const files = new Map<string, string>();
      // Two sessions may have begun in the same second.
      const put = (name: string, content: string) => {
        let free = name;
        for (let next = 2; files.has(free); next += 1) free = name.replace(/\.jsonl$/, `-${next}.jsonl`);
        files.set(free, content);
      };
      const traced = (await port.traces()) ?? [];
      for (const [index, session] of sessions.entries()) {
        const lines = await allLines(port, session.session, () => {});
        if (lines === undefined) return undefined;
        if (lines.length > 0) {
          const file = await recordFile(port, session, lines);
          put(fileName(session), `${file.lines.join('\n')}\n`);
        }
        const trace = traced.includes(session.session) ? await traceText(port, session.session) : undefined;
        if (trace !== undefined) put(traceFileName(session), trace);
        onProgress((index + 1) / sessions.length);
      }
      return files;
    },
    storedBytes: async () => (await navigator.storage.estimate().catch(() => null))?.usage ?? null,
  };
}

/** Chrome and Edge open their page from an extension; Firefox has a call of its own for it. */
async function openShortcuts(
  { commands, tabs }: Pick<OptionsBrowser, 'commands' | 'tabs'>,
  kind: BrowserKind,
): Promise<boolean> {
  try {
    if (commands.openShortcutSettings !== undefined) await commands.openShortcutSettings();
    else if (kind === 'firefox') return false;
    else await tabs.create({ url: `${kind}://extensions/shortcuts` });
    return true;
  } catch {
    return false;
  }
}

/** Edge calls itself Chrome too. */
function browserKind(userAgent: string): BrowserKind {
  if (/Firefox\//.test(userAgent)) return 'firefox';
  return /Edg\//.test(userAgent) ? 'edge' : 'chrome';
}
