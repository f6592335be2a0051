import type { OverrideReason } from '../record/record-event.ts';

/** What a person decides in the overlay about one connection; trusted events only. */
export type GuardCommand =
  /** The button was held for 1.5 s: presses pass for at most 10 s. */
  | { readonly type: 'override'; readonly reason: OverrideReason }
  | { readonly type: 'end-override' }
  /** After a Breakdown: hazardous functions may be used again. */
  | { readonly type: 're-arm' }
  /** Press and release what the server may have kept down. */
  | { readonly type: 'unstick' }
  /** The user looks closely: the picture stays good enough for that, whatever the network does. */
  | { readonly type: 'focus'; readonly on: boolean }
  /** The best picture there is, now and whole. */
  | { readonly type: 'full-quality' };
