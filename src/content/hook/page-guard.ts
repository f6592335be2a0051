import { sleepCorrectedClock } from '../../driver/clock.ts';
import type { Surroundings } from '../../driver/surroundings.ts';
import { type Policy, STRICT_POLICY } from '../../model/policy/policy.ts';
import type { ToHook } from '../../model/port/hook-message.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { GuardedSocket } from './guarded-socket.ts';
import { HookPort } from './hook-port.ts';
import { InputAges } from './input-ages.ts';
import type { Intrinsics } from './intrinsics.ts';
import { hookSockets } from './socket-hook.ts';

/** One guarded socket in the list of all: a list of our own, because arrays can be tampered with. */
class Entry {
  next: Entry | null = null;
  socket: GuardedSocket | null = null;
}

/** The guard of one document: its sockets, the policy in force, and whether anybody can see the page. */
export class PageGuard {
  readonly #page: Intrinsics;
  readonly #window: EventTarget & { WebSocket: typeof WebSocket };
  readonly #ages: InputAges;
  readonly #surroundings: Surroundings;
  readonly #port: HookPort;
  #first: Entry | null = null;
  #connections = 0;
  /** In force until the link says otherwise, and for ever if it never does. */
  #policy: Policy = STRICT_POLICY;
  #visible: boolean;

  constructor(page: Intrinsics, window: EventTarget & { WebSocket: typeof WebSocket }) {
    this.#page = page;
    this.#window = window;
    this.#visible = page.isVisible();
    this.#ages = new InputAges(page);
    this.#surroundings = {
      nowMs: sleepCorrectedClock(page.performanceNowMs, page.dateNowMs),
      every: page.every,
      randomBytes: page.randomBytes,
      eventAgeMs: (kind) => this.#ages.ageMs(kind),
    };
    this.#port = new HookPort(page, window, (message) => this.#receive(message));
    this.#watch();
    hookSockets(page, window, (socket, forget) => this.#adopt(socket, forget));
  }

  #receive(message: ToHook): void {
    // Detached: the extension is gone, its last policy stays. The picture says so on the other side of the port.
    if (message.type !== 'policy') return;
    this.#policy = message.policy;
    for (let entry = this.#first; entry !== null; entry = entry.next) {
      entry.socket?.driver.setPolicy(message.policy);
    }
  }

  #adopt(socket: WebSocket, forget: () => void): GuardedSocket {
    // Again: document.open() has removed the listeners if the page wrote itself anew.
    this.#watch();
    const entry = new Entry();
    const guarded = new GuardedSocket({
      page: this.#page,
      socket,
      connection: String(++this.#connections),
      policy: this.#policy,
      visible: this.#visible,
      surroundings: this.#surroundings,
      onSnapshot: this.#reporter(),
      onDone: () => {
        this.#remove(entry);
        forget();
      },
    });
    entry.socket = guarded;
    entry.next = this.#first;
    this.#first = entry;
    return guarded;
  }

  /** The first picture that reaches the link says that there is a session. */
  #reporter(): (snapshot: Snapshot) => void {
    let known = false;
    return (snapshot) => {
      const sent = this.#port.send({ type: known ? 'snapshot' : 'session', snapshot });
      known = known || sent;
    };
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
  }

  readonly #onVisibility = (): void => this.#setVisible(this.#page.isVisible());
  readonly #onHidden = (): void => this.#setVisible(false);

  #setVisible(visible: boolean): void {
    this.#visible = visible;
    for (let entry = this.#first; entry !== null; entry = entry.next)
      entry.socket?.driver.setVisible(visible);
  }
}
