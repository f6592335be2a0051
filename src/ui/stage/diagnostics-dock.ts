import type { RoomStatus } from '../../model/port/room-view.ts';
import {
  type DiagnosticsGround,
  type DiagnosticsOptions,
  type DiagnosticsUi,
  mountDiagnostics,
} from '../diagnostics/diagnostics.tsx';
import { download } from './file-download.ts';
import type { Part, Stage } from './stage.ts';

/** What is set for this site; nulls: not known. */
export type SettingsInForce = Pick<DiagnosticsGround, 'policy' | 'settingsProblems'>;

const UNKNOWN: SettingsInForce = { policy: null, settingsProblems: null };

export interface DiagnosticsDockParts {
  readonly stage: Pick<Stage, 'root' | 'messages' | 'store' | 'holds'>;
  /** Calls the listener now and on change; null: no room. Returns the way to stop. */
  readonly onRoom: (listener: (status: RoomStatus | null) => void) => () => void;
  /** Rejects when nobody answers. */
  readonly ask: () => Promise<SettingsInForce>;
  readonly about: DiagnosticsOptions['about'];
  readonly copy: (text: string) => Promise<void>;
}

/** Keeps "why is my input ignored?" in the panel while that is open, and asks then what is set for this site. */
export class DiagnosticsDock implements Part {
  readonly #parts: DiagnosticsDockParts;
  readonly #part = document.createElement('div');
  readonly #ui: DiagnosticsUi;
  readonly #stops: readonly (() => void)[];
  #ground: DiagnosticsGround = { ...UNKNOWN, lock: null };
  #shownConnection: string | undefined;
  #shownHome: HTMLElement | null = null;

  constructor(parts: DiagnosticsDockParts) {
    this.#parts = parts;
    const { root, messages, store } = parts.stage;
    this.#ui = mountDiagnostics(this.#part, {
      messages,
      store,
      holds: () => parts.stage.holds,
      ground: () => this.#ground,
      connection: () => this.#home?.dataset['connection'],
      about: parts.about,
      nowMs: () => performance.now(),
      epochMs: () => Date.now(),
      copy: parts.copy,
      save: (text) => download(root, 'rice-diagnostics.json', text),
    });
    // The panel's place for this comes and goes with the panel, and so does the connection it speaks of.
    const observer = new MutationObserver(() => this.#place());
    observer.observe(root, { childList: true, subtree: true, attributeFilter: ['data-connection'] });
    this.#stops = [
      () => observer.disconnect(),
      parts.onRoom((status) => {
        this.#ground = { ...this.#ground, lock: lockOf(status) };
      }),
    ];
    this.#place();
  }

  /** It comes and goes with the panel. */
  toggle(): void {}

  remove(): void {
    for (const stop of this.#stops) stop();
    this.#ui.remove();
    this.#part.remove();
  }

  get #home(): HTMLElement | null {
    return this.#parts.stage.root.querySelector<HTMLElement>('.why-home');
  }

  #place(): void {
    const home = this.#home;
    const connection = home?.dataset['connection'];
    if (home === this.#shownHome && connection === this.#shownConnection) return;
    const isOpened = home !== null && home !== this.#shownHome;
    this.#shownHome = home;
    this.#shownConnection = connection;
    if (!isOpened) {
      this.#ui.draw();
      return;
    }
    home.append(this.#part);
    this.#ui.opened();
    void this.#ask();
  }

  async #ask(): Promise<void> {
    const settings = await this.#parts.ask().catch(() => UNKNOWN);
    this.#ground = { ...this.#ground, ...settings };
    this.#ui.draw();
  }
}

/** Whoever joins, or joins again, hears nothing of control yet. */
function lockOf(status: RoomStatus | null): DiagnosticsGround['lock'] {
  if (status?.type !== 'in') return status?.type === 'joining' ? 'lost' : null;
  return status.room.lostMs === null ? status.room.lock.phase.type : 'lost';
}
