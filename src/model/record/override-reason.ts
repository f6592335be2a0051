import { keyOf } from '../decode/decode.ts';
import type { OverrideReason } from './record-event.ts';

/** Decodes why a user goes past the gate. In a file of its own: the hook needs this and not the record's decoders. */
export const overrideReason = keyOf<OverrideReason>({
  'stop-motion': true,
  'protect-sample': true,
  'staff-instruction': true,
  other: true,
});
