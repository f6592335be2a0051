import { type Problem, run } from '../../model/decode/decode.ts';
import type { GuardCommand } from '../../model/gate/command.ts';
import type { ConnectionLife, SessionReport, ToBackground } from '../../model/port/extension-message.ts';
import { siteSettingsDecoder, toLinkDecoder } from '../../model/port/extension-message-decoder.ts';
import type { FromHook } from '../../model/port/hook-message.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { BinFeed, type BinListener } from '../../ui/analyst/bin-feed.ts';
import { SessionBoard } from '../../ui/session-board.ts';
import type { ExtensionApi } from './extension-api.ts';
import type { Link, LinkRoom } from './handoff.ts';
import type { HandshakeWorld } from './handshake.ts';
import { JournalRelay } from './journal-relay.ts';
import { LinkPort } from './link-port.ts';
import { OpenedSockets } from './opened-sockets.ts';
import { PageFaults } from './page-faults.ts';
import { RecordRelay } from './record-relay.ts';
import { Reporter } from './reporter.ts';
import { RoomLink } from './room-link.ts';
import { TraceRelay } from './trace-relay.ts';

/** How often is asked again what the background did not answer: it may be starting. */
const RETRY_MS = 1000;
const MAX_TRIES = 5;
/** How often it is looked whether the extension still exists. Chromium does not say when it goes. */
export const ALIVE_PERIOD_MS = 1000;

export interface PageLinkOptions {
  readonly api: ExtensionApi;
  readonly world: HandshakeWorld;
  readonly nowMs: () => number;
  /** A name for a session that no other has. */
  readonly newName: () => string;
  /** Calls back once after `delayMs`. */
  readonly later: (delayMs: number, callback: () => void) => void;
  /** JSON of the page's own session storage; null: there is none. */
  readonly stored: (key: string) => unknown;
}

/** The extension's end in one document: settings in, pictures and edges out. */
export class PageLink implements Link {
  readonly #options: PageLinkOptions;
  readonly #board = new SessionBoard();
  readonly #port: LinkPort;
  readonly #reporter: Reporter;
  readonly #recorder: RecordRelay;
  readonly #traces: TraceRelay;
  readonly #journals: JournalRelay;
  readonly #bins = new BinFeed();
  readonly #faults = new PageFaults();
  readonly #opened = new OpenedSockets();
  readonly #room: RoomLink;
  #overlayAsked = false;
  #watchesLife = false;
  #detached = false;

