import { type Decoder, report } from '../decode/decode.ts';

/** A whole number from 0 that counts exactly: epochs, nonces, sequence numbers. */
export const count: Decoder<number> = (input, path, problems) =>
  typeof input === 'number' && Number.isSafeInteger(input) && input >= 0
    ? input
    : report(problems, path, 'range', 'a whole number from 0');
