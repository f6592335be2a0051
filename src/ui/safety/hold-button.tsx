import { Component, type JSX, type TargetedEvent } from 'preact';
import { Hold } from './hold.ts';

/** How often is looked whether it has been held long enough. */
const LOOK_EVERY_MS = 50;
const KEYS = [' ', 'Enter'];

export interface HoldButtonProps {
  readonly text: string;
  /** Why it cannot be held now; then it is named and does nothing. */
  readonly obstacle: string | null;
  readonly nowMs: () => number;
  /** It began, is half done, was let go of too early, was held long enough. */
  readonly onStep: (step: 'begun' | 'half' | 'early' | 'done') => void;
}

interface HoldButtonState {
  readonly ratio: number;
}

type ButtonEvent<E extends Event> = TargetedEvent<HTMLButtonElement, E>;

/**
 * A button that acts when it has been held by one pointer or one key, without a pause, on this very spot. Only what
 * the browser itself vouches for counts: a script of the page can make events, but no trusted ones.
 */
export class HoldButton extends Component<HoldButtonProps, HoldButtonState> {
  override state: HoldButtonState = { ratio: 0 };
  readonly #hold = new Hold();
  #stop: (() => void) | null = null;
  #toldHalf = false;

  override render(): JSX.Element {
    const { text, obstacle } = this.props;
    const { ratio } = this.state;
    return (
      <>
        <button
          type="button"
          class="hold"
          aria-disabled={obstacle !== null}
          aria-describedby="safety-obstacle"
          style={{ '--held': String(ratio) }}
          onPointerDown={this.#pointerDown}
          onPointerLeave={this.#letGo}
          onPointerCancel={this.#letGo}
          onContextMenu={(event) => event.preventDefault()}
          onKeyDown={this.#keyDown}
          onBlur={this.#letGo}
        >
          <span>{text}</span>
        </button>
        <span id="safety-obstacle" class="obstacle">
          {obstacle}
        </span>
      </>
    );
  }

  override componentDidUpdate(): void {
    if (this.props.obstacle !== null) this.#letGo();
  }

  override componentWillUnmount(): void {
    this.#stop?.();
  }

  readonly #pointerDown = (event: ButtonEvent<PointerEvent>): void => {
    if (!event.isPrimary || event.button !== 0) return;
    // A finger is captured by what it touched and would never be seen to leave it.
    const { currentTarget, pointerId } = event;
    if (currentTarget.hasPointerCapture?.(pointerId)) currentTarget.releasePointerCapture(pointerId);
    this.#begin(event, `pointer ${pointerId}`);
  };

  readonly #keyDown = (event: ButtonEvent<KeyboardEvent>): void => {
    if (!KEYS.includes(event.key)) return;
    // Neither a click nor a scroll.
    event.preventDefault();
    if (!event.repeat) this.#begin(event, `key ${event.key}`);
  };

  readonly #letGo = (): void => this.#end();

  #begin(event: Event, by: string): void {
    if (!event.isTrusted || this.props.obstacle !== null || this.#hold.phase !== 'idle') return;
    this.#hold.begin(by, this.props.nowMs());
    this.#toldHalf = false;
    this.#stop = this.#watch();
    this.props.onStep('begun');
  }

  #end(by?: string): void {
    if (!this.#hold.end(by)) return;
    this.#stop?.();
    this.setState({ ratio: 0 });
    this.props.onStep('early');
  }

  readonly #look = (): void => {
    const { nowMs, onStep } = this.props;
    const phase = this.#hold.look(nowMs());
    this.setState({ ratio: this.#hold.ratio });
    if (phase === 'holding' && this.#hold.ratio >= 0.5 && !this.#toldHalf) {
      this.#toldHalf = true;
      onStep('half');
    }
    if (phase !== 'done') return;
    this.#stop?.();
    this.#hold.end();
    this.setState({ ratio: 0 });
    onStep('done');
  };

  /** A release counts wherever it is, and whoever looks away lets go: another window, another tab. */
  #watch(): () => void {
    const timer = setInterval(this.#look, LOOK_EVERY_MS);
    const stop = new AbortController();
    const { signal } = stop;
    const pointerUp = ({ pointerId }: PointerEvent): void => this.#end(`pointer ${pointerId}`);
    const capture = { signal, capture: true };
    window.addEventListener('pointerup', pointerUp, capture);
    window.addEventListener('pointercancel', pointerUp, capture);
    window.addEventListener('keyup', ({ key }) => this.#end(`key ${key}`), capture);
    window.addEventListener('blur', this.#letGo, { signal });
    window.addEventListener('pagehide', this.#letGo, { signal });
    document.addEventListener('visibilitychange', this.#letGo, { signal });
    return () => {
      clearInterval(timer);
      stop.abort();
      this.#stop = null;
    };
  }
}
