import { ENCODING } from './numbers.ts';

/**
 * Pseudo-encodings only KasmVNC's client asks for: its pointer messages have another length under the same
 * number, so they must be recognised before the first input. Inclusive ranges, from its vncEncodings.
 */
const KASM_RANGES: readonly (readonly [number, number])[] = [
  [-2048, -1887],
  [-1886, -1884],
  [-1170, -770],
];

/** Whether an entry of SetEncodings shows that the client speaks KasmVNC's dialect. */
export function isKasmEncoding(encoding: number): boolean {
  if (encoding === ENCODING.kasmVideo) return true;
  return KASM_RANGES.some(([lowest, highest]) => encoding >= lowest && encoding <= highest);
}
