import type { GuardedSocket } from './guarded-socket.ts';
import type { Intrinsics } from './intrinsics.ts';

/**
 * Takes the place of WebSocket in a realm. The page keeps genuine sockets: noVNC from 1.3 on looks for send and
 * close at the socket and one prototype above it, so a subclass or a wrapper would break it. Instead the
 * constructor becomes a proxy that lets every new socket be adopted, and send and close become proxies that look
 * up whose socket it is. All three still look native: name, length, toString, instanceof, statics, new.target.
 *
 * @param adopt called for every new socket before the page has it; null: not to be guarded
 */
export function hookSockets(
  page: Intrinsics,
  realm: { WebSocket: typeof WebSocket },
  adopt: (socket: WebSocket, forget: () => void) => GuardedSocket,
): void {
  const native = page.nativeSocket;
  const guarded = page.weakProperty<object, GuardedSocket>();
  const guardOf = (self: unknown): GuardedSocket | undefined =>
    typeof self === 'object' && self !== null ? guarded.get(self) : undefined;

  const proxy: typeof WebSocket = page.proxy(native, {
    __proto__: null,
    construct: (target, args: unknown[], newTarget) => {
      const socket = page.construct(target, args, newTarget === proxy ? target : newTarget) as WebSocket;
      try {
        guarded.set(
          socket,
          adopt(socket, () => guarded.delete(socket)),
        );
      } catch {
        // The page gets its socket in any case.
      }
      return socket;
    },
  });

  page.replace(native.prototype, 'send', wrap(page, page.nativeSend, guardOf, 'send'));
  page.replace(native.prototype, 'close', wrap(page, page.nativeClose, guardOf, 'close'));
  page.replace(native.prototype, 'constructor', proxy);
  page.replace(realm, 'WebSocket', proxy);
}

function wrap<T extends (...args: never[]) => unknown>(
  page: Intrinsics,
  nativeMethod: T,
  guardOf: (self: unknown) => GuardedSocket | undefined,
  name: 'send' | 'close',
): T {
  return page.proxy<T>(nativeMethod, {
    __proto__: null,
    apply: (target, self: unknown, args: unknown[]) => {
      const guard = guardOf(self);
      return guard === undefined ? page.call(target, self, args) : guard[name](args);
    },
  });
}
