import { raiseStage } from '../../ui/stage/stage.ts';
import { findLink, type Link } from '../link/handoff.ts';
import { extension } from './extension.ts';
import { findStage, setStage } from './stage.ts';
import { extensionMessages, originStorage } from './surroundings.ts';

/**
 * The safety part is asked for until it comes: without it there is nothing to decide with. Not only when there is
 * something to decide: when the extension is updated under the page it cannot come any more, nor can any text that it
 * has not looked up by then.
 */
const ASK_AGAIN_MS = 3_000;

/** Puts the overlay into this document. */
function show(link: Link): void {
  const stage = raiseStage(
    { port: link, messages: extensionMessages(), storage: originStorage },
    // Resolves when the part's script has run. async, because it throws at once when the extension is gone.
    async (part) => extension.runtime.sendMessage({ type: 'show-part', part }),
    () => {
      setStage(undefined);
      extension.runtime.onMessage.removeListener(onMessage);
      stopWatching();
    },
  );
  setStage(stage);
  /** The background's keyboard shortcuts: the remote desktop takes Tab, so there is no other way in by keyboard. */
  const onMessage = (message: unknown): undefined => {
    for (const part of ['panel', 'draw'] as const) {
      if (Reflect.get(Object(message), 'type') === `open-${part}`) stage.openPart(part);
    }
    return undefined;
  };
  extension.runtime.onMessage.addListener(onMessage);
  let askedAtMs = Number.NEGATIVE_INFINITY;
  const stopWatching = stage.store.watch(() => {
    if (stage.parts.has('safety') || performance.now() - askedAtMs < ASK_AGAIN_MS) return;
    askedAtMs = performance.now();
    stage.openPart('safety');
  });
}

/** Only where a session is, and only once: the background may put this script in a second time. */
function begin(link: Link): void {
  const unsubscribe = link.subscribe((snapshots) => {
    if (snapshots.length === 0) return;
    // Not while the link is calling its listeners, the first time even before it has returned the way to stop.
    queueMicrotask(() => {
      unsubscribe();
      if (findStage() === undefined) show(link);
    });
  });
}

const link = findLink();
if (link !== undefined) begin(link);
