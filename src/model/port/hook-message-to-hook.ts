import { choice, type Decoder, object, tagged } from '../decode/decode.ts';
import { policyDecoder } from '../policy/policy-decoder.ts';
import type { ToHook } from './hook-message.ts';

/** What the link tells the hook. In a file of its own, because the hook's bundle needs nothing else. */
export const toHookDecoder: Decoder<ToHook> = tagged<ToHook>({
  policy: object<Extract<ToHook, { type: 'policy' }>>({ type: choice('policy'), policy: policyDecoder }),
  detached: object<Extract<ToHook, { type: 'detached' }>>({ type: choice('detached') }),
});
