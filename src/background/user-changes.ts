import type { ToLink } from '../model/port/extension-message.ts';
import type { ProfileOutcome, SaveProfile } from '../model/port/profile-message.ts';
import type { AnsweringParts } from './answering-parts.ts';

/** What users change: saved, and in force at once. */
export class UserChanges {
  readonly #parts: AnsweringParts;

  constructor(parts: AnsweringParts) {
    this.#parts = parts;
  }

  /** @param origin of the page that asks; undefined: one of the extension's own */
  async saveProfile({ id, profile }: SaveProfile, origin?: string | null): Promise<ProfileOutcome> {
    if (await this.#parts.settings.isOff('profiles')) return { type: 'managed' };
    return this.made(this.#parts.profiles.save(id, profile, origin));
  }

  /** To be called with what is being saved: resolves when it is in force. */
  async made<Outcome>(changing: Promise<Outcome>): Promise<Outcome> {
    const outcome = await changing;
    await this.takeEffect();
    return outcome;
  }

  /** What was set takes effect: in the registered scripts, and in the documents that run now. */
  async takeEffect(): Promise<void> {
    await this.#parts.reconcile();
    for (const [tabId, { frames }] of await this.#parts.records.all()) {
      for (const { frameId } of frames) {
        const message: ToLink = { type: 'settings-changed' };
        // The document may be gone by now.
        await this.#parts.api.tabs.sendMessage(tabId, message, { frameId }).catch(() => undefined);
      }
    }
  }
}
