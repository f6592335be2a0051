/** Calls back before every frame the window draws. Returns the way to stop. */
export function everyFrame(callback: () => void): () => void {
  let frame = 0;
  const next = (): void => {
    callback();
    frame = requestAnimationFrame(next);
  };
  frame = requestAnimationFrame(next);
  return () => cancelAnimationFrame(frame);
}
