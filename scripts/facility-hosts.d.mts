/** The match patterns of a facility's hosts, one a line; throws with every line that is none. */
export function facilityHosts(text: string): string[];
