import { createCipheriv } from 'node:crypto';

/** The key all VNC servers obfuscate stored passwords with (vncauth.c of every RealVNC descendant). */
const STORE_KEY = Uint8Array.of(23, 82, 107, 6, 35, 78, 88, 7);
const KEY_BYTES = 8;

/** A VNC password (8 bytes at most count) as 16 hexadecimal digits, as Xvnc's -Password option wants it. */
export function obfuscatePassword(password: string): string {
  return Buffer.from(des(STORE_KEY, passwordKey(password))).toString('hex');
}

/** The 16-byte answer to a VNC Authentication challenge (RFC 6143 section 7.2.2). */
export function answerChallenge(password: string, challenge: Uint8Array): Uint8Array {
  return des(passwordKey(password), challenge);
}

function passwordKey(password: string): Uint8Array {
  const key = new Uint8Array(KEY_BYTES);
  key.set(Buffer.from(password, 'latin1').subarray(0, KEY_BYTES));
  return key;
}

/** Single DES as triple DES with one key thrice: OpenSSL 3 has moved plain DES to its legacy provider. */
function des(key: Uint8Array, data: Uint8Array): Uint8Array {
  const mirrored = Buffer.from(key.map(mirrorBits));
  const cipher = createCipheriv('des-ede3-ecb', Buffer.concat([mirrored, mirrored, mirrored]), null);
  cipher.setAutoPadding(false);
  return new Uint8Array(Buffer.concat([cipher.update(data), cipher.final()]));
}

/** VNC feeds DES the bits of each key byte in the wrong order. */
function mirrorBits(byte: number): number {
  let mirrored = 0;
  for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) mirrored |= 0x80 >> bit;
  return mirrored;
}
