import type { RoomStatus } from '../../model/port/room-view.ts';
import { mountPointers, type PointerLayer } from '../../ui/room/pointer-layer.ts';
import { mountRoom, type RoomOverlay } from '../../ui/room/room-overlay.tsx';
import type { Part, Stage } from '../../ui/stage/stage.ts';
import { findWholePicture } from './picture-finder.ts';
import { watchPointer } from './pointer-watch.ts';
import type { RoomLine } from './room-line.ts';
import { originStorage } from './surroundings.ts';

/** Shows the room of this document's session: who has control, and what others point at. */
export class RoomDock implements Part {
  readonly #slot = document.createElement('div');
  readonly #strip: RoomOverlay;
  readonly #pointers: PointerLayer;
  #status: RoomStatus = { type: 'none', relays: [] };
  #unwatch: (() => void) | undefined;
  /** What had the keyboard before it was put on the strip. */
  #before: HTMLElement | null = null;
  readonly #stop: () => void;

  constructor(
    private readonly stage: Pick<Stage, 'root' | 'messages' | 'store' | 'press' | 'addSlot' | 'openPart'>,
    private readonly line: RoomLine,
  ) {
    const { messages, store } = stage;
    const nowMs = (): number => performance.now();
    // Below all else of the overlay: a pointer must not lie over a warning.
    const layer = stage.addSlot();
    layer.className = 'room-pointers';
    layer.parentNode?.prepend(layer);
    this.#pointers = mountPointers(layer, { messages, nowMs, findPicture: () => this.#findPicture() });
    // On the warning's side of the window, nearest to its edge, where no warning covers it and it covers none.
    stage.root.querySelector('.room-slot')?.append(this.#slot);
    this.#strip = mountRoom(this.#slot, {
      messages,
      store,
      storage: originStorage,
      nowMs,
      act: (act) => line.act(act),
      start: (relayHost) => void this.#start(relayHost),
      openPanel: () => void this.#openPanel(),
      draw: () => stage.openPart('draw'),
      leave: () => this.#giveBack(),
      isClipped: () => this.#findPicture() === null,
    });
    this.#stop = line.subscribe((status) => this.#show(status ?? { type: 'none', relays: [] }));
  }

  /** There is a room, or was one that is still told of. */
  get hasRoom(): boolean {
    return this.#status.type !== 'none';
  }

  /** With a room the keyboard goes to the strip, or back; without one, one can be begun. */
  toggle(): void {
    const { activeElement } = document;
    if (this.#slot.contains(this.stage.root.activeElement)) {
      this.#giveBack();
      return;
    }
    const before = activeElement instanceof HTMLElement && activeElement !== this.stage.root.host;
    this.#before = before ? activeElement : null;
    // A key that is down goes up in the page it went down in, or the remote computer would hold it for ever.
    this.stage.press.whenFree(() => {
      if (this.#status.type !== 'none') this.#strip.focus();
      else void this.#offer();
    });
  }

  remove(): void {
    this.#stop();
    this.#unwatch?.();
    this.#strip.remove();
    this.#pointers.remove();
    this.#slot.remove();
  }

  #show(status: RoomStatus): void {
    this.#status = status;
    this.#strip.show(status);
    if (status.type === 'in') {
      const { people, pointers, self } = status.room;
      this.#pointers.show(people, pointers, self);
      this.#unwatch ??= watchPointer(window, {
        host: this.stage.root.host,
        findPicture: () => this.#findPicture(),
        nowMs: () => performance.now(),
        point: (place) => this.line.point(place),
      });
    } else {
      this.#pointers.show([], [], '');
      this.#unwatch?.();
      this.#unwatch = undefined;
    }
  }

  async #offer(): Promise<void> {
    const relays = await this.line.readyRelays();
    if (this.#status.type !== 'none') return;
    this.#strip.show({ type: 'none', relays });
    this.#strip.toggleOffer();
  }

  async #start(relayHost: string): Promise<void> {
    const { snapshot } = this.stage.store.picture;
    const outcome = snapshot === null ? undefined : await this.line.start(snapshot.connection, relayHost);
    if (outcome?.type !== 'joining') this.#strip.tell('uiRoomNotStarted');
  }

  async #openPanel(): Promise<void> {
    if ((await this.line.openPage()) === 'by-hand') this.#strip.tell('uiRoomByHand');
  }

  #giveBack(): void {
    const { root } = this.stage;
    const panel = root.querySelector<HTMLElement>('.panel');
    if (this.#before?.isConnected) this.#before.focus({ preventScroll: true });
    else if (panel !== null) panel.focus();
    else if (root.activeElement instanceof HTMLElement) root.activeElement.blur();
  }

  /** null: there is none, or only a part of the remote screen is on the page, and nobody knows which. */
  #findPicture() {
    return findWholePicture(document, this.stage.store.snapshots);
  }
}
