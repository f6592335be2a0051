import { refreshProbe } from '../measure/probe-messages.ts';

/** A request for the whole framebuffer, not incremental (RFC 6143 section 7.5.3): as the probe's for one pixel. */
export function fullRefresh(width: number, height: number): Uint8Array {
  const bytes = refreshProbe();
  const view = new DataView(bytes.buffer);
  view.setUint16(6, width);
  view.setUint16(8, height);
  return bytes;
}
