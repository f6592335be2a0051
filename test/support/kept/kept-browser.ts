/**
 * A browser with a profile that outlives it, an extension installed in it, and the extension's popup: what a user
 * has who enables a site today and comes back tomorrow.
 */
export interface KeptBrowser {
  open(url: string): Promise<KeptPage>;
  /** The popup as it would open over the page, in a tab of its own. */
  openPopup(over: KeptPage): Promise<KeptPage>;
  /** A page of the extension, such as options.html. */
  openOwn(path: string): Promise<KeptPage>;
  /** Runs with the rights of the extension. */
  inExtension<Result, Argument = undefined>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result>;
  /** Says yes to the browser's own question about permissions, of an extension that has none yet. */
  allow(): Promise<void>;
  /** Ends the browser; the profile stays. */
  stop(): Promise<void>;
}

/** Both drivers call them so. */
export type PressedKey = 'ArrowDown' | 'Enter' | 'Escape' | 'Tab';

export interface KeptPage {
  readonly url: string;
  /** Runs in the page's own world. */
  evaluate<Result, Argument = undefined>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result>;
  /** Runs a script's text in the page, as the debugger does: past the page's CSP. */
  runSource(source: string): Promise<void>;
  /** A trusted click. */
  click(selector: string): Promise<void>;
  /** One trusted key, such as `Tab`. */
  press(key: PressedKey): Promise<void>;
  /** Trusted keys, one for each character. */
  typeKeys(text: string): Promise<void>;
  reload(): Promise<void>;
  screenshot(path: string, scheme: 'dark' | 'light'): Promise<void>;
  close(): Promise<void>;
}

export interface KeptOptions {
  /** Chromium only. A popup's size if not given. */
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly profileDir: string;
  readonly extensionDir: string;
}
