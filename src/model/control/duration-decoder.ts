import { type Decoder, number } from '../decode/decode.ts';

/** Milliseconds; a day is more than anything here lasts, but for somebody who sits idle over the weekend. */
export const durationMs: Decoder<number> = number(0, 30 * 24 * 3600 * 1000);