  constructor(options: PageLinkOptions) {
    const { api, world, nowMs, newName, later, stored } = options;
    this.#options = options;
    this.#reporter = new Reporter({ send: (reports) => this.#report(reports), later, nowMs });
    this.#recorder = new RecordRelay({
      send: (message) => api.send(message),
      newName,
      later,
      isAlive: () => this.#checkLife(),
    });
    this.#traces = new TraceRelay({
      send: (message) => api.send(message),
      nameOf: (connection) => this.#recorder.nameFor(connection),
      later,
    });
    this.#journals = new JournalRelay({
      send: (message) => api.send(message),
      ask: (message, onAnswer) => this.#ask(message, onAnswer),
      newName,
      isOpen: (connection) => this.#board.isOpen(connection),
      stored,
      onLeft: (connection, journal) => this.#port.send({ type: 'leftover', connection, journal }),
    });
    this.#room = new RoomLink({
      connect: (name) => api.connect(name),
      order: (connection, order) => this.#port.send({ type: 'seat', connection, order }),
      later,
    });
    this.#port = new LinkPort(
      world,
      nowMs,
      (message) => this.#receive(message),
      (problems) => this.#fault(problems),
    );
    api.onMessage((message) => this.#fromBackground(message));
    this.#askForSettings();
  }

  get opened(): readonly number[] {
    return this.#opened.timesMs;
  }

  get detached(): boolean {
    return this.#detached;
  }

  get room(): LinkRoom {
    return this.#room;
  }

  subscribe(listener: (snapshots: readonly Snapshot[]) => void): () => void {
    return this.#board.subscribe(listener);
  }

  onBins(listener: BinListener): () => void {
    return this.#bins.subscribe(listener);
  }

  recordName(connection: string): string | null {
    return this.#recorder.nameOf(connection);
  }

  command(connection: string, command: GuardCommand): void {
    this.#port.send({ type: 'command', connection, command });
  }

  /** The document is about to go. */
  leaving(): void {
    if (!this.#detached) this.#journals.leaving();
  }

  setInterfered(interfered: boolean): void {
    this.#port.send({ type: 'interfered', interfered });
  }

  #receive(message: FromHook): void {
    switch (message.type) {
      case 'ready':
        return;
      case 'sockets':
        this.#opened.add(message.opened, message.wallMs);
        return;
      case 'built-in':
        if (!this.#detached) this.#ask(message, () => {});
        return;
      case 'session':
      case 'snapshot':
        if (!this.#board.put(message.snapshot)) return;
        if (message.snapshot.guarding === 'closed') this.#room.closed(message.snapshot.connection);
        this.#askForOverlay();
        this.#watchLife();
        if (!this.#detached) this.#reporter.update(this.#board.snapshots);
        return;
      case 'bins':
        this.#bins.put(message.connection, message.bins);
        return;
      case 'record':
        if (this.#detached || this.#recorder.add(message)) return;
        this.#fault([{ path: 'record', code: 'range', expected: 'the next of a few connections' }]);
        return;
      case 'seat':
        // Without an extension nobody answers, and the gate closes by its own deadline.
        if (!this.#detached) this.#room.word(message.connection, message.word);
        return;
      case 'outsider':
        if (!this.#detached) this.#room.outsider();
        return;
      case 'trace':
        if (!this.#detached) this.#traces.add(message);
        return;
      case 'journal':
        if (!this.#detached) this.#journals.add(message);
        if (this.#board.isOpen(message.connection)) this.#room.opened(message.connection, message.address);
        return;
      default:
        message satisfies never;
    }
  }

  /** The message is ignored, and the popup says so. */
  #fault(found: readonly Problem[]): void {
    const problems = this.#faults.add(found);
    if (problems !== null && !this.#detached) this.#ask({ type: 'page-fault', problems }, () => {});
  }

  #askForOverlay(): void {
    if (this.#overlayAsked) return;
    this.#overlayAsked = true;
    this.#ask({ type: 'show-overlay' }, () => {});
  }

  #report(reports: readonly SessionReport[]): void {
    this.#options.api.send({ type: 'report', reports }).catch(() => {
      this.#reporter.failed();
      this.#checkLife();
    });
  }

  /** The answer; undefined: none. */
  #fromBackground(input: unknown): ConnectionLife | undefined {
    const message = run(toLinkDecoder, input);
    if (!message.ok) return undefined;
    switch (message.value.type) {
      case 'is-open':
        return { isOpen: this.#journals.isOpen(message.value.session) };
      case 'settings-changed':
        this.#askForSettings();
        return undefined;
      case 'room':
        this.#room.turn(message.value.relayHost);
        return undefined;
      default:
        return message.value satisfies never;
    }
  }

  #askForSettings(): void {
    const message: ToBackground = { type: 'site-settings' };
    this.#ask(
      message,
      (answer) => this.#applySettings(answer),
      () => this.#room.untold(),
    );
  }

  #applySettings(answer: unknown): void {
    const settings = run(siteSettingsDecoder, answer);
    // Without settings the hook keeps its strict default.
    if (!settings.ok) {
      this.#room.untold();
      return;
    }
    this.#port.send({ type: 'policy', policy: settings.value.policy });
    this.#port.send({ type: 'profiles', profiles: settings.value.profiles });
    this.#room.turn(settings.value.relayHost);
  }

  #ask(
    message: ToBackground,
    onAnswer: (answer: unknown) => void,
    onSilence = () => {},
    triesLeft = MAX_TRIES,
  ): void {
    this.#options.api.send(message).then(onAnswer, () => {
      if (triesLeft > 1 && this.#checkLife()) {
        this.#options.later(RETRY_MS, () => this.#ask(message, onAnswer, onSilence, triesLeft - 1));
      } else {
        onSilence();
      }
    });
  }

  /** As long as there is a session: only then does it matter, and only then does a timer run. */
  #watchLife(): void {
    if (this.#watchesLife || this.#detached || !this.#board.hasOpen) return;
    this.#watchesLife = true;
    this.#options.later(ALIVE_PERIOD_MS, () => {
      this.#watchesLife = false;
      if (!this.#checkLife()) return;
      this.#port.send({ type: 'alive' });
      this.#watchLife();
    });
  }

  #checkLife(): boolean {
    if (this.#detached) return false;
    if (this.#options.api.isAlive()) return true;
    this.#detached = true;
    this.#port.send({ type: 'detached' });
    this.#board.tell();
    return false;
  }
}
