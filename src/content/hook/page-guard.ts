import { sleepCorrectedClock } from '../../driver/clock.ts';
import type { DriverParts } from '../../driver/driver-options.ts';
import { InputAges } from '../../driver/input-ages.ts';
import { pageJournals, type SocketJournal } from '../../driver/page-journals.ts';
import type { Surroundings } from '../../driver/surroundings.ts';
import type { InstrumentProfile } from '../../model/policy/instrument-profile.ts';
import { type Policy, STRICT_POLICY } from '../../model/policy/policy.ts';
import type { FromHook, ToHook } from '../../model/port/hook-message.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { GuardedSocket } from './guarded-socket.ts';
import { HookPort } from './hook-port.ts';
import type { Intrinsics } from './intrinsics.ts';
import { recordSender } from './record-sender.ts';
import { hookSockets } from './socket-hook.ts';
import { ToldJournal } from './told-journal.ts';

/** One guarded socket in the list of all: a list of our own, because arrays can be tampered with. */
class Entry {
  next: Entry | null = null;
  socket: GuardedSocket | null = null;
}

/** Frozen: a shared list is a place to write to. */
const NO_PROFILES: readonly InstrumentProfile[] = Object.freeze([] as const);

/** How often is looked whether the link still beats; it does so as often. */
const BEAT_PERIOD_MS = 1000;
/** Beats that may be missed; the extension is gone then. Firefox takes its scripts away without a word. */
const MAX_MISSED_BEATS = 5;

/** What the drivers of one connection are made of, given the way to tell the link something. */
type PartsOf = (connection: string, send: (message: FromHook) => boolean) => DriverParts;

/** The guard of one document: its sockets, the policy in force, and whether anybody can see the page. */
export class PageGuard {
  readonly #page: Intrinsics;
  readonly #window: EventTarget & { WebSocket: typeof WebSocket };
  readonly #ages: InputAges;
  readonly #surroundings: Surroundings;
  readonly #port: HookPort;
  readonly #journal: (socket: WebSocket) => SocketJournal;
  readonly #partsOf: PartsOf | undefined;
  #first: Entry | null = null;
  #connections = 0;
  /** In force until the link says otherwise, and for ever if it never does. */
  #policy: Policy = STRICT_POLICY;
  #profiles: readonly InstrumentProfile[] = NO_PROFILES;
  #visible: boolean;
  #interfered = false;
  #detached = false;
  #missedBeats = 0;
  #lastLookMs = 0;

  constructor(
    page: Intrinsics,
    window: EventTarget & { WebSocket: typeof WebSocket },
    /** undefined: drivers are made as usual. */
    partsOf?: PartsOf,
  ) {
    this.#page = page;
    this.#partsOf = partsOf;
    this.#window = window;
    this.#visible = page.isVisible();
    this.#ages = new InputAges(page);
    this.#journal = pageJournals(page);
    this.#surroundings = {
      nowMs: sleepCorrectedClock(page.performanceNowMs, page.dateNowMs),
      wallMs: page.dateNowMs,
      every: page.every,
      randomBytes: page.randomBytes,
      eventAgeMs: (kind) => this.#ages.ageMs(kind),
    };
    this.#port = new HookPort(page, window, (message) => this.#receive(message));
    this.#watch();
    hookSockets(page, window, (socket, forget) => this.#adopt(socket, forget));
  }

