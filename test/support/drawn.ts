/**
 * Preact has drawn, its effects have run, and what they changed is drawn too. Counts turns of the event loop, which
 * come in order on any machine, and no milliseconds, which do not.
 */
export async function drawn(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    // Animation frames are immediates here.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
