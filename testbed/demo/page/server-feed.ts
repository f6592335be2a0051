import type { PortalState } from '../portal-state.ts';
import type { Quality } from '../quality.ts';

/** Questions asked to compare clocks; the quickest answer counts. */
const CLOCK_QUESTIONS = 5;

/** Hears the server's reports, which do not travel through the emulated link. */
export function listenToServer(report: (state: PortalState) => void): () => void {
  const source = new EventSource('/api/state');
  source.addEventListener('message', (event: MessageEvent<string>) => {
    // The portal's own server on its own origin: its reports are trusted to have their type.
    report(JSON.parse(event.data) as PortalState);
  });
  return () => source.close();
}

/** Asks for another link quality. */
export async function setQuality(quality: Quality): Promise<void> {
  await fetch('/api/quality', { method: 'POST', body: JSON.stringify({ quality }) });
}

/** By how much the server's clock is ahead of the page's. */
export async function clockOffsetMs(): Promise<number> {
  let bestMs = Number.POSITIVE_INFINITY;
  let offsetMs = 0;
  for (let i = 0; i < CLOCK_QUESTIONS; i++) {
    const askedMs = Date.now();
    const answer = (await (await fetch('/api/clock')).json()) as { readonly nowMs: number };
    const tookMs = Date.now() - askedMs;
    if (tookMs >= bestMs) continue;
    bestMs = tookMs;
    offsetMs = answer.nowMs - askedMs - tookMs / 2;
  }
  return offsetMs;
}
