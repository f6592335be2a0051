import type { Wire } from '../model/rfb/wire.ts';

/** A wire as the driver sees it; tests give one of their own. */
export type WirePart = Pick<Wire, keyof Wire>;
