import type { Browser } from 'webextension-polyfill';
import { type Decoder, run } from '../../model/decode/decode.ts';
import { readSettings } from '../../model/policy/settings-decoder.ts';
import type { FromPages } from '../../model/port/extension-message.ts';
import { saveOutcomeDecoder } from '../../model/port/extension-message-decoder.ts';
import { optionsStatusDecoder } from '../../model/port/options-message-decoder.ts';
import { profileLibraryDecoder, profileOutcomeDecoder } from '../../model/port/profile-message-decoder.ts';
import { saveFile } from '../save-file.ts';
import type { OptionsPort } from './options-port.ts';

/** What the options page uses of the browser. */
export interface OptionsBrowser {
  readonly runtime: Pick<Browser['runtime'], 'sendMessage'>;
  readonly storage: { readonly local: Pick<Browser['storage']['local'], 'onChanged'> };
}

/** The options page's port on a real browser. */
export function browserPort(browser: OptionsBrowser): OptionsPort {
  const ask = async <T>(message: FromPages, decoder: Decoder<T>): Promise<T | undefined> => {
    const answer: unknown = await browser.runtime.sendMessage(message).catch(() => undefined);
    const result = run(decoder, answer);
    return result.ok ? result.value : undefined;
  };
  return {
    library: () => ask({ type: 'profiles' }, profileLibraryDecoder),
    save: (id, profile) => ask({ type: 'save-profile', id, profile }, profileOutcomeDecoder),
    remove: (id) => ask({ type: 'remove-profile', id }, profileOutcomeDecoder),
    restore: (id) => ask({ type: 'restore-profile', id }, profileOutcomeDecoder),
    reset: () => ask({ type: 'reset-profiles' }, profileOutcomeDecoder),
    policy: async () => {
      const status = await ask({ type: 'options' }, optionsStatusDecoder);
      return status && { limits: status.settings.policy, problems: status.problems };
    },
    saveLimits: async ({ maxInputAgeMs, override }) => {
      await ask(
        { type: 'change-policy', change: { type: 'maxInputAgeMs', maxInputAgeMs } },
        saveOutcomeDecoder,
      );
      return ask({ type: 'change-policy', change: { type: 'override', override } }, saveOutcomeDecoder);
    },
    qualityChoices: async () => {
      const message: FromPages = { type: 'stored-settings' };
      const answer: unknown = await browser.runtime.sendMessage(message).catch(() => undefined);
      if (typeof answer !== 'object' || answer === null) return undefined;
      return readSettings(Reflect.get(answer, 'raw') ?? undefined).settings.quality;
    },
    forgetQuality: (host) => ask({ type: 'forget-quality', host }, saveOutcomeDecoder),
    saveFile,
    onChange: (listener) => {
      const heard = () => listener();
      browser.storage.local.onChanged.addListener(heard);
      return () => browser.storage.local.onChanged.removeListener(heard);
    },
  };
}
