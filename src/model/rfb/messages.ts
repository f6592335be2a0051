/**
 * What the two byte streams of an RFB connection say, as data. Pixels are never part of it.
 *
 * Positions are absolute offsets in the stream of that direction (bytes since the connection opened), so that
 * a caller can cut exactly the bytes of one message out of a chunk, however the stream was split or joined.
 * RFC 6143 section 7, and the community wiki's rfbproto for the extensions.
 */

/** The half-open range [startByte, endByte) of one direction's stream that a message fills. */
export interface Span {
  readonly startByte: number;
  readonly endByte: number;
}

/** RFC 6143 section 7.4. Only what lengths depend on is kept. */
export interface PixelFormat {
  readonly bitsPerPixel: 8 | 16 | 32;
  readonly depth: number;
  readonly trueColour: boolean;
  readonly redMax: number;
  readonly greenMax: number;
  readonly blueMax: number;
}

/** Framing was lost for good: from here on only bytes are counted. Reported once per direction. */
export interface Desync {
  readonly type: 'desync';
  /** Offset of the first byte that could not be understood. */
  readonly offsetBytes: number;
  /** Stable code, for example `unknown-message`, `unknown-encoding`, `length-over-limit`. */
  readonly reason: DesyncReason;
  /** The offending value, for logs. */
  readonly value: number;
}

export type DesyncReason =
  | 'not-rfb'
  | 'unknown-version'
  | 'unknown-security-type'
  | 'unexpected-handshake'
  | 'unknown-message'
  | 'unknown-encoding'
  | 'bad-encoding-data'
  | 'bad-pixel-format'
  | 'length-over-limit'
  | 'foreign-dialect';

// ---------------------------------------------------------------------------------------------------------
// client -> server

export type ClipboardAction = 'caps' | 'request' | 'peek' | 'notify' | 'provide' | 'unknown';

/**
 * One client message. It is reported as soon as everything that decides about it is known: fixed-size messages
 * when complete, clipboard text when its header (and, if extended, its flags) is complete, so that a long paste
 * is never held. `endByte` may therefore lie beyond the bytes seen so far.
 */
export type ClientMessage = Span &
  (
    | { readonly type: 'set-pixel-format'; readonly format: PixelFormat }
    | { readonly type: 'set-encodings'; readonly encodings: readonly number[] }
    | {
        readonly type: 'update-request';
        readonly incremental: boolean;
        readonly x: number;
        readonly y: number;
        readonly width: number;
        readonly height: number;
      }
    | {
        readonly type: 'key';
        readonly down: boolean;
        /** X11 keysym; 0 is valid in the QEMU form. */
        readonly keysym: number;
        /** XT scan code of the QEMU extended form; null in the plain form. */
        readonly keycode: number | null;
      }
    | {
        readonly type: 'pointer';
        /** Bits 0-2 buttons, 3-6 wheel, 7-8 back and forward (extended form only). */
        readonly buttonMask: number;
        readonly x: number;
        readonly y: number;
        /** true: the 7-byte form of pseudo-encoding -316. */
        readonly extended: boolean;
      }
    | { readonly type: 'cut-text'; readonly textBytes: number }
    | { readonly type: 'clipboard'; readonly action: ClipboardAction; readonly flags: number }
    | {
        readonly type: 'continuous-updates';
        readonly enable: boolean;
        readonly x: number;
        readonly y: number;
        readonly width: number;
        readonly height: number;
      }
    | { readonly type: 'fence'; readonly flags: number; readonly payload: Uint8Array }
    | { readonly type: 'xvp'; readonly action: number }
    | { readonly type: 'set-desktop-size'; readonly width: number; readonly height: number }
    | { readonly type: 'qemu-audio'; readonly operation: number }
  );

/** Everything the client parser can report. */
export type ClientEvent = ClientMessage | Desync;

// ---------------------------------------------------------------------------------------------------------
// server -> client

/** ServerInit, RFC 6143 section 7.3.2: the handshake is over and messages follow in both directions. */
export interface ServerInit extends Span {
  readonly type: 'server-init';
  readonly version: '3.3' | '3.7' | '3.8';
  /** The number of the security type that was used. */
  readonly securityType: number;
  readonly width: number;
  readonly height: number;
  readonly format: PixelFormat;
  /** Desktop name: at most 256 characters, control and bidirectional-override characters removed. */
  readonly name: string;
}

/** The server refused: a security failure with the server's own words (bounded and cleaned like a name). */
export interface HandshakeFailed extends Span {
  readonly type: 'handshake-failed';
  readonly reason: string;
}

/** One rectangle of a framebuffer update, reported when its header is complete; its payload follows. */
export interface Rect {
  readonly type: 'rect';
  /** Offset of the rectangle's 12-byte header. */
  readonly startByte: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Signed encoding number. */
  readonly encoding: number;
}

export type ServerMessage =
  | ServerInit
  | HandshakeFailed
  | { readonly type: 'update-start'; readonly startByte: number; readonly rects: number }
  | Rect
  /** The last byte of an update was seen. */
  | (Span & { readonly type: 'update-end'; readonly rects: number })
  | (Span & { readonly type: 'colour-map' })
  | (Span & { readonly type: 'bell' })
  | (Span & { readonly type: 'cut-text'; readonly textBytes: number })
  | (Span & { readonly type: 'clipboard'; readonly action: ClipboardAction; readonly flags: number })
  | (Span & { readonly type: 'end-of-continuous-updates' })
  | (Span & { readonly type: 'fence'; readonly flags: number; readonly payload: Uint8Array })
  | (Span & { readonly type: 'xvp'; readonly action: number });

/** Everything the server parser can report. */
export type ServerEvent = ServerMessage | Desync;
