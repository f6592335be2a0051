import type { Snapshot } from '../../model/snapshot.ts';
import { type Editor, mountEditor } from '../../ui/editor/editor.tsx';
import type { Size } from '../../ui/editor/geometry.ts';
import { download } from '../../ui/stage/file-download.ts';
import type { Part, Stage } from '../../ui/stage/stage.ts';
import { everyFrame } from './every-frame.ts';
import { shieldPage } from './page-shield.ts';
import { findPicture } from './picture-finder.ts';
import { profileShelf } from './profile-shelf.ts';

/** Opens and closes the region editor; while it is open, the picture gets no input. */
export class EditorDock implements Part {
  readonly #slot: HTMLElement;
  #editor: Editor | undefined;
  #unshield: (() => void) | undefined;
  #wanted = false;
  /** What had the keyboard before; null: the overlay. */
  #before: HTMLElement | null = null;

  constructor(private readonly stage: Stage) {
    this.#slot = stage.addSlot();
    // It covers the picture: everything else of the overlay stays above it.
    this.#slot.parentNode?.prepend(this.#slot);
  }

  toggle(): void {
    if (this.#editor !== undefined) this.#editor.leave();
    else if (!this.#wanted) this.#open();
  }

  remove(): void {
    this.#wanted = false;
    this.#editor?.remove();
    this.#editor = undefined;
    this.#unshield?.();
    this.#unshield = undefined;
  }

  #open(): void {
    this.#wanted = true;
    // What is down goes up in the page it went down in, or the remote computer would hold it for ever.
    this.stage.press.whenFree(() => {
      const { root, messages, store, parts } = this.stage;
      if (!this.#wanted || this.#editor !== undefined) return;
      const { activeElement } = document;
      this.#before =
        activeElement instanceof HTMLElement && activeElement !== root.host ? activeElement : null;
      const open = store.snapshots.filter(({ guarding }) => guarding !== 'closed');
      const session = open.find(({ instrument }) => instrument.match === 'matched') ?? open[0];
      const { name = '', socketHost = '' } = session?.instrument ?? {};
      this.#unshield = shieldPage(window, root.host);
      this.#editor = mountEditor(this.#slot, {
        messages,
        shelf: profileShelf,
        findPicture: () => findPicture(document),
        everyFrame,
        binding: { portal: location.origin, socketHost: socketHost === '' ? location.host : socketHost },
        framebuffer: () => framebufferOf(store.snapshots, session?.connection),
        instrument: name,
        download: (name, text) => download(root, name, text),
        onClose: () => this.#close(),
      });
      // It has the keyboard now, so the panel lets it be.
      const panel = parts.get('panel');
      if (root.querySelector('.panel') !== null) panel?.toggle();
    });
  }

  #close(): void {
    const { root, overlay } = this.stage;
    const focused = root.activeElement;
    const hadKeyboard = focused !== null && this.#slot.contains(focused);
    this.remove();
    // Whoever moved on meanwhile is left alone.
    if (!hadKeyboard) return;
    if (this.#before === null) overlay.focusBadge();
    else if (this.#before.isConnected) this.#before.focus({ preventScroll: true });
  }
}

/** The size of the remote screen, as the server told it; null: not known. */
function framebufferOf(snapshots: readonly Snapshot[], connection: string | undefined): Size | null {
  const found = snapshots.find((snapshot) => snapshot.connection === connection)?.instrument;
  return found === undefined || found.width === 0 ? null : { width: found.width, height: found.height };
}
