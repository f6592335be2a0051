import { MARK } from '../../driver/realm-claim.ts';

/**
 * Everything of the page's world that the hook calls, taken before the page's first script. A page that replaces
 * functions later (polyfills, zone.js, or ill will) changes nothing for the hook: it calls what was captured,
 * through the captured Reflect.apply, and uses no syntax that goes through a prototype (spread, for-of, array
 * destructuring, regular expressions).
 *
 * What it cannot do: a frame whose window a parent has changed before this ran.
 */
export type Intrinsics = ReturnType<typeof captureIntrinsics>;

/** The realm whose functions are captured; tests give one of their own. */
export type Realm = Pick<
  typeof globalThis,
  | 'URL'
  | 'JSON'
  | 'Storage'
  | 'WebSocket'
  | 'EventTarget'
  | 'Event'
  | 'MessageEvent'
  | 'MessageChannel'
  | 'MessagePort'
  | 'Uint8Array'
  | 'DataView'
  | 'ArrayBuffer'
  | 'performance'
  | 'Date'
  | 'crypto'
  | 'setInterval'
  | 'clearInterval'
  | 'setTimeout'
  | 'WeakMap'
  | 'Proxy'
> & { readonly document: Document };

/**
 * An object literal nothing can be inherited into. Init dictionaries, property descriptors and proxy handlers
 * are asked for every name they may have, and a page can put such a name on Object.prototype.
 */
export interface Bare {
  readonly __proto__: null;
}

/** One argument list for all getters; frozen, because a shared array is a place to write to. */
const NONE: readonly [] = Object.freeze([] as const);

