/**
 * What goes out before a close. websockify drops what it reads together with the close, and what is not let go of
 * stays down at the instrument.
 */
const HEAD_START_MS = 50;
/** As many looks at the clock take longer; on a clock that stands still they are the end. */
const MAX_LOOKS = 1_000_000;

/** Waits, with the thread, until what was just sent is on its way. */
export function headStart(nowMs: () => number): void {
  const untilMs = nowMs() + HEAD_START_MS;
  for (let look = 0; look < MAX_LOOKS && nowMs() < untilMs; look++);
}
