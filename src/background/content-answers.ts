import type { QualityChoice } from '../model/codec/quality-policy.ts';
import { MAX_PROFILES } from '../model/policy/instrument-profile.ts';
import { type Feature, isDisabled } from '../model/policy/managed-policy.ts';
import { covers, wildness } from '../model/policy/profile-binding.ts';
import { sitePolicy } from '../model/policy/settings.ts';
import type { FromContent, OverlayPart, SaveOutcome, SiteSettings } from '../model/port/extension-message.ts';
import type { AnsweringParts } from './answering-parts.ts';
import type { SendingDocument } from './message-sender.ts';
import { putInto, putSwitchedOff } from './script-injection.ts';
import { withBuiltIn, withDocument, withProblems, withReports } from './tab-record.ts';
import type { UserChanges } from './user-changes.ts';

/** What content scripts ask the background, and what they are told. */
export class ContentAnswers {
  readonly #parts: AnsweringParts;
  readonly #changes: UserChanges;

  constructor(parts: AnsweringParts, changes: UserChanges) {
    this.#parts = parts;
    this.#changes = changes;
  }

  /** @param from the document that asks, as the browser names it */
  async to(message: FromContent, from: SendingDocument): Promise<unknown> {
    const { tabId, origin, isPrivate, ...document } = from;
    const source = async (...features: readonly Feature[]) => ({
      origin,
      // What a facility has switched off leaves as little behind as a private window.
      isPrivate: isPrivate || (await this.#parts.settings.isOff(...features)),
    });
    switch (message.type) {
      case 'site-settings':
        await this.#parts.records.change(tabId, (tab) => withDocument(tab, document));
        return this.#siteSettings(from);
      case 'report':
        return this.#parts.records.change(tabId, (tab) => withReports(tab, document, message.reports));
      case 'built-in':
        return this.#parts.records.change(tabId, (tab) => withBuiltIn(tab, document));
      case 'page-fault':
        return this.#parts.records.change(tabId, (tab) => withProblems(tab, document, message.problems));
      case 'record':
        return this.#parts.recorder.add(message, await source('records'));
      case 'trace':
        return this.#parts.traces.add(message, await source('records', 'traces'));
      case 'journal':
        return this.#parts.journals.tell(message, from);
      case 'left-journal':
        return this.#parts.journals.left(message, from);
      case 'session-model':
        return this.#parts.reports.add(message, await source('records'));
      case 'rate-session':
        return this.#parts.reports.rate(message.session, message.rating, await source('records'));
      case 'session-facts':
        return this.#parts.reports.facts(message.session, await source('records'));
      case 'portal-profiles':
        return this.#parts.profiles.list(origin);
      case 'save-profile':
        return this.#changes.saveProfile(message, origin);
      case 'set-quality':
        return this.#setQuality(message.choice, from);
      case 'show-overlay':
        return this.#showOverlay(from);
      case 'ready-relays':
        return this.#parts.rooms.ready();
      case 'start-room-here':
        return this.#parts.rooms.startHere(from, message.connection, message.relayHost);
      case 'open-room-page':
        return this.#parts.rooms.openPage(from);
      case 'show-part':
        return this.#showPart(message.part, from);
      default:
        return message satisfies never;
    }
  }

  async #showOverlay(from: SendingDocument): Promise<boolean> {
    const { managed } = await this.#parts.settings.read();
    const off = partsOff(managed.disabled);
    const isThere = await putInto(this.#parts.api.scripting, from, 'overlay.js');
    if (off.length > 0) await putSwitchedOff(this.#parts.api.scripting, from, off);
    return isThere;
  }

  /** In the place of a part that the facility has switched off comes one that says so. */
  async #showPart(part: OverlayPart, from: SendingDocument): Promise<boolean> {
    const { managed } = await this.#parts.settings.read();
    const off = partsOff(managed.disabled);
    return off.includes(part)
      ? putSwitchedOff(this.#parts.api.scripting, from, off)
      : putInto(this.#parts.api.scripting, from, `${part}.js`);
  }

  /** For the document's own site, which the browser names: a page must not be able to choose for another one. */
  async #setQuality(choice: QualityChoice, { host }: SendingDocument): Promise<SaveOutcome> {
    if (host !== null) return this.#changes.made(this.#parts.own.setQuality(host, choice));
    return { type: 'unreadable', problems: [{ path: '', code: 'missing', expected: 'a value' }] };
  }

  async #siteSettings(from: SendingDocument): Promise<SiteSettings> {
    const { host, origin } = from;
    const { settings, problems, managed } = await this.#parts.settings.read();
    const own = isDisabled(managed, 'profiles') ? [] : await this.#parts.profiles.forOrigin(origin);
    const given = managed.profiles
      .filter(({ binding }) => origin !== null && covers(binding.portal, origin))
      .sort((one, other) => wildness(one.binding.portal) - wildness(other.binding.portal));
    return {
      policy: host === null ? settings.policy : sitePolicy(settings, host),
      // Of several that fit the first is in force: the facility's.
      profiles: [...given, ...own].slice(0, MAX_PROFILES),
      problemCount: problems.length,
      relayHost: await this.#parts.rooms.relayHostOf(from),
    };
  }
}

/** What of the overlay belongs to features. */
function partsOff(disabled: readonly Feature[]): readonly OverlayPart[] {
  const parts = { rooms: 'room', drawing: 'draw', quality: 'quality', profiles: 'editor' } as const;
  return disabled.flatMap((feature) => (feature === 'traces' || feature === 'records' ? [] : parts[feature]));
}
