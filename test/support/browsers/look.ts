import type { TestExtension, TestPage } from './test-browser.ts';

/** What a user may have set for all pages: a theme, or colours of their own. */
export const LOOKS = ['light', 'dark', 'forced'] as const;
export type Look = (typeof LOOKS)[number];

/** What Firefox asks of an extension that changes it; only in a copy of the test build. */
export const LOOK_PERMISSION = 'browserSettings';

interface BrowserSettings {
  readonly browserSettings: Readonly<
    Record<
      'overrideContentColorScheme' | 'overrideDocumentColors',
      { set(details: { value: string }): Promise<boolean> }
    >
  >;
}
declare const browser: BrowserSettings;

/** In Firefox, with the rights of the extension: the theme of all pages. */
export async function setScheme(scheme: 'light' | 'dark'): Promise<void> {
  await browser.browserSettings.overrideContentColorScheme.set({ value: scheme });
}

/** Gives the page another look; in Firefox all pages get it. Resolves when the page sees it. */
export async function wear(look: Look, page: TestPage, extension: TestExtension): Promise<void> {
  const scheme = look === 'dark' ? 'dark' : 'light';
  if (page.devtools === undefined) {
    await extension.evaluate(
      async (wanted: { scheme: string; colors: string }) => {
        const { overrideContentColorScheme, overrideDocumentColors } = browser.browserSettings;
        await overrideContentColorScheme.set({ value: wanted.scheme });
        await overrideDocumentColors.set({ value: wanted.colors });
      },
      { scheme, colors: look === 'forced' ? 'always' : 'never' },
    );
  } else {
    await page.devtools('Emulation.setEmulatedMedia', {
      features: [
        { name: 'prefers-color-scheme', value: scheme },
        { name: 'forced-colors', value: look === 'forced' ? 'active' : 'none' },
      ],
    });
  }
  await page.until(
    (wanted) => {
      const isForced = matchMedia('(forced-colors: active)').matches;
      const isDark = matchMedia('(prefers-color-scheme: dark)').matches;
      // Forced colours bring a scheme of their own.
      return isForced === (wanted === 'forced') && (isForced || isDark === (wanted === 'dark'));
    },
    look,
    10_000,
  );
}
