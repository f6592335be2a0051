const UPDATE_REQUEST = 3;

/** A request for the whole framebuffer, not incremental (RFC 6143 section 7.5.3). */
export function fullRefresh(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(10);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, UPDATE_REQUEST);
  view.setUint16(6, width);
  view.setUint16(8, height);
  return bytes;
}
