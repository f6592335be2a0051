/** The client said something that makes no sense; the message is the reason its connection is closed. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}
