import { plainBytes } from './raw-channel.ts';

/** Bytes for noVNC, as a WebSocket gives them: an ArrayBuffer that holds nothing else. */
export function messageOf(bytes: Uint8Array): MessageEvent {
  const whole = plainBytes(bytes);
  const isAll = whole.byteOffset === 0 && whole.byteLength === whole.buffer.byteLength;
  const data = isAll ? whole.buffer : whole.slice().buffer;
  return new MessageEvent('message', { data });
}

/** The end of a channel, as a WebSocket tells it. */
export function closeOf(event: Event): CloseEvent {
  return event instanceof CloseEvent
    ? new CloseEvent('close', { code: event.code, reason: event.reason, wasClean: event.wasClean })
    : // noVNC reads these of every close; an RTCDataChannel has none.
      new CloseEvent('close', { code: 1000, wasClean: true });
}
