import type { BoardChange, SaidChange } from '../../model/annotation/board-change.ts';
import type { LivePiece } from '../../model/annotation/live-piece.ts';
import type { RoomStatus } from '../../model/port/room-view.ts';
import type { MemberId } from '../../model/room/member.ts';
import type { DrawRoom, DrawSurroundings, DrawUi } from '../../ui/draw/surroundings.ts';
import { download } from '../../ui/stage/file-download.ts';
import type { Part, Stage } from '../../ui/stage/stage.ts';
import { InterruptionWatch } from './draw-interruption.ts';
import { type ViewFinder, watchView } from './draw-view-finder.ts';
import { everyFrame } from './every-frame.ts';
import { shieldPage } from './page-shield.ts';

/** What drawing needs of the room of this document's session. */
export interface DrawLine {
  /** Calls the listener now and on change; null: no room. Returns the way to stop. */
  subscribe(listener: (status: RoomStatus | null) => void): () => void;
  /**
   * Calls `drawn` with all that stands, then with each change, after a break with all of it again; and `piece` with
   * what is being drawn. Returns the way to stop.
   */
  onDrawing(
    drawn: (changes: readonly SaidChange[]) => void,
    piece: (from: MemberId, piece: LivePiece) => void,
  ): () => void;
  say(change: BoardChange): void;
  live(piece: LivePiece): void;
}

export interface DrawDockParts {
  readonly stage: Pick<Stage, 'root' | 'messages' | 'store' | 'press' | 'parts' | 'addSlot'> & {
    readonly overlay: Pick<Stage['overlay'], 'focusBadge'>;
  };
  readonly line: DrawLine;
  readonly storage: DrawSurroundings['storage'];
  readonly mount: (slot: HTMLElement, surroundings: DrawSurroundings) => DrawUi;
}

/** Shows what was drawn over the picture; while draw mode is on, the picture gets no input. */
export class DrawDock implements Part {
  readonly #parts: DrawDockParts;
  readonly #slot: HTMLElement;
  readonly #finder: ViewFinder;
  readonly #ui: DrawUi;
  readonly #interruptions = new InterruptionWatch();
  readonly #stops: readonly (() => void)[];
  #status: RoomStatus | null = null;
  #people = '';
  #unshield: (() => void) | undefined;
  /** Draw mode is on, or waits for what is pressed on the page. */
  #wanted = false;
  /** What had the keyboard before; null: the overlay. */
  #before: HTMLElement | null = null;

  constructor(parts: DrawDockParts) {
    this.#parts = parts;
    const { stage, line, storage, mount } = parts;
    const { root, messages, store } = stage;
    const nowMs = (): number => performance.now();
    this.#slot = stage.addSlot();
    // It covers the picture: everything else of the overlay stays above it.
    this.#slot.parentNode?.prepend(this.#slot);
    this.#finder = watchView(root.ownerDocument, store, nowMs);
    this.#ui = mount(this.#slot, {
      messages,
      nowMs,
      wallMs: () => Date.now(),
      storage,
      findView: () => this.#finder.find(),
      everyFrame,
      room: () => this.#room,
      say: (change) => line.say(change),
      live: (piece) => line.live(piece),
      capture: () => this.#finder.capture(),
      download: (name, content) => download(root, name, content),
      onModeEnd: () => this.#left(),
    });
    this.#stops = [
      line.subscribe((status) => this.#heard(status)),
      line.onDrawing(
        (changes) => this.#ui.drawn(changes),
        (from, piece) => this.#ui.pieceOf(from, piece),
      ),
      store.watch(() => this.#look()),
    ];
  }

  /** Begins to draw, or ends it. */
  toggle(): void {
    if (!this.#wanted) this.#begin();
    else this.#end();
  }

  remove(): void {
    for (const stop of this.#stops) stop();
    this.#wanted = false;
    this.#ui.remove();
    this.#finder.stop();
    this.#release();
    this.#slot.remove();
  }

  get #room(): DrawRoom | null {
    if (this.#status?.type !== 'in') return null;
    const { self, people } = this.#status.room;
    return { self, people };
  }

  #begin(): void {
    this.#wanted = true;
    const { stage } = this.#parts;
    // What is down goes up in the page it went down in, or the remote computer would hold it for ever.
    stage.press.whenFree(() => {
      if (!this.#wanted || this.#ui.isOn) return;
      const { root, store, parts } = stage;
      const { activeElement } = root.ownerDocument;
      this.#before =
        activeElement instanceof HTMLElement && activeElement !== root.host ? activeElement : null;
      // Where nobody knows what part of the screen is seen, the pointer over the picture tells it.
      this.#unshield ??= shieldPage(window, root.host, () => this.#finder.find() === null);
      this.#interruptions.begin(store.snapshots, this.#status);
      this.#ui.begin();
      // Drawing has the keyboard now, so the panel lets it be.
      if (root.querySelector('.panel') !== null) parts.get('panel')?.toggle();
    });
  }

  #end(): void {
    this.#ui.end();
    // Also where it waited still, and had not begun.
    this.#left();
  }

  /** Draw mode is over, whoever ended it. */
  #left(): void {
    if (!this.#wanted) return;
    this.#wanted = false;
    this.#release();
    const { root, overlay } = this.#parts.stage;
    const { activeElement, body } = root.ownerDocument;
    const isOnSlot = root.activeElement === null || this.#slot.contains(root.activeElement);
    // Whoever moved on meanwhile is left alone.
    if (!isOnSlot || (activeElement !== root.host && activeElement !== body && activeElement !== null))
      return;
    if (this.#before === null) overlay.focusBadge();
    else if (this.#before.isConnected) this.#before.focus({ preventScroll: true });
  }

  #release(): void {
    this.#unshield?.();
    this.#unshield = undefined;
  }

  #heard(status: RoomStatus | null): void {
    const hadRoom = this.#room !== null;
    this.#status = status;
    const people = JSON.stringify(this.#room);
    if (people !== this.#people) {
      this.#people = people;
      if (hadRoom || this.#room !== null) this.#ui.roomChanged();
    }
    this.#look();
  }

  #look(): void {
    if (!this.#ui.isOn) return;
    const why = this.#interruptions.look(this.#parts.stage.store.snapshots, this.#status);
    if (why === null) return;
    this.#ui.interrupt(why);
    if (!this.#ui.isOn) this.#left();
  }
}
