import { readFileSync } from 'node:fs';

/** The size a PNG file says it has: its IHDR chunk begins at byte 8 (PNG specification, section 11.2.1). */
export function pngSize(path: string): { readonly widthPx: number; readonly heightPx: number } {
  const header = readFileSync(path);
  return { widthPx: header.readUInt32BE(16), heightPx: header.readUInt32BE(20) };
}
