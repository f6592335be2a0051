/**
 * The numbers of RFB that more than one part of the model needs, under the names the specification gives them.
 * RFC 6143 sections 7.4 to 7.7; extensions: the community's rfbproto.
 */

/** Pseudo-encodings and encodings that say what the other side can do. */
export const ENCODING = {
  raw: 0,
  copyRect: 1,
  rre: 2,
  coRre: 4,
  hextile: 5,
  zlib: 6,
  tight: 7,
  /** UltraVNC's and libvncserver's LZO. */
  ultra: 9,
  trle: 15,
  zrle: 16,
  /** KasmVNC's video mode: a sign of its dialect. */
  kasmVideo: 17,
  jpeg: 21,
  h264: 50,
  desktopSize: -223,
  lastRect: -224,
  pointerPosition: -232,
  cursor: -239,
  xCursor: -240,
  /** QEMU: whether the guest takes absolute or relative positions. */
  qemuPointerMode: -257,
  qemuKeyEvent: -258,
  qemuLedState: -261,
  tightPng: -260,
  desktopName: -307,
  extendedDesktopSize: -308,
  xvp: -309,
  fence: -312,
  continuousUpdates: -313,
  cursorWithAlpha: -314,
  extendedMouseButtons: -316,
  vmwareCursor: 0x574d5664,
  vmwareCursorPosition: 0x574d5666,
  vmwareLedState: 0x574d5668,
  extendedClipboard: 0xc0a1e5ce | 0,
} as const;

/** ClientFence and ServerFence flags (rfbproto "ClientFence"). */
export const FENCE_FLAG = { blockBefore: 1, blockAfter: 2, syncNext: 4, request: 0x80000000 } as const;

/** A fence carries at most this much; noVNC and TigerVNC disagree about more, so more is a desync. */
export const MAX_FENCE_PAYLOAD_BYTES = 64;

/** Extended clipboard action bits (rfbproto "Extended Clipboard Pseudo-Encoding"). */
export const CLIPBOARD_ACTION = {
  caps: 1 << 24,
  request: 1 << 25,
  peek: 1 << 26,
  notify: 1 << 27,
  provide: 1 << 28,
} as const;
