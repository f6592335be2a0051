/** The protocol version both sides agreed on; it decides which messages the handshake has. */
export type RfbVersion = '3.3' | '3.7' | '3.8';

/** Length of ProtocolVersion, RFC 6143 section 7.1.1. */
export const VERSION_BYTES = 12;

/** Sent by an UltraVNC repeater instead of a version: the client answers with an ID, then the server speaks. */
export const REPEATER = '000.000';

/** Version numbers servers announce, and what they mean. These are the ones noVNC goes on with. */
const VERSIONS: ReadonlyMap<string, RfbVersion> = new Map<string, RfbVersion>([
  ['003.003', '3.3'],
  ['003.006', '3.3'], // UltraVNC
  ['003.007', '3.7'],
  ['003.008', '3.8'],
  ['003.889', '3.8'], // Apple Remote Desktop; noVNC 1.0 answers 003.003
  ['004.000', '3.8'], // Intel AMT KVM
  ['004.001', '3.8'], // RealVNC 4.6
  ['005.000', '3.8'], // RealVNC 5.3
]);

/** `ddd.ddd` out of `RFB ddd.ddd\n`, or null if the bytes are something else. */
export function versionNumber(bytes: Uint8Array): string | null {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return /^RFB (\d{3}\.\d{3})\n$/.exec(text)?.[1] ?? null;
}

/** What a version number means, or null for one no noVNC accepts. */
export function rfbVersion(number: string): RfbVersion | null {
  return VERSIONS.get(number) ?? null;
}

/** The version both can speak. */
export function olderVersion(a: RfbVersion, b: RfbVersion): RfbVersion {
  return a < b ? a : b;
}

/** The number as digits, for logs: 003.889 is 3889. */
export function versionValue(number: string): number {
  return Number(number.replace('.', ''));
}
