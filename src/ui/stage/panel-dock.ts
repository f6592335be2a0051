import type { OverlayPart } from '../../model/port/extension-message.ts';
import { reportFile } from '../analyst/report-file.ts';
import { mountPanel } from '../panel/panel.tsx';
import { download } from './file-download.ts';
import { sessionReport } from './session-report.ts';
import type { Part, Stage } from './stage.ts';

type Lead = Extract<OverlayPart, 'room' | 'draw' | 'editor'>;

/** Opens and closes the panel, and minds whose the keyboard is. */
export class PanelDock implements Part {
  #unmount: (() => void) | undefined;
  #wanted = false;
  /** What had the keyboard before; null: the badge itself. */
  #before: HTMLElement | null = null;

  readonly #slot: HTMLElement;

  /** @param leads the parts that the panel leads to */
  constructor(
    private readonly stage: Stage,
    private readonly leads: readonly Lead[] = ['room', 'draw', 'editor'],
  ) {
    this.#slot = stage.addSlot();
  }

  toggle(): void {
    if (this.#wanted) this.#close();
    else this.#open();
  }

  remove(): void {
    this.#wanted = false;
    this.#unmount?.();
    this.#unmount = undefined;
  }

  #open(): void {
    this.#wanted = true;
    // A key that is down goes up in the page it went down in, or the remote computer would hold it for ever.
    this.stage.press.whenFree(() => {
      const { root, messages, store, overlay } = this.stage;
      if (!this.#wanted || this.#unmount !== undefined) return;
      const active = root.ownerDocument.activeElement;
      this.#before = active instanceof HTMLElement && active !== root.host ? active : null;
      overlay.setPanelOpen(true);
      this.#unmount = mountPanel(this.#slot, {
        messages,
        store,
        overlay,
        analyst: () => this.stage.analyst,
        onClose: () => this.#close(),
        onReport: (connection, format) => {
          void sessionReport(this.stage, connection).then((input) => {
            if (input === null) return;
            const { name, text, mimeType } = reportFile(input, format, messages);
            download(root, name, text, mimeType);
          });
        },
        onRoom: this.#way('room'),
        onDraw: this.#way('draw'),
        // The editor closes the panel when it has taken the keyboard: until then no key goes to the picture.
        onMark: this.#way('editor'),
      });
    });
  }

  #way(part: Lead): (() => void) | undefined {
    return this.leads.includes(part) ? () => this.stage.openPart(part) : undefined;
  }

  #close(): void {
    const { root, overlay } = this.stage;
    const focused = root.activeElement;
    const hadKeyboard = focused !== null && this.#slot.contains(focused);
    this.remove();
    overlay.setPanelOpen(false);
    // Whoever moved on meanwhile is left alone.
    if (!hadKeyboard) return;
    if (this.#before === null) overlay.focusBadge();
    else if (this.#before.isConnected) this.#before.focus({ preventScroll: true });
  }
}
