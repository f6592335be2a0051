import { Driver } from '../driver/driver.ts';
import { headStart } from '../driver/head-start.ts';
import { NO_JOURNAL } from '../driver/journal-store.ts';
import type { SocketJournal } from '../driver/page-journals.ts';
import type { InstrumentProfile } from '../model/policy/instrument-profile.ts';
import type { Policy } from '../model/policy/policy.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Messages } from '../ui/surroundings.ts';
import { closeOf, messageOf } from './channel-event.ts';
import { chosenPolicy } from './chosen-policy.ts';
import { alreadyGuarded, detached } from './guard-error.ts';
import type { GuardEvents } from './guard-events.ts';
import { type GuardOptions, policyOf } from './guard-options.ts';
import type { PageStage } from './page-stage.ts';
import type { PageWorld } from './page-world.ts';
import { PortalNews } from './portal-news.ts';
import { type Address, bytesOf, CLOSED, OPEN, plainBytes, type RawChannel, stateOf } from './raw-channel.ts';
import { type RfbLike, ViewOnlyHold } from './view-only-hold.ts';

/** What is not attached by then is a mistake of the portal; `new RFB` and `attach` follow each other in one task. */
const ATTACH_WITHIN_MS = 1_000;

type Handler<E extends Event = Event> = ((event: E) => void) | null;

/** @internal What `guard` builds a channel of. */
export interface ChannelParts {
  readonly raw: RawChannel;
  readonly connection: string;
  readonly policy: Policy;
  readonly profiles: readonly InstrumentProfile[];
  readonly socketHost: string;
  /** null: nothing tells connections apart, and nothing is remembered. */
  readonly address: Address | null;
  readonly world: PageWorld;
  readonly stage: PageStage;
  readonly texts: () => Promise<Messages>;
}

/**
 * A channel for `new RFB(target, channel)` with the guard in it. noVNC looks for its eight names at the object and one
 * prototype above it, so they all stand in this class.
 */
