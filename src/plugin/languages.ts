import type { TextTable } from './texts.ts';

type Loader = () => Promise<{ readonly default: TextTable }>;

/**
 * The languages besides English, which is built in: each a file of its own that is loaded when it is spoken. The file for a
 * script tag has none of them (scripts/build-plugin.mjs): there the portal gives the texts.
 */
export const LANGUAGES: Readonly<Record<string, Loader>> = {
  de: () => import('../../_locales/de/messages.json'),
  es: () => import('../../_locales/es/messages.json'),
  fr: () => import('../../_locales/fr/messages.json'),
  ja: () => import('../../_locales/ja/messages.json'),
  zh_CN: () => import('../../_locales/zh_CN/messages.json'),
};
