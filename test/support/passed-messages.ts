const HEAD_END = Buffer.from('\r\n\r\n');
const IS_UPGRADE = /^upgrade: *websocket/im;

/**
 * One direction of a connection as texts: the head and the messages of a WebSocket (RFC 6455), unmasked and whole, also
 * the reasons of its ends; anything else as one text. What was compressed could not be searched, so it is refused.
 */
export function messagesIn(bytes: Buffer): readonly string[] {
  const end = bytes.indexOf(HEAD_END);
  const head = bytes.subarray(0, end < 0 ? bytes.length : end).toString('latin1');
  if (end < 0 || !IS_UPGRADE.test(head)) return [bytes.toString('utf8')];
  const messages: string[] = [head];
  let parts: Buffer[] = [];
  let rest = bytes.subarray(end + HEAD_END.length);
  for (let frame = frameAt(rest); frame !== null; frame = frameAt(rest)) {
    rest = rest.subarray(frame.lengthBytes);
    if (frame.isControl) {
      messages.push(frame.payload.toString('utf8'));
      continue;
    }
    parts.push(frame.payload);
    if (!frame.isLast) continue;
    messages.push(Buffer.concat(parts).toString('utf8'));
    parts = [];
  }
  return messages;
}

interface Frame {
  readonly lengthBytes: number;
  readonly isLast: boolean;
  readonly isControl: boolean;
  readonly payload: Buffer;
}

/** null: it is not whole yet. */
function frameAt(bytes: Buffer): Frame | null {
  if (bytes.length < 2) return null;
  const [first, second] = [bytes.readUInt8(0), bytes.readUInt8(1)];
  if ((first & 0x70) !== 0) throw new Error('[proxy] a frame with an extension, which cannot be read');
  const said = second & 0x7f;
  const sizeBytes = said === 126 ? 2 : said === 127 ? 8 : 0;
  const maskBytes = (second & 0x80) === 0 ? 0 : 4;
  const at = 2 + sizeBytes + maskBytes;
  if (bytes.length < at) return null;
  const payloadBytes =
    sizeBytes === 0 ? said : sizeBytes === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (bytes.length < at + payloadBytes) return null;
  const payload = Buffer.from(bytes.subarray(at, at + payloadBytes));
  const mask = bytes.subarray(at - maskBytes, at);
  if (maskBytes > 0) {
    for (const [index, byte] of payload.entries()) payload.writeUInt8(byte ^ (mask[index % 4] ?? 0), index);
  }
  return {
    lengthBytes: at + payloadBytes,
    isLast: (first & 0x80) !== 0,
    isControl: (first & 8) !== 0,
    payload,
  };
}
