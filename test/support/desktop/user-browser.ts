/**
 * A browser on a desktop, as somebody has it who has never heard of RICE: its own buttons and questions are pressed with the
 * desktop's mouse, at the places where this version has them. Pages are read through the debugger, not steered by it.
 */
export interface UserBrowser {
  /** Opens a page in the first tab and shows it. */
  goTo(url: string): Promise<void>;
  /** Installs RICE from its package; resolves when its welcome page is in front. */
  install(): Promise<void>;
  /** Presses RICE's button in the toolbar. */
  openPopup(): Promise<void>;
  /** Presses the main button of the popup that hangs over the page. */
  pressMain(): Promise<void>;
  /** Says yes to the browser's question. */
  allow(): Promise<void>;
  /** Closes what hangs over the page. */
  closePopup(): Promise<void>;
  /** In the popup: follows the link to the records. */
  openRecords(): Promise<OwnPage>;
  /** Where an element of the first tab's page is on the screen. */
  placeOf(selector: string): Promise<Place>;
  /** Shows the first tab and takes RICE out of the browser, by the menu of its button; `asked` is called over the question. */
  remove(asked: () => void): Promise<void>;
  /** Addresses of RICE's pages that are open. */
  ownPages(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** A page of RICE in a tab. */
export interface OwnPage {
  text(): Promise<string>;
  placeOf(selector: string): Promise<Place>;
}

/** In pixels of the screen: the middle and the size. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What takes no part in the test: a window, a menu or a question that moves in. */
export const SHOWN_MS = 2500;
