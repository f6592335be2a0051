import { readFileSync } from 'node:fs';
import type { InstrumentProfile } from '../../../src/model/policy/instrument-profile.ts';
import { parseProfile } from '../../../src/model/policy/profile-file.ts';

const FILE = new URL('../../../profiles/demo-instrument.json', import.meta.url);

/** The demo instrument's profile, read as a facility's is, for this host. */
export function demoProfile(socketHost: string): InstrumentProfile {
  const read = parseProfile(readFileSync(FILE, 'utf8'));
  if (!read.ok)
    throw new Error(`[virtual] the demo profile does not decode: ${JSON.stringify(read.problems)}`);
  return { ...read.value, binding: { ...read.value.binding, socketHost } };
}
