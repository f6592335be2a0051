import type { OverlayPart } from '../model/port/extension-message.ts';
import type { ExtensionApi } from './extension-api.ts';
import type { SendingDocument } from './message-sender.ts';

/**
 * Runs a file of ours in the document that asked, and nowhere else.
 * @returns whether it ran: a sandboxed frame may refuse, and then toolbar and popup are all there is
 */
export async function putInto(
  scripting: ExtensionApi['scripting'],
  { tabId, frameId, documentId }: SendingDocument,
  file: `${'overlay' | OverlayPart}.js`,
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
