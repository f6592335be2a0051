// What the testbed uses of the package x11, which has no types of its own.
declare module 'x11' {
  import type { Socket } from 'node:net';

  export interface XScreen {
    readonly root: number;
    readonly root_depth: number;
  }

  export interface XDisplay {
    readonly client: XClient;
    readonly screen: readonly XScreen[];
  }

  /** An event of the core protocol. For keys and buttons `keycode` is the key or the button. */
  export interface XRawEvent {
    readonly type: number;
    readonly keycode: number;
    readonly x: number;
    readonly y: number;
    /** Modifiers and buttons that were down before the event. */
    readonly buttons: number;
  }

  export interface XClient {
    readonly stream: Socket;
    AllocID(): number;
    CreateWindow(
      ...args: [
        ...[id: number, parent: number, x: number, y: number, width: number, height: number],
        ...[border: number, depth: number, kind: number, visual: number],
        values: Readonly<Record<string, number | boolean>>,
      ]
    ): void;
    MapWindow(id: number): void;
    CreateGC(id: number, drawable: number, values: Readonly<Record<string, number>>): void;
    PutImage(
      ...args: [
        ...[format: number, drawable: number, context: number, width: number, height: number],
        ...[x: number, y: number, leftPad: number, depth: number, data: Buffer],
      ]
    ): boolean;
    GetKeyboardMapping(
      first: number,
      count: number,
      done: (error: Error | null, keysyms: readonly (readonly number[])[]) => void,
    ): void;
    sync(): Promise<void>;
    terminate(): void;
    on(event: 'event', listener: (event: XRawEvent) => void): void;
    on(event: 'error' | 'end', listener: (error: unknown) => void): void;
  }

  export interface X11 {
    createClient(
      options: { readonly display: string; readonly shm: false },
      done: (error: unknown, display: XDisplay) => void,
    ): XClient;
    readonly eventMask: Readonly<
      Record<'KeyPress' | 'KeyRelease' | 'ButtonPress' | 'ButtonRelease' | 'PointerMotion', number>
    >;
  }

  const x11: X11;
  export default x11;
}