  #receive(message: ToHook): void {
    switch (message.type) {
      case 'policy':
        this.#policy = message.policy;
        this.#each(({ driver }) => driver.setPolicy(message.policy));
        return;
      case 'profiles':
        this.#profiles = message.profiles;
        this.#each(({ driver }) => driver.setProfiles(message.profiles));
        return;
      case 'command':
        this.#each(({ driver, connection }) => {
          if (connection === message.connection) driver.command(message.command);
        });
        return;
      case 'seat':
        this.#each(({ driver, connection }) => {
          if (connection === message.connection) driver.order(message.order);
        });
        return;
      case 'leftover':
        this.#each((socket) => {
          if (socket.connection === message.connection) socket.inherit(message.journal);
        });
        return;
      case 'interfered':
        this.#interfered = message.interfered;
        this.#each(({ driver }) => driver.setInterfered(message.interfered));
        return;
      case 'alive':
        this.#missedBeats = 0;
        return;
      case 'detached':
        this.#detach();
    }
  }

  /** The extension is gone, its last policy stays. */
  #detach(): void {
    this.#detached = true;
    this.#each(({ driver }) => driver.detached());
  }

  #adopt(socket: WebSocket, forget: () => void): GuardedSocket {
    // Again: document.open() has removed the listeners if the page wrote itself anew.
    this.#watch();
    const entry = new Entry();
    const connection = String(++this.#connections);
    this.#port.send({ type: 'sockets', opened: this.#connections, wallMs: this.#page.dateNowMs() });
    const { host, path } = this.#page.address(socket);
    const journal = new ToldJournal(this.#journal(socket), {
      connection,
      address: host + path,
      send: (message) => this.#port.send(message),
      nowMs: this.#page.performanceNowMs,
    });
    const guarded = new GuardedSocket({
      page: this.#page,
      socket,
      connection,
      policy: this.#policy,
      profiles: this.#profiles,
      socketHost: host,
      journal,
      visible: this.#visible,
      surroundings: this.#surroundings,
      onSnapshot: this.#reporter(journal),
      onRecord: recordSender(connection, (message) => this.#port.send(message)),
      onBins: (bins) => void this.#port.send({ type: 'bins', connection, bins }),
      onSeat: (word) => void this.#port.send({ type: 'seat', connection, word }),
      onOutsider: () => void this.#port.send({ type: 'outsider', connection }),
      parts: this.#partsOf?.(connection, (message) => this.#port.send(message)),
      onBuiltIn: () => void this.#port.send({ type: 'built-in' }),
      onDone: () => {
        this.#remove(entry);
        forget();
      },
    });
    if (this.#interfered) guarded.driver.setInterfered(true);
    if (this.#detached) guarded.driver.detached();
    entry.socket = guarded;
    entry.next = this.#first;
    this.#first = entry;
    return guarded;
  }

  /** The first picture that reaches the link says that there is a session. */
  #reporter(journal: ToldJournal): (snapshot: Snapshot) => void {
    let known = false;
    return (snapshot) => {
      const sent = this.#port.send({ type: known ? 'snapshot' : 'session', snapshot });
      known = known || sent;
      if (!sent) return;
      this.#lookForLink();
      journal.look();
    };
  }

  /**
   * Beats are missed by looks, not by time, and only while the page is seen: one that stood still, or whose timers
   * the browser slowed down, has missed none.
   */
  #lookForLink(): void {
    const nowMs = this.#page.performanceNowMs();
    if (!this.#visible || nowMs - this.#lastLookMs < BEAT_PERIOD_MS) return;
    this.#lastLookMs = nowMs;
    if (++this.#missedBeats > MAX_MISSED_BEATS && !this.#detached) this.#detach();
  }

  #remove(removed: Entry): void {
    if (this.#first === removed) {
      this.#first = removed.next;
      return;
    }
    for (let entry = this.#first; entry !== null; entry = entry.next) {
      if (entry.next === removed) entry.next = removed.next;
    }
  }

  #watch(): void {
    const { document } = this.#page;
    this.#ages.watch(this.#window);
    this.#page.listen(document, 'visibilitychange', this.#onVisibility);
    this.#page.listen(document, 'resume', this.#onVisibility);
    this.#page.listen(document, 'freeze', this.#onHidden);
    this.#page.listen(this.#window, 'pageshow', this.#onVisibility);
    this.#page.listen(this.#window, 'pagehide', this.#onHidden);
    // What is sent at pagehide is lost with the socket. Whoever stays after all presses again.
    this.#page.listen(this.#window, 'beforeunload', this.#onLeaving);
    this.#page.listen(this.#window, 'blur', this.#onBlur);
  }

  readonly #onVisibility = (): void => this.#setVisible(this.#page.isVisible());
  /** Of the window itself: that of an element comes by here too, and says that the user went on within the page. */
  readonly #onBlur = (event: Event): void => {
    if (this.#page.eventTarget(event) === this.#window) this.#each(({ driver }) => driver.blurred());
  };
  readonly #onLeaving = (): void => this.#each((socket) => socket.settle());
  readonly #onHidden = (): void => this.#setVisible(false);

  #setVisible(visible: boolean): void {
    this.#visible = visible;
    this.#each(({ driver }) => driver.setVisible(visible));
  }

  #each(action: (socket: GuardedSocket) => void): void {
    for (let entry = this.#first; entry !== null; entry = entry.next) {
      if (entry.socket !== null) action(entry.socket);
    }
  }
}
