import type { GuardCommand } from '../../model/gate/command.ts';
import { HoldLog } from '../diagnostics/hold-log.ts';
import { mountSafety } from '../safety/safety.tsx';
import type { Port } from '../surroundings.ts';
import type { Part, Stage } from './stage.ts';

/**
 * Keeps the one set of safety controls where it can be reached: beside the warning, and in the panel while that is
 * open, since the panel is the way in by keyboard.
 */
export class SafetyDock implements Part {
  readonly #slot = document.createElement('div');
  readonly #stops: readonly (() => void)[];

  constructor(
    private readonly stage: Stage,
    port: Pick<Port, 'command'>,
  ) {
    const { messages, store } = stage;
    const nowMs = (): number => performance.now();
    const holds = new HoldLog();
    stage.holds = holds;
    this.#place();
    // The panel's place for this comes and goes with the panel.
    const observer = new MutationObserver(() => this.#place());
    observer.observe(stage.root, { childList: true, subtree: true });
    this.#stops = [
      () => observer.disconnect(),
      mountSafety(this.#slot, {
        messages,
        store,
        port,
        nowMs,
        onCommand: (command) => this.#onCommand(command),
        // Its answer is the first thing in the panel.
        onWhy: () => stage.openPart('panel'),
      }),
      store.watch(() => holds.record(store.snapshots, Date.now())),
    ];
  }

  /** It comes and goes by itself. */
  toggle(): void {}

  remove(): void {
    for (const stop of this.#stops) stop();
    this.#slot.remove();
  }

  #place(): void {
    const { root } = this.stage;
    const home = root.querySelector('.safety-home') ?? root.querySelector('.safety-slot');
    if (home !== null && this.#slot.parentNode !== home) home.append(this.#slot);
  }

  /** Whoever began an override by keyboard wants the keyboard on the picture, and has ten seconds. */
  #onCommand(command: GuardCommand): void {
    const { root, parts } = this.stage;
    const byKeyboard = this.#slot.contains(root.activeElement);
    if (command.type !== 'override' || !byKeyboard || this.#slot.closest('.panel') === null) return;
    // Not before the key is up: the picture must not see it.
    window.addEventListener('keyup', () => parts.get('panel')?.toggle(), { once: true, capture: true });
  }
}
