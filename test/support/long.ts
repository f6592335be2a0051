/** For vi.waitFor: a limit only for what never comes. Its own of one second is met on a busy machine. */
export const LONG = { timeout: 60_000, interval: 5 };