export function captureIntrinsics(realm: Realm) {
  const { apply, construct, defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
  const { Proxy: NativeProxy, Uint8Array: Bytes, MessageEvent, MessageChannel } = realm;
  const { isView, prototype: arrayBuffer } = realm.ArrayBuffer;
  const nativeSocket = realm.WebSocket;
  const Url = realm.URL;
  const { send, close } = nativeSocket.prototype;
  const { addEventListener, removeEventListener, dispatchEvent } = realm.EventTarget.prototype;
  const { stopImmediatePropagation, preventDefault } = realm.Event.prototype;
  const { postMessage, start, close: closePort } = realm.MessagePort.prototype;
  const { setInterval, clearInterval, setTimeout, performance, crypto, document } = realm;
  const { now: performanceNow } = performance;
  const { now: dateNow } = realm.Date;
  const { getRandomValues } = crypto;
  const { parse } = realm.JSON;
  const { getItem, setItem, removeItem } = realm.Storage.prototype;
  const typedArray: object = getPrototypeOf(Bytes.prototype) ?? {};
  const dataView = realm.DataView.prototype;

  /** A property's getter, to be called on any object: own properties and later replacements do not matter. */
  const getter = (prototype: object, name: PropertyKey): ((self: object) => unknown) => {
    const get = getOwnPropertyDescriptor(prototype, name)?.get;
    return (self) => (get === undefined ? undefined : apply<object, readonly [], unknown>(get, self, NONE));
  };
  const readyState = getter(nativeSocket.prototype, 'readyState');
  const socketUrl = getter(nativeSocket.prototype, 'url');
  const urlHost = getter(Url.prototype, 'host');
  const urlPath = getter(Url.prototype, 'pathname');
  const protocol = getter(nativeSocket.prototype, 'protocol');
  const messageData = getter(MessageEvent.prototype, 'data');
  const messageOrigin = getter(MessageEvent.prototype, 'origin');
  const messagePorts = getter(MessageEvent.prototype, 'ports');
  const timeStamp = getter(realm.Event.prototype, 'timeStamp');
  const eventTarget = getter(realm.Event.prototype, 'target');
  const port1 = getter(MessageChannel.prototype, 'port1');
  const port2 = getter(MessageChannel.prototype, 'port2');
  const bufferLength = getter(arrayBuffer, 'byteLength');
  const isResizable = getter(arrayBuffer, 'resizable');
  const typedArrayTag = getter(typedArray, Symbol.toStringTag);
  const typedArrayBuffer = getter(typedArray, 'buffer');
  const typedArrayOffset = getter(typedArray, 'byteOffset');
  const typedArrayLength = getter(typedArray, 'byteLength');
  const viewBuffer = getter(dataView, 'buffer');
  const viewOffset = getter(dataView, 'byteOffset');
  const viewLength = getter(dataView, 'byteLength');
  // The getter only: asking for the storage itself costs, and throws where storage is blocked.
  const sessionStorage = getter(realm, 'sessionStorage');
  const documentPrototype = prototypeWith(document, 'readyState', getPrototypeOf);
  const documentReadyState = getter(documentPrototype, 'readyState');
  const documentVisibility = getter(documentPrototype, 'visibilityState');

  const weakMap = realm.WeakMap.prototype;
  const { get: weakGet, set: weakSet, delete: weakDelete } = weakMap;

  /** The buffer if it is an ArrayBuffer of fixed length; null for shared and resizable ones, and anything else. */
  const plainBuffer = (value: unknown): ArrayBuffer | null => {
    if (typeof value !== 'object' || value === null) return null;
    try {
      // Throws for everything but an ArrayBuffer, of any realm.
      bufferLength(value);
      return isResizable(value) === true ? null : (value as ArrayBuffer);
    } catch {
      return null;
    }
  };

  return {
    document,
    nativeSocket,
    construct,
    plainBuffer,

    proxy: <T extends object>(target: T, handler: ProxyHandler<T> & Bare): T =>
      new NativeProxy(target, handler),
    /** Gives a property another value and leaves what it is like: writable, configurable, enumerable or not. */
    replace: (owner: object, name: string, value: unknown): void => {
      const before = getOwnPropertyDescriptor(owner, name);
      const descriptor: PropertyDescriptor & Bare = {
        __proto__: null,
        value,
        writable: before?.writable ?? true,
        enumerable: before?.enumerable ?? false,
        configurable: before?.configurable ?? true,
      };
      defineProperty(owner, name, descriptor);
    },
    /** A private property of objects that are not ours. */
    weakProperty: <K extends object, V>() => {
      const map = new realm.WeakMap<K, V>();
      return {
        get: (key: K): V | undefined => apply(weakGet, map, [key]) as V | undefined,
        set: (key: K, value: V): void => void apply(weakSet, map, [key, value]),
        delete: (key: K): void => void apply(weakDelete, map, [key]),
      };
    },

    nativeSend: send,
    nativeClose: close,
    call: (method: (...args: never[]) => unknown, self: unknown, args: readonly unknown[]): unknown =>
      apply(method as (...args: unknown[]) => unknown, self, args),
    /** Whether the portal's own plugin has this socket. */
    isClaimed: (socket: WebSocket): boolean => getOwnPropertyDescriptor(socket, MARK) !== undefined,
    readyState: (socket: WebSocket): number => asNumber(readyState(socket)),
    /** Where a socket leads, as its host with the port and its path: without the query, which may hold a token. */
    address: (socket: WebSocket): { readonly host: string; readonly path: string } => {
      const url = new Url(asString(socketUrl(socket)));
      return { host: asString(urlHost(url)), path: asString(urlPath(url)) };
    },
    protocol: (socket: WebSocket): string => asString(protocol(socket)),

    listen: (target: EventTarget, type: string, listener: (event: Event) => void, passive = false): void => {
      const options: AddEventListenerOptions & Bare = { __proto__: null, capture: true, passive };
      apply(addEventListener, target, [type, listener, options]);
    },
    unlisten: (target: EventTarget, type: string, listener: (event: Event) => void): void => {
      const options: EventListenerOptions & Bare = { __proto__: null, capture: true };
      apply(removeEventListener, target, [type, listener, options]);
    },
    dispatch: (target: EventTarget, event: Event): boolean => apply(dispatchEvent, target, [event]),
    stopImmediatePropagation: (event: Event): void => apply(stopImmediatePropagation, event, NONE),
    preventDefault: (event: Event): void => apply(preventDefault, event, NONE),
    // An own, unforgeable property of every event.
    isTrusted: (event: Event): boolean => event.isTrusted,
    eventTarget: (event: Event): unknown => eventTarget(event),
    timeStampMs: (event: Event): number => asNumber(timeStamp(event)),
    messageEvent: (type: string, init: MessageEventInit & Bare): MessageEvent => new MessageEvent(type, init),
    messageData: (event: Event): unknown => messageData(event),
    messageOrigin: (event: Event): string => asString(messageOrigin(event)),
    messagePort: (event: Event): MessagePort | null => {
      const ports: unknown = messagePorts(event);
      const descriptor = getOwnPropertyDescriptor(asObject(ports), '0');
      return (descriptor?.value as MessagePort | undefined) ?? null;
    },

    channel: (): { readonly mine: MessagePort; readonly theirs: MessagePort } => {
      const channel = new MessageChannel();
      return { mine: port1(channel) as MessagePort, theirs: port2(channel) as MessagePort };
    },
    post: (port: MessagePort, message: unknown): void => apply(postMessage, port, [message]),
    startPort: (port: MessagePort): void => apply(start, port, NONE),
    closePort: (port: MessagePort): void => apply(closePort, port, NONE),

    isView: (value: object): boolean => isView(value),
    bytesOf: (buffer: ArrayBuffer): Uint8Array<ArrayBuffer> => new Bytes(buffer),
    copyOf: (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Bytes(bytes),
    bufferOf: (bytes: Uint8Array): unknown => typedArrayBuffer(bytes),
    lengthBytes: (bytes: Uint8Array): number => asNumber(typedArrayLength(bytes)),
    /** The bytes `send` would take of its argument, seen in place; null if they are not plain memory. */
    viewOf: (data: unknown): Uint8Array<ArrayBuffer> | null => {
      // Views first, as noVNC sends: asking whether one is a buffer throws, and that costs 20 us a message.
      if (typeof data !== 'object' || data === null || !isView(data)) {
        const whole = plainBuffer(data);
        return whole === null ? null : new Bytes(whole);
      }
      const isDataView = typedArrayTag(data) === undefined;
      const buffer = plainBuffer(isDataView ? viewBuffer(data) : typedArrayBuffer(data));
      if (buffer === null) return null;
      const offset = asNumber(isDataView ? viewOffset(data) : typedArrayOffset(data));
      const length = asNumber(isDataView ? viewLength(data) : typedArrayLength(data));
      return new Bytes(buffer, offset, length);
    },

    parse: (text: string): unknown => parse(text),
    /** What this tab keeps for this origin; null: nothing. Throws where storage is blocked or absent. */
    stored: (key: string): string | null => apply(getItem, sessionStorage(realm), [key]),
    /** Keeps a text, or with null nothing. Throws where storage is blocked, absent or full. */
    store: (key: string, text: string | null): void =>
      text === null
        ? apply(removeItem, sessionStorage(realm), [key])
        : apply(setItem, sessionStorage(realm), [key, text]),

    isLoading: (): boolean => documentReadyState(document) === 'loading',
    isVisible: (): boolean => documentVisibility(document) !== 'hidden',
    performanceNowMs: (): number => apply(performanceNow, performance, NONE),
    dateNowMs: (): number => dateNow(),
    randomBytes: (count: number): Uint8Array<ArrayBuffer> =>
      apply(getRandomValues, crypto, [new Bytes(count)]) as Uint8Array<ArrayBuffer>,
    every: (periodMs: number, callback: () => void): (() => void) => {
      const timer: unknown = apply(setInterval, undefined, [callback, periodMs]);
      return () => void apply(clearInterval, undefined, [timer as number]);
    },
    later: (callback: () => void): void => void apply(setTimeout, undefined, [callback, 0]),
  };
}

function prototypeWith(object: object, name: string, prototypeOf: (object: object) => object | null): object {
  let at: object | null = object;
  while (at !== null && !Object.hasOwn(at, name)) at = prototypeOf(at);
  return at ?? object;
}

function asNumber(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

function asString(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : NONE;
}
