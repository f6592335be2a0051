import type { QualityChoice } from '../model/codec/quality-policy.ts';
import { run } from '../model/decode/decode.ts';
import type { GuardCommand } from '../model/gate/command.ts';
import type { Bin } from '../model/measure/bin.ts';
import type { Policy } from '../model/policy/policy.ts';
import { qualityChoiceDecoder } from '../model/policy/quality-policy-decoder.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { BinFeed } from '../ui/analyst/bin-feed.ts';
import qualityCss from '../ui/quality/quality.css?inline';
import safetyCss from '../ui/safety/safety.css?inline';
import { SessionBoard } from '../ui/session-board.ts';
import { QualityDock } from '../ui/stage/quality-dock.ts';
import { SafetyDock } from '../ui/stage/safety-dock.ts';
import { addStyle } from '../ui/stage/shadow-style.ts';
import { raiseStage, type Stage } from '../ui/stage/stage.ts';
import type { Messages, Port } from '../ui/surroundings.ts';
import type { FaultCode } from './guard-events.ts';
import { LatePart } from './late-part.ts';
import { localItem, localStorage } from './local-storage.ts';
import { messagesFrom } from './texts.ts';

const CHOICE_KEY = 'quality-choice';

/** A channel, as the overlay reaches it. */
export interface StageMember {
  command(command: GuardCommand): void;
  /** Whether its user can see the warnings. */
  setInterfered(interfered: boolean): void;
  /** The user chose another quality for this site. */
  choose(): void;
  fault(code: FaultCode, message: string): void;
  /** What is in force. */
  policy(): Policy;
}

/** The one overlay of a document, over all its guarded channels: there from the first picture until the last detach. */
export class PageStage implements Port {
  readonly detached = false;
  readonly #board = new SessionBoard();
  readonly #bins = new BinFeed();
  readonly #members = new Map<string, StageMember>();
  #texts: Promise<Messages> | null = null;
  #stage: Stage | null = null;
  #isRising = false;
  #isCovered = false;
  /** undefined: not looked up yet. */
  #choice: QualityChoice | null | undefined;

  /** What the user chose about the picture on this site; null: nothing. */
  get choice(): QualityChoice | null {
    if (this.#choice === undefined) {
      const stored = run(qualityChoiceDecoder, localItem(CHOICE_KEY));
      this.#choice = stored.ok ? stored.value : null;
    }
    return this.#choice;
  }

  /** @param texts of the overlay; those of the first channel count */
  add(connection: string, member: StageMember, texts: () => Promise<Messages>): void {
    this.#texts ??= texts();
    this.#members.set(connection, member);
    member.setInterfered(this.#isOutOfSight);
  }

  remove(connection: string): void {
    this.#members.delete(connection);
    this.#board.drop(connection);
    if (this.#members.size > 0) return;
    this.#stage?.remove();
    this.#stage = null;
    this.#texts = null;
    this.#isCovered = false;
  }

  told(snapshot: Snapshot): void {
    if (!this.#members.has(snapshot.connection) || !this.#board.put(snapshot)) return;
    if (this.#stage === null && !this.#isRising) void this.#rise();
  }

  bins(connection: string, bins: readonly Bin[]): void {
    this.#bins.put(connection, bins);
  }

  openPanel(): void {
    this.#stage?.openPart('panel');
  }

  subscribe(listener: (snapshots: readonly Snapshot[]) => void): () => void {
    return this.#board.subscribe(listener);
  }

  command(connection: string, command: GuardCommand): void {
    this.#members.get(connection)?.command(command);
  }

  setInterfered(interfered: boolean): void {
    this.#isCovered = interfered;
    this.#tellSight();
  }

  async #rise(): Promise<void> {
    this.#isRising = true;
    const messages = await (this.#texts ?? Promise.resolve(messagesFrom({}))).catch(() => {
      this.#fault('texts', 'the texts of the language did not come; English is shown');
      return messagesFrom({});
    });
    this.#isRising = false;
    if (this.#members.size === 0) return;
    try {
      this.#stage = this.#raised(messages);
    } catch (error) {
      this.#fault('overlay', `badge and warnings cannot be shown: ${String(error)}`);
    }
    this.#tellSight();
  }

  #raised(messages: Messages): Stage {
    const listening = new AbortController();
    const stage = raiseStage(
      { port: this, messages, storage: localStorage },
      // All parts there are have been put in below.
      async () => undefined,
      () => listening.abort(),
    );
    addStyle(stage.root, safetyCss);
    addStyle(stage.root, qualityCss);
    stage.parts.set('safety', new SafetyDock(stage, this));
    const quality = new QualityDock({
      stage,
      port: this,
      storage: localStorage,
      choose: async (choice) => {
        const isKept = await localStorage.set(CHOICE_KEY, choice).then(
          () => true,
          () => false,
        );
        this.#choice = choice;
        for (const member of this.#members.values()) member.choose();
        return isKept;
      },
    });
    stage.parts.set('quality', quality);
    const feed = {
      subscribe: (listener: (snapshots: readonly Snapshot[]) => void) => this.subscribe(listener),
      onBins: (listener: (connection: string, bins: readonly Bin[]) => void) =>
        this.#bins.subscribe(listener),
      recordName: () => null,
      detached: false,
    };
    const failed = (error: unknown): void =>
      this.#fault('part', `a part of the overlay did not come: ${String(error)}`);
    const analyst = new LatePart(
      async () => (await import('./analyst-part.ts')).analystPart(stage, feed),
      failed,
    );
    stage.parts.set('analyst', analyst);
    stage.parts.set(
      'panel',
      new LatePart(
        async () =>
          (await import('./panel-part.ts')).panelPart(
            stage,
            () => [...this.#members.values()].at(-1)?.policy() ?? null,
          ),
        failed,
      ),
    );
    // The session model counts from the beginning; nobody waits for it.
    analyst.toggle();
    /** The extension's shortcuts are the browser's; these are heard in the page. */
    const onKey = (event: KeyboardEvent): void => {
      const { altKey, shiftKey, ctrlKey, metaKey, code, repeat, isTrusted } = event;
      if (!isTrusted || !altKey || !shiftKey || ctrlKey || metaKey) return;
      if (code !== 'KeyR' && code !== 'KeyQ') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (repeat) return;
      if (code === 'KeyR') this.openPanel();
      else quality.fullQuality();
    };
    window.addEventListener('keydown', onKey, { capture: true, signal: listening.signal });
    return stage;
  }

  /** A warning that nobody sees is none: presses wait for the overlay. */
  get #isOutOfSight(): boolean {
    return this.#stage === null || this.#isCovered;
  }

  #tellSight(): void {
    for (const member of this.#members.values()) member.setInterfered(this.#isOutOfSight);
  }

  #fault(code: FaultCode, message: string): void {
    for (const member of this.#members.values()) member.fault(code, message);
  }
}

let stage: PageStage | undefined;

/** Made when it is needed. */
export function pageStage(): PageStage {
  stage ??= new PageStage();
  return stage;
}
