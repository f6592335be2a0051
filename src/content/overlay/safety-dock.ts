import type { GuardCommand } from '../../model/gate/command.ts';
import { mountSafety } from '../../ui/safety/safety.tsx';
import type { Link } from '../link/handoff.ts';
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
    link: Pick<Link, 'command'>,
  ) {
    const { messages, store } = stage;
    const nowMs = (): number => performance.now();
    this.#place();
    // The panel's place for this comes and goes with the panel.
    const observer = new MutationObserver(() => this.#place());
    observer.observe(stage.root, { childList: true, subtree: true });
    this.#stops = [
      () => observer.disconnect(),
      mountSafety(this.#slot, {
        messages,
        store,
        port: link,
        nowMs,
        onCommand: (command) => this.#onCommand(command),
      }),
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
