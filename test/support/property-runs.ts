/** How many runs each property of the parsers gets. RICE_PROPERTY_RUNS asks for more; CI does: 2x10^5. */
export const PROPERTY_RUNS = Number(process.env['RICE_PROPERTY_RUNS'] ?? 2000);

/** A run that plays a whole session costs some 10 ms, so there are fewer: 1000, and 2000 where more is asked. */
export const SESSION_RUNS = Math.min(Math.ceil(PROPERTY_RUNS / 2), 2000);

/** Decoders have few branches, and what they read is small: more runs find nothing more. */
export const DECODER_RUNS = Math.min(PROPERTY_RUNS, 20_000);

/** The gate alone plays a schedule in a fraction of a millisecond: 2000 runs, and 10^5 where more is asked. */
export const GATE_RUNS = Math.min(PROPERTY_RUNS, 100_000);

/** Schedules of the control lock, with three members and an arbiter: 2000, and 10^5 where more is asked; for two files. */
export const LOCK_RUNS = 2 * Math.ceil(Math.min(PROPERTY_RUNS, 100_000) / 2);
