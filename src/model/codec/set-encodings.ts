const SET_ENCODINGS = 2;

/** The whole message (RFC 6143 section 7.5.2). */
export function setEncodingsMessage(encodings: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * encodings.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, SET_ENCODINGS);
  view.setUint16(2, encodings.length);
  for (const [index, encoding] of encodings.entries()) view.setInt32(4 + 4 * index, encoding);
  return bytes;
}
