import type { OverlayPart } from '../model/port/extension-message.ts';
import type { ExtensionApi } from './extension-api.ts';
import type { SendingDocument } from './message-sender.ts';

declare global {
  /** Parts of the overlay that the facility has switched off, for the script that says so. */
  var riceSwitchedOff: readonly OverlayPart[] | undefined;
}

/** Says in a document what is switched off, where its overlay is. @returns whether it could be said */
export async function putSwitchedOff(
  scripting: ExtensionApi['scripting'],
  from: SendingDocument,
  parts: readonly OverlayPart[],
): Promise<boolean> {
  const { tabId, frameId, documentId } = from;
  const target = documentId === null ? { frameIds: [frameId] } : { documentIds: [documentId] };
  // Runs in the document: of what is written here it sees its argument alone.
  const tell = (off: readonly OverlayPart[]): void => {
    globalThis.riceSwitchedOff = off;
  };
  try {
    await scripting.executeScript({
      target: { tabId, ...target },
      func: tell,
      args: [parts],
      injectImmediately: true,
    });
  } catch {
    return false;
  }
  return putInto(scripting, from, 'switched-off.js');
}

/**
 * Runs a file of ours in the document that asked, and nowhere else.
 * @returns whether it ran: a sandboxed frame may refuse, and then toolbar and popup are all there is
 */
export async function putInto(
  scripting: ExtensionApi['scripting'],
  { tabId, frameId, documentId }: SendingDocument,
  file: `${'overlay' | 'switched-off' | OverlayPart}.js`,
): Promise<boolean> {
  const inject = (target: { documentIds: string[] } | { frameIds: number[] }) =>
    scripting.executeScript({ target: { tabId, ...target }, files: [`/${file}`], injectImmediately: true });
  try {
    await inject(documentId === null ? { frameIds: [frameId] } : { documentIds: [documentId] });
    return true;
  } catch (error) {
    console.warn(`[injection] ${file} into tab ${tabId}, frame ${frameId}: ${String(error)}`);
    return false;
  }
}
