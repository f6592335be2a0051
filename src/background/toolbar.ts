import type { MessageKey, Text } from '../ui/message-key.ts';
import type { ExtensionApi } from './extension-api.ts';
import type { ToolbarFace } from './toolbar-face.ts';

/** Draws faces on the toolbar button: the one place a page cannot paint over. */
export class Toolbar {
  readonly #action: ExtensionApi['action'];
  readonly #text: Text;

  constructor(action: ExtensionApi['action'], text: Text) {
    this.#action = action;
    this.#text = text;
  }

  /**
   * @param tabId undefined: wherever no tab has a face of its own
   * @param addition what the title says besides
   */
  async show(face: ToolbarFace, tabId?: number, addition?: MessageKey): Promise<void> {
    const title =
      addition === undefined ? this.#text(face.title) : this.#text(addition, this.#text(face.title));
    const where = tabId === undefined ? {} : { tabId };
    // A tab may be gone before its face is drawn: the browser then rejects, and nothing is lost.
    await Promise.allSettled([
      this.#action.setBadgeText({ ...where, text: face.badge }),
      this.#action.setBadgeBackgroundColor({ ...where, color: face.badgeColor }),
      this.#action.setBadgeTextColor({ ...where, color: '#ffffff' }),
      this.#action.setTitle({ ...where, title }),
      this.#action.setIcon({ ...where, path: iconPaths(face) }),
    ]);
  }
}

function iconPaths(face: ToolbarFace): Record<number, string> {
  return { 16: `/icons/${face.icon}-16.png`, 32: `/icons/${face.icon}-32.png` };
}
