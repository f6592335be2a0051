/** How many runs each property gets. RICE_PROPERTY_RUNS asks for more; CI does. */
export const PROPERTY_RUNS = Number(process.env['RICE_PROPERTY_RUNS'] ?? 2000);
