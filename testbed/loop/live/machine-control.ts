import { startEcho } from './echo.ts';

/** So late a tick or an echo says that the machine had other things to do. */
export const LATE_MS = 50;
/** What is measured so soon after that may come from it. */
export const DISTURBED_FOR_MS = 2000;

/**
 * Tells what the machine does to a measurement from what the link does. The control is a byte sent to a process that
 * sends it back, beside everything that is measured: when that is late, or a tick is, the machine was busy.
 */
export class MachineControl {
  #disturbedAtMs = Number.NEGATIVE_INFINITY;
  #worstMs = 0;

  /** Something that should take no time took so long. */
  late(ms: number, nowMs: number): void {
    this.#worstMs = Math.max(this.#worstMs, ms);
    if (ms > LATE_MS) this.#disturbedAtMs = nowMs;
  }

  isDisturbed(nowMs: number): boolean {
    return nowMs - this.#disturbedAtMs < DISTURBED_FOR_MS;
  }

  /** The latest since the last call. */
  takeWorstMs(): number {
    const worstMs = this.#worstMs;
    this.#worstMs = 0;
    return worstMs;
  }
}

const CONTROL_PERIOD_MS = 50;

/** Sends the control bytes. Returns the way to stop. */
export function watchMachine(control: MachineControl): () => void {
  let sentAtMs: number | null = null;
  let dueMs = performance.now() + CONTROL_PERIOD_MS;
  const echo = startEcho(() => {
    const nowMs = performance.now();
    if (sentAtMs !== null) control.late(nowMs - sentAtMs, nowMs);
    sentAtMs = null;
  });
  const timer = setInterval(() => {
    const nowMs = performance.now();
    control.late(Math.max(0, nowMs - dueMs), nowMs);
    dueMs = nowMs + CONTROL_PERIOD_MS;
    if (sentAtMs !== null) control.late(nowMs - sentAtMs, nowMs);
    else {
      sentAtMs = nowMs;
      echo.send();
    }
  }, CONTROL_PERIOD_MS);
  return () => {
    clearInterval(timer);
    echo.stop();
  };
}
