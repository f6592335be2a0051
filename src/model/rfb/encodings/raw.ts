import type { PayloadBytes } from './fixed.ts';

/** Raw, RFC 6143 section 7.7.1. Nothing at all when the rectangle is empty. */
export const rawBytes: PayloadBytes = (rect, pixel) => rect.width * rect.height * pixel.pixel;
