/** What the two browsers have in common for a test. */
export interface TestBrowser {
  readonly name: 'chromium' | 'firefox';
  readonly version: string;
  /** Opens a tab and waits until its document is loaded. */
  open(url: string): Promise<TestPage>;
  /** Undefined when the browser was started without an extension. */
  readonly extension: TestExtension | undefined;
  /** Process ids of what runs the scripts of web pages, for faults: SIGSTOP, SIGCONT. */
  contentProcesses(): Promise<readonly number[]>;
  /** All its processes: a machine that stands still or loses its power. */
  processes(): Promise<readonly number[]>;
  /** The texts of the files that were downloaded so far; those under way are not among them. */
  downloads(): Promise<readonly string[]>;
  /** The folder of its profile: all that it writes, with its log if it was started with one. */
  readonly profile: string;
  /** Ends the browser and removes its profile. */
  stop(): Promise<void>;
}

export type MouseButton = 'left' | 'middle' | 'right';

/** A tab. Mouse and keys are trusted input of the browser, in CSS pixels of the top document. */
export interface TestPage {
  url(): string;
  title(): Promise<string>;
  /** Runs a function in the page's own world. It sees nothing of the test but its argument. */
  evaluate<Result, Argument = undefined>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result>;
  /** Runs a script's text in the page, as the debugger does: past the page's CSP. */
  runSource(source: string): Promise<void>;
  /** Asks the debugger of this page, for what has no other way. Chromium only; its emulation lasts as long as the page. */
  readonly devtools: ((method: string, parameters?: object) => Promise<unknown>) | undefined;
  /** Resolves when `holds` returns true in the page; polls, because frames are rare in hidden pages. */
  until<Argument = undefined>(
    holds: (argument: Argument) => boolean,
    argument?: Argument,
    timeoutMs?: number,
  ): Promise<void>;
  readonly mouse: {
    move(x: number, y: number): Promise<void>;
    down(button?: MouseButton): Promise<void>;
    up(button?: MouseButton): Promise<void>;
    click(x: number, y: number): Promise<void>;
    wheel(deltaY: number): Promise<void>;
  };
  readonly keyboard: {
    /** A key by its KeyboardEvent.key, e.g. "a", "Shift", "Enter". */
    down(key: string): Promise<void>;
    up(key: string): Promise<void>;
    press(key: string): Promise<void>;
  };
  screenshot(path: string): Promise<void>;
  /** Gives the window another size, in CSS pixels. */
  resize(width: number, height: number): Promise<void>;
  bringToFront(): Promise<void>;
  reload(): Promise<void>;
  goto(url: string): Promise<void>;
  /** Uncaught errors of the page and messages of console.error, at most MAX_PAGE_ERRORS of them. */
  errors(): readonly string[];
  close(): Promise<void>;
  /** Closes the tab as its user does: the page hears that it is left. */
  leave(): Promise<void>;
}

/** Errors kept per page; later ones are dropped, the first ones tell the cause. */
export const MAX_PAGE_ERRORS = 100;

/** The inside of the extension under test. */
export interface TestExtension {
  readonly id: string;
  /** Address of a page of the extension. */
  pageUrl(path: string): string;
  /** Opens a page of the extension in a tab. */
  open(path: string): Promise<TestPage>;
  /**
   * Runs a function with the extension's rights: in Chromium in the service worker, in Firefox in a page of the
   * extension, which has the same interfaces. `browser` and `chrome` are there.
   */
  evaluate<Result, Argument = undefined>(
    run: (argument: Argument) => Result | Promise<Result>,
    argument?: Argument,
  ): Promise<Result>;
  /** The tab's number in the extension's interfaces. Needs host permission for the page. */
  tabId(page: TestPage): Promise<number>;
  /** What the toolbar shows for a tab. */
  badge(page: TestPage): Promise<{ readonly text: string; readonly title: string }>;
  /**
   * The texts and places of everything in the closed shadow roots of the popovers in a tab's top document: what
   * the overlay shows. Read from the isolated world, which alone may open closed roots.
   */
  overlay(page: TestPage): Promise<OverlayView>;
}

export interface OverlayView {
  /** innerText of all closed roots, joined by newlines; empty when there is no overlay. */
  readonly text: string;
  readonly elements: readonly OverlayElement[];
}

/** An element of the overlay that a user can act on or that names itself. */
export interface OverlayElement {
  readonly tag: string;
  readonly role: string | null;
  readonly label: string;
  readonly text: string;
  /** In CSS pixels of the top document; for mouse.click: its centre. */
  readonly x: number;
  readonly y: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hasKeyboard: boolean;
}