export class GuardedChannel extends EventTarget {
  readonly #raw: RawChannel;
  readonly #stage: PageStage;
  readonly #connection: string;
  readonly #socketHost: string;
  readonly #driver: Driver;
  readonly #journal: SocketJournal | null;
  readonly #news = new PortalNews();
  readonly #listening = new AbortController();
  readonly #leavePage: () => void;
  readonly #handlers: { open: Handler; message: Handler<MessageEvent>; close: Handler; error: Handler } = {
    open: null,
    message: null,
    close: null,
    error: null,
  };
  #policy: Policy;
  #hold: ViewOnlyHold | null = null;
  #snapshot: Snapshot | null = null;
  /** Something of the driver's own went out in the call that is under way. */
  #sentInCall = false;
  #isOutOfSight = true;
  #isDetached = false;
  #isOver = false;

  /** @internal Use `guard`. */
  constructor(parts: ChannelParts) {
    super();
    const { raw, world, stage, connection, socketHost } = parts;
    this.#raw = raw;
    this.#stage = stage;
    this.#connection = connection;
    this.#socketHost = socketHost;
    this.#policy = parts.policy;
    this.#journal = parts.address === null ? null : world.journal(parts.address);
    this.#driver = new Driver({
      connection,
      policy: this.#policyInForce,
      profiles: parts.profiles,
      socketHost,
      visible: world.isVisible,
      journal: this.#journal ?? NO_JOURNAL,
      channel: {
        send: (bytes) => this.#sendRaw(bytes),
        deliver: (bytes) => this.#deliver(bytes),
        close: () => raw.close(),
      },
      surroundings: world.surroundings,
      onSnapshot: (snapshot) => this.#told(snapshot),
      onRecord: (entries) => this.#news.recorded(entries),
      onBins: (bins) => stage.bins(connection, bins),
      // No room here: nobody hands control over.
      onSeat: () => undefined,
      onOutsider: () => undefined,
    });
    raw.binaryType = 'arraybuffer';
    const { signal } = this.#listening;
    raw.addEventListener('open', () => this.#emit('open', new Event('open')), { signal });
    raw.addEventListener('error', () => this.#emit('error', new Event('error')), { signal });
    raw.addEventListener('message', (event) => this.#received(event), { signal });
    raw.addEventListener('close', (event) => this.#closed(event), { signal });
    this.#leavePage = world.join({
      setVisible: (visible) => this.#driver.setVisible(visible),
      blurred: () => this.#driver.blurred(),
      leaving: () => this.#settle(),
    });
    this.#tellSight();
    stage.add(
      connection,
      {
        command: (command) => this.#driver.command(command),
        setInterfered: (interfered) => {
          this.#isOutOfSight = interfered;
          this.#tellSight();
        },
        choose: () => this.#driver.setPolicy(this.#policyInForce),
        fault: (code, message) => this.#news.fault(code, message),
        policy: () => this.#policyInForce,
      },
      parts.texts,
    );
  }

  get onopen(): Handler {
    return this.#handlers.open;
  }

  set onopen(handler: Handler) {
    this.#handlers.open = handler;
  }

  get onmessage(): Handler<MessageEvent> {
    return this.#handlers.message;
  }

  set onmessage(handler: Handler<MessageEvent>) {
    this.#handlers.message = handler;
  }

  get onclose(): Handler {
    return this.#handlers.close;
  }

  set onclose(handler: Handler) {
    this.#handlers.close = handler;
  }

  get onerror(): Handler {
    return this.#handlers.error;
  }

  set onerror(handler: Handler) {
    this.#handlers.error = handler;
  }

  /** Always `arraybuffer`, as noVNC wants it; what is set is not heeded. */
  get binaryType(): BinaryType {
    return 'arraybuffer';
  }

  set binaryType(_type: BinaryType) {
    this.#raw.binaryType = 'arraybuffer';
  }

  /** The sub-protocol that the server chose. */
  get protocol(): string {
    return this.#raw.protocol;
  }

  /** As of a WebSocket: 0 connecting, 1 open, 2 closing, 3 closed. */
  get readyState(): number {
    return stateOf(this.#raw);
  }

  /** For noVNC: what the guard lets pass goes to the server, at once. */
  send(data: ArrayBuffer | ArrayBufferView): void {
    const bytes = bytesOf(data);
    if (bytes === null) throw new TypeError('[rice-novnc] a guarded channel takes bytes only');
    if (this.readyState !== OPEN) return;
    // Whoever does not speak RFB gets nothing that was not judged.
    if (this.#driver.isForeign && !this.#isDetached) return;
    this.#driver.client(bytes);
  }

  /** Lets go of what is down at the server, then closes the connection. */
  close(code?: number, reason?: string): void {
    this.#settle();
    if (code === undefined) this.#raw.close();
    else this.#raw.close(code, reason);
    // A dead link can keep the close event back for minutes; here the connection is over now.
    if (this.readyState > OPEN) this.#over();
  }

  /**
   * Tells the guard which RFB works on this channel. Call it right after `new RFB(target, channel)`, in the same task, when
   * `rfb.viewOnly` is as you want it: noVNC only watches until the guard has shown that it can guard the connection, and
   * then `viewOnly` is given back, once. Until `attach` no press is sent.
   */
  attach(rfb: RfbLike): void {
    if (this.#isDetached) throw detached();
    if (this.#hold?.rfb === rfb) return;
    if (this.#hold !== null) throw alreadyGuarded();
    this.#hold = new ViewOnlyHold(rfb);
    this.#tellSight();
    if (this.#snapshot !== null) this.#hold.told(this.#snapshot);
  }

  /**
   * Gives everything back: what is held is let go of at the server, the overlay goes with the last guarded channel, the
   * page's events are left alone, `viewOnly` is what the portal had. The connection lives on without a guard: close it unless
   * you mean that. Cannot be undone.
   */
  detach(): void {
    if (this.#isDetached) return;
    this.#isDetached = true;
    // Everything passes from here on; what the server still answers to our probes is taken out, or noVNC would end.
    this.#driver.unreadable('opened-before-hook');
    this.#hold?.giveBack();
    this.#hold = null;
    this.#leave();
    this.#news.clear();
  }

  /**
   * Calls the listener at each event of this name. Returns the way to stop.
   *
   * @example const stop = channel.on('blocked', ({ reason }) => console.log(reason ?? 'presses pass'));
   */
  on<Name extends keyof GuardEvents>(name: Name, listener: (event: GuardEvents[Name]) => void): () => void {
    return this.#news.on(name, listener);
  }

  /** The newest picture of the session; null before the server's greeting. */
  get snapshot(): Snapshot | null {
    return this.#snapshot;
  }

  /** Replaces the policy, as the option of the same name gives it. Throws a {@link GuardError} if it is wrong. */
  setPolicy(policy: GuardOptions['policy']): void {
    this.#policy = policyOf(policy);
    this.#driver.setPolicy(this.#policyInForce);
  }

  /** Opens the panel, or closes it: for a button of the portal's own. */
  openPanel(): void {
    this.#stage.openPanel();
  }

  /** The user's choice about the picture, within the portal's bounds. */
  get #policyInForce(): Policy {
    return chosenPolicy(this.#policy, this.#stage.choice, this.#socketHost);
  }

  #received(event: Event): void {
    if (!(event instanceof MessageEvent)) return;
    const data: unknown = event.data;
    if (!(data instanceof ArrayBuffer)) {
      // Text is not RFB; noVNC says so itself.
      this.#emit('message', new MessageEvent('message', { data, origin: event.origin }));
      return;
    }
    const chunk = new Uint8Array(data);
    const answer = this.#driver.server(chunk);
    if (this.#driver.isForeign) this.#news.fault('not-vnc', 'the server does not begin as VNC servers do');
    this.#deliver(answer);
  }

  #deliver(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#emit('message', messageOf(bytes));
  }

  #emit(name: 'open' | 'close' | 'error', event: Event): void;
  #emit(name: 'message', event: MessageEvent): void;
  #emit(name: 'open' | 'close' | 'error' | 'message', event: Event): void {
    if (name === 'message' && event instanceof MessageEvent) this.#handlers.message?.call(this, event);
    else if (name !== 'message') this.#handlers[name]?.call(this, event);
    this.dispatchEvent(event);
  }

  #sendRaw(bytes: Uint8Array): void {
    this.#sentInCall = true;
    try {
      this.#raw.send(plainBytes(bytes));
    } catch {
      // Not open any more; what is sent then is lost without us, too.
    }
  }

  #settle(): void {
    if (this.readyState !== OPEN) return;
    this.#sentInCall = false;
    this.#driver.closing();
    if (this.#sentInCall) headStart(() => performance.now());
  }

  #closed(event: Event): void {
    this.#over();
    this.#listening.abort();
    this.#emit('close', closeOf(event));
  }

  /** The connection is over; its last picture stays until `detach`. */
  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#driver.closed();
    this.#journal?.release();
    this.#leavePage();
  }

  #leave(): void {
    this.#leavePage();
    this.#stage.remove(this.#connection);
    if (this.readyState === CLOSED) this.#over();
  }

  #told(snapshot: Snapshot): void {
    if (this.#isDetached) return;
    const before = this.#snapshot;
    this.#snapshot = snapshot;
    if (before === null) setTimeout(() => this.#lookForRfb(), ATTACH_WITHIN_MS);
    this.#stage.told(snapshot);
    this.#hold?.told(snapshot);
    this.#news.told(snapshot, before);
  }

  #lookForRfb(): void {
    if (this.#hold !== null || this.#isDetached || this.#isOver) return;
    this.#news.fault('not-attached', 'attach(rfb) was not called; presses are held back until it is');
  }

  /** Presses wait for warnings that can be seen, and for noVNC to be in hand. */
  #tellSight(): void {
    this.#driver.setInterfered(this.#isOutOfSight || this.#hold === null);
  }
}
